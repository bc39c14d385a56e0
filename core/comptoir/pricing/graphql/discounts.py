"""What a discount is worth, as the dialect tells it."""

from enum import StrEnum
from typing import Annotated

import strawberry

from comptoir.graphql.money import MoneyV2
from comptoir.money import Money
from comptoir.pricing.promotions.terms import (
    AmountOff,
    BuyGet,
    FixedPrice,
    FreeShipping,
    PercentOff,
    Promotion,
)

_PER_CENT = 10_000


@strawberry.enum(description="How a discount is spread.")
class DiscountApplicationAllocationMethod(StrEnum):
    """How a discount is spread."""

    ACROSS = "ACROSS"
    EACH = "EACH"
    ONE = "ONE"


@strawberry.enum(description="Which lines a discount is for.")
class DiscountApplicationTargetSelection(StrEnum):
    """Which lines a discount is for."""

    ALL = "ALL"
    ENTITLED = "ENTITLED"
    EXPLICIT = "EXPLICIT"


@strawberry.enum(description="What a discount reduces.")
class DiscountApplicationTargetType(StrEnum):
    """What a discount reduces."""

    LINE_ITEM = "LINE_ITEM"
    SHIPPING_LINE = "SHIPPING_LINE"


@strawberry.type(description="A share, in per cent.")
class PricingPercentageValue:
    """A share, in per cent."""

    percentage: float


PricingValue = Annotated[
    MoneyV2 | PricingPercentageValue, strawberry.union(name="PricingValue", description="A discount's worth.")
]


def pricing_value(promotion: Promotion, taken: Money) -> MoneyV2 | PricingPercentageValue:
    """Return what a promotion is worth: its rate or its amount where it has one, else what it took off."""
    effect = promotion.effect
    if isinstance(effect, PercentOff | BuyGet | FreeShipping):
        return PricingPercentageValue(percentage=effect.rate / _PER_CENT)
    amount = effect.amounts[taken.currency] if isinstance(effect, AmountOff) else taken.minor
    money = Money(amount, taken.currency)
    return MoneyV2(amount=money.amount, currency_code=money.currency)  # type: ignore[arg-type]


def allocation_method(promotion: Promotion) -> str:
    """Return how a promotion is spread: on each piece, on some, or across the goods."""
    if promotion.scope != "product":
        return "ACROSS"
    return "EACH" if isinstance(promotion.effect, PercentOff | AmountOff | FixedPrice) else "ONE"


def target_selection(promotion: Promotion) -> str:
    """Return which lines a promotion is for."""
    return "ALL" if promotion.goods.everything else "ENTITLED"


def target_type(promotion: Promotion) -> str:
    """Return what a promotion reduces."""
    return "SHIPPING_LINE" if promotion.scope == "shipping" else "LINE_ITEM"
