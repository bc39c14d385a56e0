"""Which promotions count for a quote, and why one does not. Pure.

Quantities and subtotals are compared at the prices that the catalogue shows, so that whether a promotion
counts never hangs on which others were chosen.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from comptoir.pricing.promotions.terms import (
    AmountOff,
    Amounts,
    FixedPrice,
    FreeShipping,
    Gift,
    Promotion,
    Tier,
    Tiers,
)
from comptoir.pricing.unit_price import QuoteFacts, QuoteLine

Reason = Literal[
    "NOT_FOUND",
    "INACTIVE",
    "NOT_HERE",
    "USED_UP",
    "CUSTOMER_MISSING",
    "CUSTOMER_NOT_ELIGIBLE",
    "CUSTOMER_USED_UP",
    "NO_ENTITLED_LINES",
    "NO_ENTITLED_CHARGES",
    "QUANTITY_TOO_LOW",
    "SUBTOTAL_TOO_LOW",
    "NOT_COMBINED",
]
"""Why a promotion, or the code that asks for it, reduces nothing; the last: others reduce more."""


class Good(NamedTuple):
    """A line with the price of one piece before promotions, and as the catalogue shows it; minor units."""

    line: QuoteLine
    unit: int
    shown: int


def refusal(promotion: Promotion, goods: Sequence[Good], facts: QuoteFacts) -> Reason | None:
    """Return why a promotion does not count, or none where it does."""
    return in_force(promotion, facts) or _customer(promotion, facts) or _contents(promotion, goods, facts)


def in_force(promotion: Promotion, facts: QuoteFacts) -> Reason | None:
    """Return why a promotion does not count at this place and moment for anybody, or none where it does."""
    terms = promotion.conditions
    if terms.starts_at is not None and facts.at < terms.starts_at:
        return "INACTIVE"
    if terms.ends_at is not None and terms.ends_at <= facts.at:
        return "INACTIVE"
    if terms.markets and facts.market not in terms.markets:
        return "NOT_HERE"
    if not _has_currency(promotion, facts.currency):
        return "NOT_HERE"
    return "USED_UP" if promotion.used_up else None


def _has_currency(promotion: Promotion, currency: str) -> bool:
    """Say whether all amounts that a promotion needs are given in a currency."""
    effect = promotion.effect
    needed: list[Amounts | None] = [promotion.conditions.minimum_subtotal]
    if isinstance(effect, AmountOff):
        needed.append(effect.amounts)
    elif isinstance(effect, FixedPrice):
        needed.append(effect.prices)
    elif isinstance(effect, FreeShipping):
        needed.append(effect.most)
    elif isinstance(effect, Tiers):
        return all(currency in each for each in needed if each is not None) and any(
            reachable(tier, currency) for tier in effect.tiers
        )
    return all(currency in each for each in needed if each is not None)


def reachable(tier: Tier, currency: str) -> bool:
    """Say whether a step of a tiered promotion has its amounts in a currency."""
    return currency in tier.minimum and (not isinstance(tier.off, AmountOff) or currency in tier.off.amounts)


def tier_for(effect: Tiers, subtotal: int, currency: str) -> Tier | None:
    """Return the highest step that a subtotal reaches, or none."""
    reached = [
        tier for tier in effect.tiers if reachable(tier, currency) and tier.minimum[currency] <= subtotal
    ]
    return max(reached, key=lambda tier: tier.minimum[currency], default=None)


def for_group(promotion: Promotion, facts: QuoteFacts) -> bool:
    """Say whether a customer's groups let a promotion count."""
    groups = promotion.conditions.customer_groups
    return not groups or not groups.isdisjoint(facts.customer_groups)


def _customer(promotion: Promotion, facts: QuoteFacts) -> Reason | None:
    unknown: Reason = "CUSTOMER_MISSING" if facts.orders_placed is None else "CUSTOMER_NOT_ELIGIBLE"
    if not for_group(promotion, facts):
        return unknown
    if promotion.conditions.first_order and facts.orders_placed != 0:
        return unknown
    return "CUSTOMER_USED_UP" if promotion.number in facts.promotions_used_up else None


def _contents(promotion: Promotion, goods: Sequence[Good], facts: QuoteFacts) -> Reason | None:
    counted = [good for good in goods if promotion.goods.touches(good.line)]
    if promotion.scope != "shipping" and not counted:
        return "NO_ENTITLED_LINES"
    if isinstance(promotion.effect, Gift):
        counted = [
            good for good in goods if good.line.discountable and not promotion.goods.touches(good.line)
        ]
    terms = promotion.conditions
    if sum(good.line.quantity for good in counted) < terms.minimum_quantity:
        return "QUANTITY_TOO_LOW"
    worth = subtotal_of(counted)
    if terms.minimum_subtotal is not None and worth < terms.minimum_subtotal[facts.currency]:
        return "SUBTOTAL_TOO_LOW"
    if isinstance(promotion.effect, Tiers) and tier_for(promotion.effect, worth, facts.currency) is None:
        return "SUBTOTAL_TOO_LOW"
    return None


def subtotal_of(goods: Sequence[Good]) -> int:
    """Return what goods cost at the prices that the catalogue shows."""
    return sum(good.shown * good.line.quantity for good in goods)
