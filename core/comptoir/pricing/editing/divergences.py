"""Divergences as staff see, record and end them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.money import Money
from comptoir.pricing.commands import end_divergence, record_divergence
from comptoir.pricing.drafts import DivergenceDraft
from comptoir.pricing.models import DIVERGENCE
from comptoir.pricing.tax import to_percent
from comptoir.staff.audit import record, recording, state_of

_ALL = select(DIVERGENCE).order_by(DIVERGENCE.c.id.desc())
_BY_ID = select(DIVERGENCE).where(DIVERGENCE.c.id == bindparam("number"))
_KINDS = {"variant": "ProductVariant", "product": "Product", "collection": "Collection"}
TARGETS = {kind: target for target, kind in _KINDS.items()}
"""Targets by the type in a global id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedDivergence(DivergenceDraft):
    """A divergence as it was recorded."""

    number: int
    who: str
    recorded_at: datetime

    @property
    def id(self) -> str:
        """The global id."""
        return gid("Divergence", self.number)

    @property
    def target_gid(self) -> str | None:
        """The global id of what it is for; none for everything."""
        return None if self.target_id is None else gid(_KINDS[self.target], self.target_id)


def find_divergences(tx: ReadTx) -> list[EditedDivergence]:
    """Return all divergences, newest first; those that ended too."""
    return [_divergence(row) for row in tx.all(_ALL)]


def make_divergence(tx: Tx, *, draft: DivergenceDraft) -> EditedDivergence:
    """Record a deliberate difference; raises `DomainError` as `record_divergence` does."""
    divergence = _get(tx, record_divergence(tx, draft=draft))
    record(
        tx,
        action="divergence.recorded",
        subject=divergence.id,
        after=state_of(divergence),
        reason=divergence.reason[:500],
    )
    return divergence


def finish_divergence(
    tx: Tx, *, number: int, at: datetime | None = None, reason: str | None = None
) -> EditedDivergence:
    """End a divergence, now or at a moment; raises `DomainError` as `end_divergence` does."""
    known = _get(tx, number)
    with recording(
        tx,
        action="divergence.ended",
        subject=known.id,
        state=lambda: state_of(_get(tx, number)),
        reason=reason,
    ):
        end_divergence(tx, divergence_id=number, at=at)
    return _get(tx, number)


def _get(tx: ReadTx, number: int) -> EditedDivergence:
    row = tx.first(_BY_ID, {"number": number})
    if row is None:
        raise DomainError("NOT_FOUND", "there is no such divergence", field=("id",))
    return _divergence(row)


def _divergence(row: Row[Any]) -> EditedDivergence:
    price = None if row.price_amount is None else Money(row.price_amount, row.price_currency)
    percent = None if row.change is None else to_percent(row.change)
    return EditedDivergence(
        number=row.id,
        channel=row.channel,
        reason=row.reason,
        who=row.who,
        recorded_at=row.recorded_at,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        target=row.target,
        target_id=row.target_id,
        percent=percent,
        price=price,
    )
