"""Discounts of a cart and of its lines."""

from typing import Any

import strawberry

from comptoir.cart.discounts import Discount
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.pricing.graphql.discounts import (
    DiscountApplicationAllocationMethod,
    DiscountApplicationTargetSelection,
    DiscountApplicationTargetType,
    PricingValue,
    allocation_method,
    pricing_value,
    target_selection,
    target_type,
)


@strawberry.type(description="How a discount works.")
class CartDiscountApplication:
    """How a discount works; resolvers get the discount."""

    @strawberry.field(graphql_type=DiscountApplicationAllocationMethod, description="How it is spread.")
    def allocation_method(self: Any) -> str:
        """Return how it is spread."""
        return allocation_method(self.promotion)

    @strawberry.field(graphql_type=DiscountApplicationTargetSelection, description="Which lines it is for.")
    def target_selection(self: Any) -> str:
        """Return which lines it is for."""
        return target_selection(self.promotion)

    @strawberry.field(graphql_type=DiscountApplicationTargetType, description="What it reduces.")
    def target_type(self: Any) -> str:
        """Return what it reduces."""
        return target_type(self.promotion)

    @strawberry.field(graphql_type=PricingValue, description="Its rate or amount.")
    def value(self: Any) -> Any:
        """Return its rate, else its amount."""
        return pricing_value(self.promotion, self.amount)


@strawberry.interface(description="A reduction of a line or a cart.")
class CartDiscountAllocation:
    """A reduction of a line or a cart; resolvers get the discount."""

    @strawberry.field(graphql_type=CartDiscountApplication, description="How the discount works.")
    def discount_application(self: Any) -> Any:
        """Return the discount: how it works is read from it."""
        return self

    @strawberry.field(graphql_type=MoneyV2, description="What it takes off here.")
    def discounted_amount(self: Any) -> MoneyRecord:
        """Return what it takes off."""
        return money_v2(self.amount)

    @strawberry.field(graphql_type=DiscountApplicationTargetType, description="What it reduces.")
    def target_type(self: Any) -> str:
        """Return what it reduces."""
        return target_type(self.promotion)


@strawberry.type(description="A reduction that needs no code.")
class CartAutomaticDiscountAllocation(CartDiscountAllocation):
    """A reduction that needs no code."""

    @strawberry.field(description="The promotion's title.")
    def title(self: Any) -> str:
        """Return the title."""
        return str(self.promotion.title)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a reduction without a code."""
        return isinstance(obj, Discount) and obj.code is None


@strawberry.type(description="A reduction that a code asked for.")
class CartCodeDiscountAllocation(CartDiscountAllocation):
    """A reduction that a code asked for."""

    code: str

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a reduction by code."""
        return isinstance(obj, Discount) and obj.code is not None


@strawberry.type(description="A reduction from elsewhere; carts have none, and storefronts name the type.")
class CartCustomDiscountAllocation(CartDiscountAllocation):
    """A reduction from elsewhere; carts have none, and storefronts name the type in their fragments."""

    title: str

    @classmethod
    def is_type_of(cls, _obj: object, _info: object) -> bool:
        """Tell that nothing is one."""
        return False
