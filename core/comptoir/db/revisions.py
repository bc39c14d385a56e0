"""Revisions: how a snapshot learns what changed since it was built."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from comptoir.db.columns import table
from comptoir.db.models import KernelChange, KernelRevision
from comptoir.db.tx import Change, ReadTx

MOST_CHANGES = 20_000
"""More changes than that are not worth following one by one."""

_REVISION = table(KernelRevision)
_CHANGE = table(KernelChange)

_REVISIONS = select(_REVISION.c.stream, _REVISION.c.revision)
_OLDEST = select(func.min(_CHANGE.c.revision)).where(_CHANGE.c.stream == bindparam("name"))
_SINCE = (
    select(_CHANGE.c.kind, _CHANGE.c.ident)
    .where(_CHANGE.c.stream == bindparam("name"), _CHANGE.c.revision > bindparam("known"))
    .order_by(_CHANGE.c.revision, _CHANGE.c.kind, _CHANGE.c.ident)
    .limit(MOST_CHANGES + 1)
)


def read_revisions(tx: ReadTx) -> dict[str, int]:
    """Return the revision of each stream that ever changed."""
    return {row.stream: row.revision for row in tx.all(_REVISIONS)}


def changes_since(tx: ReadTx, revisions: Mapping[str, int]) -> list[Change] | None:
    """Return what changed after the given revisions, each thing once, in order.

    None means that the log does not tell any more (too far behind, too many changes, or another database):
    build anew.
    """
    found: dict[Change, None] = {}
    for stream, revision in sorted(read_revisions(tx).items()):
        known = revisions.get(stream, 0)
        if revision == known:
            continue
        if revision < known or tx.scalar(_OLDEST, {"name": stream}) > known + 1:
            return None
        for row in tx.all(_SINCE, {"name": stream, "known": known}):
            found[Change(stream, row.kind, row.ident)] = None
        if len(found) > MOST_CHANGES:
            return None
    return list(found)
