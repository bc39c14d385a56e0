"""Exporting every product as a product CSV, a chunk of products at a time."""

import csv
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlalchemy import bindparam, func, select

from comptoir.catalog.models import METAFIELD, PRODUCT
from comptoir.catalog.stored import find_stored_by_id
from comptoir.db.database import Database
from comptoir.db.tx import ReadTx
from comptoir.errors import ConfigurationError
from comptoir.interchange.columns import Generation
from comptoir.interchange.export_rows import Exported, Layout
from comptoir.interchange.formulas import defuse
from comptoir.interchange.pricing import find_prices, find_targets
from comptoir.interchange.progress import Progress, silent
from comptoir.interchange.stock import find_levels, lookup_default_location

CHUNK = 200
"""Products that are in memory at once."""
_COUNT = select(func.count()).select_from(PRODUCT)
_NEXT = (
    select(PRODUCT.c.id)
    .where(PRODUCT.c.id > bindparam("after"))
    .order_by(PRODUCT.c.id)
    .limit(bindparam("limit"))
)
_KEYS = (
    select(METAFIELD.c.namespace, METAFIELD.c.key)
    .where(METAFIELD.c.owner_kind == "product")
    .distinct()
    .order_by(METAFIELD.c.namespace, METAFIELD.c.key)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportDone:
    """What was written."""

    products: int
    rows: int
    seconds: float


def export_file(
    database: Database,
    target: str,
    *,
    generation: Generation,
    base_url: str = "",
    progress: Progress = silent,
) -> ExportDone:
    """Write every product, drafts and archived ones too, to a file (`-` is standard output).

    The file appears when it is whole: who looks before sees the former one. Each chunk is read as it is at one
    moment. `base_url` makes the addresses of the shop's own pictures absolute. Raises `ConfigurationError` where
    the file cannot be written.
    """
    started = time.monotonic()
    products = rows = 0
    of = database.read_now(_count)
    layout = Layout(generation, database.read_now(_metafield_keys), base_url=base_url)
    with _output(target) as file:
        writer = csv.writer(file)
        writer.writerow([defuse(name) for name in layout.names])
        for chunk in _chunks(database):
            for exported in chunk:
                lines = [[defuse(cell) for cell in row] for row in layout.rows(exported)]
                writer.writerows(lines)
                products += 1
                rows += len(lines)
            progress("Writing", products, of)
    return ExportDone(products=products, rows=rows, seconds=time.monotonic() - started)


def _count(tx: ReadTx) -> int:
    return int(tx.scalar(_COUNT))


def _metafield_keys(tx: ReadTx) -> list[tuple[str, str]]:
    return [(row.namespace, row.key) for row in tx.all(_KEYS)]


def _chunks(database: Database) -> Iterator[list[Exported]]:
    after = 0
    while chunk := database.read_now(_read_chunk, after=after):
        yield chunk
        after = chunk[-1].product.ident


def _read_chunk(tx: ReadTx, *, after: int) -> list[Exported]:
    idents = [row.id for row in tx.all(_NEXT, {"after": after, "limit": CHUNK})]
    products = find_stored_by_id(tx, idents=idents)
    variants = [variant for product in products for variant in product.variant_ids]
    prices = find_prices(tx, price_list=find_targets(tx).base.handle, variants=variants)
    location = lookup_default_location(tx)
    levels = {} if location is None else find_levels(tx, location=location, variants=variants)
    singles = {
        variant: entry for variant, found in prices.items() for entry in found if entry.minimum_quantity == 1
    }
    return [Exported(product=product, prices=singles, levels=levels) for product in products]


@contextmanager
def _output(target: str) -> Iterator[TextIO]:
    """Open the target: standard output, or a file beside it that takes its place at the end."""
    if target == "-":
        # The CSV brings its own line ends.
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        yield sys.stdout
        sys.stdout.flush()
        return
    path = Path(target)
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        raise ConfigurationError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        fresh.unlink(missing_ok=True)
