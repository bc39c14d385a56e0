"""What is left of limits and budgets, for a quote that is to be charged."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from comptoir.db.tx import ReadTx
from comptoir.pricing.models import PROMOTION, PROMOTION_BUDGET, PROMOTION_SHOPPER

_USED_UP_BY = (
    select(PROMOTION.c.id)
    .join(PROMOTION_SHOPPER, PROMOTION_SHOPPER.c.promotion_id == PROMOTION.c.id)
    .where(
        PROMOTION_SHOPPER.c.shopper == bindparam("of_shopper"),
        PROMOTION_SHOPPER.c.used >= PROMOTION.c.shopper_limit,
    )
)
_LEFT = select(
    PROMOTION_BUDGET.c.promotion_id, (PROMOTION_BUDGET.c.amount - PROMOTION_BUDGET.c.spent).label("left")
).where(PROMOTION_BUDGET.c.currency == bindparam("of_currency"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionLimits:
    """What a checkout, which knows who buys, adds to the facts of its quote."""

    orders_placed: int | None = None
    """How many orders this person has placed; none where nobody knows."""
    promotions_used_up: frozenset[int] = frozenset()
    """Numbers of the promotions that this person may use no more."""
    budgets_left: Mapping[int, int] = field(default_factory=dict)
    """What is left of the budgets of promotions in the quote's currency, in minor units."""


def find_limits(
    tx: ReadTx, *, shopper: str, currency: str, orders_placed: int | None = None
) -> PromotionLimits:
    """Return which promotions a person may use no more, and what is left of all budgets in a currency.

    `shopper` is the same text that `use_promotions` gets: an address of email, or a customer's id.
    """
    used_up = tx.all(_USED_UP_BY, {"of_shopper": shopper_digest(shopper)})
    left = tx.all(_LEFT, {"of_currency": currency})
    return PromotionLimits(
        orders_placed=orders_placed,
        promotions_used_up=frozenset(row.id for row in used_up),
        budgets_left={row.promotion_id: row.left for row in left},
    )


def shopper_digest(shopper: str) -> str:
    """Return what is kept of a person, however they wrote their address: a SHA-256."""
    return hashlib.sha256(b"pricing.promotion:" + shopper.strip().casefold().encode()).hexdigest()
