"""Promotions as staff see and change them."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.money import Money
from comptoir.pricing.commands.promotions import save_promotion, withdraw_promotion
from comptoir.pricing.models import PROMOTION, PROMOTION_BUDGET, PROMOTION_VERSION
from comptoir.pricing.promotions.draft import PromotionDraft
from comptoir.pricing.promotions.stored import unpack_terms
from comptoir.staff.audit import State, recording

_ALL = (
    select(PROMOTION, PROMOTION_VERSION.c.terms)
    .join(
        PROMOTION_VERSION,
        (PROMOTION_VERSION.c.promotion_id == PROMOTION.c.id)
        & (PROMOTION_VERSION.c.version == PROMOTION.c.version),
    )
    .order_by(PROMOTION.c.handle)
)
_ONE = _ALL.where(PROMOTION.c.handle == bindparam("handle"))
_BUDGETS = select(PROMOTION_BUDGET).order_by(PROMOTION_BUDGET.c.promotion_id, PROMOTION_BUDGET.c.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPromotion:
    """A promotion as it stands, with what was used of it."""

    number: int
    version: int
    withdrawn: bool
    used: int
    spent: tuple[Money, ...]
    draft: PromotionDraft

    @property
    def id(self) -> str:
        """The global id."""
        return gid("Promotion", self.number)


def find_promotions(tx: ReadTx) -> list[EditedPromotion]:
    """Return all promotions by handle, withdrawn ones too."""
    spent: dict[int, list[Money]] = {}
    for row in tx.all(_BUDGETS):
        spent.setdefault(row.promotion_id, []).append(Money(row.spent, row.currency))
    return [_edited(row, tuple(spent.get(row.id, ()))) for row in tx.all(_ALL)]


def _edited(row: Row[Any], spent: tuple[Money, ...]) -> EditedPromotion:
    return EditedPromotion(
        number=row.id,
        version=row.version,
        withdrawn=row.withdrawn,
        used=row.used,
        spent=spent,
        draft=unpack_terms(row.handle, row.terms),
    )


def put_promotion(tx: Tx, *, draft: PromotionDraft, reason: str | None) -> EditedPromotion:
    """Save a promotion and tell the audit log."""
    with recording(
        tx,
        action="promotion.saved",
        subject=draft.handle,
        state=lambda: _state(tx, draft.handle),
        reason=reason,
    ):
        save_promotion(tx, draft=draft)
    return _get(tx, draft.handle)


def end_promotion(tx: Tx, *, handle: str, reason: str | None) -> EditedPromotion:
    """Withdraw a promotion and tell the audit log; raises `DomainError` with `NOT_FOUND`."""
    with recording(
        tx, action="promotion.withdrawn", subject=handle, state=lambda: _state(tx, handle), reason=reason
    ):
        withdraw_promotion(tx, handle=handle)
    return _get(tx, handle)


def _get(tx: ReadTx, handle: str) -> EditedPromotion:
    found = next((each for each in find_promotions(tx) if each.draft.handle == handle), None)
    if found is None:
        raise DomainError("NOT_FOUND", f"there is no promotion '{handle[:80]}'", field=("handle",))
    return found


def _state(tx: ReadTx, handle: str) -> State | None:
    row = tx.first(_ONE, {"handle": handle})
    if row is None:
        return None
    terms: dict[str, Any] = json.loads(row.terms)
    return {**terms, "version": row.version, "withdrawn": row.withdrawn}
