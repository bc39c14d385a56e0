"""Returns policies as staff see, publish and withdraw them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.ids import gid
from comptoir.policies.codec import decode_terms
from comptoir.policies.commands import VERSIONS, publish_policy, withdraw_policy
from comptoir.policies.drafts import PolicyDraft
from comptoir.policies.terms import PolicyScope, PolicyTerms
from comptoir.staff.audit import record, state_of

_NEWEST = 2**62
_PAGE = (
    select(VERSIONS)
    .where(VERSIONS.c.id < bindparam("below"))
    .order_by(VERSIONS.c.id.desc())
    .limit(bindparam("count"))
)
_BY_ID = select(VERSIONS).where(VERSIONS.c.id == bindparam("number"))
_LATEST = (
    select(VERSIONS)
    .where(VERSIONS.c.handle == bindparam("handle"))
    .order_by(VERSIONS.c.version.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPolicy:
    """A published version. One that is withdrawn ends its handle; its terms then mean nothing."""

    number: int
    handle: str
    version: int
    scope: PolicyScope
    scope_key: str
    market: str | None
    terms: PolicyTerms
    withdrawn: bool
    effective_from: datetime
    published_at: datetime
    published_by: str

    @property
    def id(self) -> str:
        """The global id."""
        return gid("ReturnPolicyVersion", self.number)


def find_versions(
    tx: ReadTx, *, count: int, below: int | None = None, handle: str | None = None
) -> list[EditedPolicy]:
    """Return versions, the last published first, those under the number `below`."""
    statement = _PAGE if handle is None else _PAGE.where(VERSIONS.c.handle == handle)
    return [_version(row) for row in tx.all(statement, {"below": below or _NEWEST, "count": count})]


def publish(tx: Tx, *, draft: PolicyDraft, reason: str | None = None) -> EditedPolicy:
    """Publish a version; the same again gives the one that stands. Raises `DomainError` as `publish_policy`."""
    before = _lookup_latest(tx, draft.handle)
    published = _get(tx, publish_policy(tx, draft=draft).id)
    _tell(tx, "returns_policy.published", before, published, reason)
    return published


def withdraw(tx: Tx, *, handle: str, reason: str | None = None) -> EditedPolicy:
    """End a policy from now on; raises `DomainError` as `withdraw_policy` does."""
    before = _lookup_latest(tx, handle)
    withdrawn = _get(tx, withdraw_policy(tx, handle=handle).id)
    _tell(tx, "returns_policy.withdrawn", before, withdrawn, reason)
    return withdrawn


def _tell(tx: Tx, action: str, before: EditedPolicy | None, after: EditedPolicy, reason: str | None) -> None:
    told = {"before": state_of(before), "after": state_of(after)}
    record(tx, action=action, subject=f"returns-policy:{after.handle}", reason=reason, **told)


def _get(tx: ReadTx, number: int) -> EditedPolicy:
    row = tx.first(_BY_ID, {"number": number})
    assert row is not None, "it was just published"
    return _version(row)


def _lookup_latest(tx: ReadTx, handle: str) -> EditedPolicy | None:
    row = tx.first(_LATEST, {"handle": handle})
    return None if row is None else _version(row)


def _version(row: Row[Any]) -> EditedPolicy:
    return EditedPolicy(
        number=row.id,
        handle=row.handle,
        version=row.version,
        scope=PolicyScope(row.scope),
        scope_key=row.scope_key,
        market=row.market,
        terms=decode_terms(row),
        withdrawn=row.withdrawn,
        effective_from=row.effective_from,
        published_at=row.published_at,
        published_by=row.published_by,
    )
