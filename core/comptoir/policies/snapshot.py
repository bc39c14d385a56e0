"""The snapshot part of returns policies."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select

from comptoir.db.tx import Change, ReadTx
from comptoir.policies.codec import decode_terms
from comptoir.policies.commands import VERSIONS
from comptoir.policies.records import PolicyVersion
from comptoir.policies.rulebook import PolicyBook
from comptoir.policies.terms import PolicyScope
from comptoir.readmodel.snapshot import Parts, SnapshotPart

_ALL = select(VERSIONS).order_by(VERSIONS.c.version, VERSIONS.c.id)


def build_policies(tx: ReadTx, parts: Parts) -> PolicyBook:  # noqa: ARG001
    """Read all published versions."""
    versions = tuple(_version(row) for row in tx.all(_ALL))
    moments = sorted({row.effective_from for row in versions if row.effective_from is not None})
    return PolicyBook(versions=versions, moments=tuple(moments))


def refresh_policies(tx: ReadTx, value: PolicyBook, changes: Sequence[Change], parts: Parts) -> PolicyBook:
    """Read again when a version was published: there are few, and they are small."""
    if any(change.kind == "policy" for change in changes):
        return build_policies(tx, parts)
    return value


def _version(row: Row[Any]) -> PolicyVersion:
    return PolicyVersion(
        number=row.id,
        handle=row.handle,
        version=row.version,
        scope=PolicyScope(row.scope),
        scope_key=row.scope_key,
        market=row.market,
        terms=decode_terms(row),
        effective_from=row.effective_from,
        withdrawn=row.withdrawn,
    )


POLICIES: SnapshotPart[PolicyBook] = SnapshotPart(
    name="policies",
    build=build_policies,
    refresh=refresh_policies,
    streams=frozenset({"catalog"}),
)
"""The published returns policies."""
