"""The catalogue's part of the snapshot: its key, and when it is built or refreshed."""

from collections.abc import Sequence

from comptoir.catalog.snapshot.assemble import assemble
from comptoir.catalog.snapshot.catalog import Catalog
from comptoir.catalog.snapshot.refresh import refreshed
from comptoir.db.tx import Change, ReadTx
from comptoir.markets.snapshot import MARKETS
from comptoir.readmodel.snapshot import Parts, SnapshotPart


def build_catalog(tx: ReadTx, parts: Parts) -> Catalog:
    """Read the whole catalogue."""
    return assemble(tx, primary=parts[MARKETS].shop.default_language)


def refresh_catalog(tx: ReadTx, value: Catalog, changes: Sequence[Change], parts: Parts) -> Catalog:
    """Bring the catalogue up to date; all that did not change is shared with the one before."""
    primary = parts[MARKETS].shop.default_language
    if primary != value.primary:
        return assemble(tx, primary=primary)
    return refreshed(tx, value, changes)


CATALOG = SnapshotPart[Catalog](
    name="catalog",
    build=build_catalog,
    refresh=refresh_catalog,
    streams=frozenset({"catalog"}),
    requires=(MARKETS,),
)
