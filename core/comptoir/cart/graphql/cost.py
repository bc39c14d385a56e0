"""What a cart and its lines cost: amounts of the quote, as the dialect groups them."""

from typing import Any

import strawberry

from comptoir.cart.view import LineView
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2

_NOT_KNOWN_YET = "Known once the destination is; then in the order."


@strawberry.type(description="What a line costs.")
class CartLineCost:
    """What a line costs; resolvers get the line."""

    @strawberry.field(graphql_type=MoneyV2, description="The price of one, as the catalogue shows it.")
    def amount_per_quantity(self: Any) -> MoneyRecord:
        """Return the price of one."""
        return money_v2(self.quoted.unit)

    @strawberry.field(graphql_type=MoneyV2 | None, description="The price of one before it was reduced.")
    def compare_at_amount_per_quantity(self: Any) -> MoneyRecord | None:
        """Return the price to compare with."""
        before = self.quoted.compare_at_unit
        return money_v2(before) if before is not None else None

    @strawberry.field(graphql_type=MoneyV2, description="Quantity times price, before the line's discounts.")
    def subtotal_amount(self: Any) -> MoneyRecord:
        """Return quantity times price before promotions."""
        return money_v2(self.quoted.before_discounts)

    @strawberry.field(graphql_type=MoneyV2, description="What the line costs after its own discounts.")
    def total_amount(self: Any) -> MoneyRecord:
        """Return what the line costs before discounts of the whole cart, in the market's way of showing prices."""
        return money_v2(self.quoted.before_order_discounts)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a line."""
        return isinstance(obj, LineView)


@strawberry.type(description="What a line costs, in the dialect's older form.")
class CartLineEstimatedCost:
    """The older form of `CartLineCost`."""

    @strawberry.field(graphql_type=MoneyV2, description="The price of one, as the catalogue shows it.")
    def amount(self: Any) -> MoneyRecord:
        """Return the price of one."""
        return money_v2(self.quoted.unit)

    @strawberry.field(graphql_type=MoneyV2 | None, description="The price of one before it was reduced.")
    def compare_at_amount(self: Any) -> MoneyRecord | None:
        """Return the price to compare with."""
        before = self.quoted.compare_at_unit
        return money_v2(before) if before is not None else None

    @strawberry.field(graphql_type=MoneyV2, description="Quantity times price, before the line's discounts.")
    def subtotal_amount(self: Any) -> MoneyRecord:
        """Return quantity times price before promotions."""
        return money_v2(self.quoted.before_discounts)

    @strawberry.field(graphql_type=MoneyV2, description="What the line costs after its own discounts.")
    def total_amount(self: Any) -> MoneyRecord:
        """Return what the line costs before discounts of the whole cart."""
        return money_v2(self.quoted.before_order_discounts)


@strawberry.type(
    description="What the cart costs, with delivery once it is chosen; tax is as the market shows prices."
)
class CartCost:
    """What the cart costs; resolvers get the cart."""

    @strawberry.field(
        graphql_type=MoneyV2, description="All lines together, before discounts of the whole cart."
    )
    def subtotal_amount(self: Any) -> MoneyRecord:
        """Return the sum of the lines."""
        return money_v2(self.quote.before_order_discounts)

    @strawberry.field(graphql_type=MoneyV2, description="What is to be paid, as far as it is known.")
    def total_amount(self: Any) -> MoneyRecord:
        """Return the total so far."""
        return money_v2(self.quote.total)

    @strawberry.field(graphql_type=MoneyV2, description="What would be charged at checkout.")
    def checkout_charge_amount(self: Any) -> MoneyRecord:
        """Return what would be charged."""
        return money_v2(self.quote.total)

    @strawberry.field(
        graphql_type=MoneyV2 | None,
        description="The tax within the total.",
        deprecation_reason=_NOT_KNOWN_YET,
    )
    def total_tax_amount(self: Any) -> MoneyRecord | None:
        """Return the tax, where it is known."""
        tax = self.quote.total_tax
        return money_v2(tax) if tax is not None else None

    @strawberry.field(graphql_type=MoneyV2 | None, description="Duties.", deprecation_reason=_NOT_KNOWN_YET)
    def total_duty_amount(self: Any) -> None:
        """Return none: duties are not calculated."""
        return

    @strawberry.field(description="Whether the subtotal may still change.")
    def subtotal_amount_estimated(self: Any) -> bool:
        """Return false: the quote is exact."""
        return False

    @strawberry.field(description="Whether the total may still change.")
    def total_amount_estimated(self: Any) -> bool:
        """Return true: shipping is added at checkout."""
        return True

    @strawberry.field(description="Whether the tax may still change.", deprecation_reason=_NOT_KNOWN_YET)
    def total_tax_amount_estimated(self: Any) -> bool:
        """Return true: the destination decides."""
        return True

    @strawberry.field(description="Whether duties may still change.", deprecation_reason=_NOT_KNOWN_YET)
    def total_duty_amount_estimated(self: Any) -> bool:
        """Return true: the destination decides."""
        return True


@strawberry.type(description="What the cart costs, in the dialect's older form.")
class CartEstimatedCost:
    """The older form of `CartCost`."""

    @strawberry.field(graphql_type=MoneyV2, description="What would be charged at checkout.")
    def checkout_charge_amount(self: Any) -> MoneyRecord:
        """Return what would be charged."""
        return money_v2(self.quote.total)

    @strawberry.field(
        graphql_type=MoneyV2, description="All lines together, before discounts of the whole cart."
    )
    def subtotal_amount(self: Any) -> MoneyRecord:
        """Return the sum of the lines."""
        return money_v2(self.quote.before_order_discounts)

    @strawberry.field(graphql_type=MoneyV2, description="What is to be paid, as far as it is known.")
    def total_amount(self: Any) -> MoneyRecord:
        """Return the total so far."""
        return money_v2(self.quote.total)

    @strawberry.field(graphql_type=MoneyV2 | None, description="Duties.")
    def total_duty_amount(self: Any) -> None:
        """Return none: duties are not calculated."""
        return

    @strawberry.field(graphql_type=MoneyV2 | None, description="The tax within the total.")
    def total_tax_amount(self: Any) -> MoneyRecord | None:
        """Return the tax, where it is known."""
        tax = self.quote.total_tax
        return money_v2(tax) if tax is not None else None
