"""What promotions took off an order: frozen with it, whatever becomes of the promotion."""

from typing import Any

import strawberry

from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.pagination import PageInfo
from comptoir.orders.view import DiscountView
from comptoir.pricing.graphql.discounts import (
    DiscountApplicationAllocationMethod,
    DiscountApplicationTargetSelection,
    DiscountApplicationTargetType,
    PricingPercentageValue,
    PricingValue,
)


@strawberry.interface(description="A promotion that reduced an order.")
class DiscountApplication:
    """A promotion that reduced an order; resolvers get a `DiscountView`."""

    @strawberry.field(graphql_type=DiscountApplicationAllocationMethod, description="How it was spread.")
    def allocation_method(self: Any) -> str:
        """Return how it was spread."""
        return str(self.record.method)

    @strawberry.field(graphql_type=DiscountApplicationTargetSelection, description="Which lines it was for.")
    def target_selection(self: Any) -> str:
        """Return which lines it was for."""
        return str(self.record.selection)

    @strawberry.field(graphql_type=DiscountApplicationTargetType, description="What it reduced.")
    def target_type(self: Any) -> str:
        """Return what it reduced."""
        return str(self.record.target)

    @strawberry.field(graphql_type=PricingValue, description="Its rate, else what it took off there.")
    def value(self: Any) -> Any:
        """Return its rate, else an amount."""
        if self.record.percentage is not None:
            return PricingPercentageValue(percentage=self.record.percentage)
        amount = self.record.amount
        return MoneyV2(amount=amount.amount, currency_code=amount.currency)


@strawberry.type(description="A promotion that needed no code.")
class AutomaticDiscountApplication(DiscountApplication):
    """A promotion that needed no code."""

    @strawberry.field(description="What it was called.")
    def title(self: Any) -> str:
        """Return the title."""
        return str(self.record.title)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a promotion without a code."""
        return isinstance(obj, DiscountView) and obj.record.code is None


@strawberry.type(description="A promotion that a code asked for.")
class DiscountCodeApplication(DiscountApplication):
    """A promotion that a code asked for."""

    @strawberry.field(description="The code as it was given.")
    def code(self: Any) -> str:
        """Return the code."""
        return str(self.record.code)

    @strawberry.field(description="Whether it applied: here it did.")
    def applicable(self: Any) -> bool:
        """Return that it applied, as all that an order keeps did."""
        return True

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a promotion by code."""
        return isinstance(obj, DiscountView) and obj.record.code is not None


@strawberry.type(description="What a promotion took off a line or a charge.")
class DiscountAllocation:
    """What a promotion took off; resolvers get a `DiscountView`."""

    @strawberry.field(graphql_type=MoneyV2, description="What it took off.")
    def allocated_amount(self: Any) -> MoneyRecord:
        """Return what it took off."""
        return money_v2(self.record.amount)

    @strawberry.field(graphql_type=DiscountApplication, description="The promotion.")
    def discount_application(self: Any) -> Any:
        """Return the promotion."""
        return self


@strawberry.type(description="A promotion with its cursor.")
class DiscountApplicationEdge:
    """A promotion with its cursor."""

    cursor: str
    node: DiscountApplication


@strawberry.type(description="Promotions that reduced an order.")
class DiscountApplicationConnection:
    """Promotions that reduced an order."""

    edges: list[DiscountApplicationEdge]
    nodes: list[DiscountApplication]
    page_info: PageInfo
