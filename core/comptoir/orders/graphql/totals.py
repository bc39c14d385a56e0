"""What an order costs: sums of its frozen amounts, as the dialect groups them."""

from typing import Any

import strawberry

from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.orders import sums

_OLDER_FORM = "Use the field without V2."


@strawberry.type
class OrderTotals:
    """Fields of `Order`; resolvers get an `OrderView`."""

    @strawberry.field(graphql_type=MoneyV2, description="What it cost when it was placed, with all tax.")
    def total_price(self: Any) -> MoneyRecord:
        """Return the total."""
        return money_v2(self.record.total)

    @strawberry.field(graphql_type=MoneyV2, deprecation_reason=_OLDER_FORM)
    def total_price_v2(self: Any) -> MoneyRecord:
        """Return the total."""
        return money_v2(self.record.total)

    @strawberry.field(graphql_type=MoneyV2, description="What it cost when it was placed, with all tax.")
    def original_total_price(self: Any) -> MoneyRecord:
        """Return the total."""
        return money_v2(self.record.total)

    @strawberry.field(graphql_type=MoneyV2, description="What it costs after edits, with all tax.")
    def current_total_price(self: Any) -> MoneyRecord:
        """Return what it costs now."""
        return money_v2(self.record.current_total)

    @strawberry.field(
        graphql_type=MoneyV2 | None, description="The goods, less discounts, as the market shows prices."
    )
    def subtotal_price(self: Any) -> MoneyRecord:
        """Return what the goods cost."""
        return money_v2(sums.goods(self.record))

    @strawberry.field(graphql_type=MoneyV2 | None, deprecation_reason=_OLDER_FORM)
    def subtotal_price_v2(self: Any) -> MoneyRecord:
        """Return what the goods cost."""
        return money_v2(sums.goods(self.record))

    @strawberry.field(
        graphql_type=MoneyV2 | None, description="The goods, less discounts, as the market shows prices."
    )
    def subtotal(self: Any) -> MoneyRecord:
        """Return what the goods cost."""
        return money_v2(sums.goods(self.record))

    @strawberry.field(graphql_type=MoneyV2, description="The goods that are left, less discounts.")
    def current_subtotal_price(self: Any) -> MoneyRecord:
        """Return what the goods that are left cost."""
        return money_v2(sums.current_goods(self.record))

    @strawberry.field(graphql_type=MoneyV2 | None, description="The tax in the total.")
    def total_tax(self: Any) -> MoneyRecord:
        """Return the tax."""
        return money_v2(sums.tax(self.record))

    @strawberry.field(graphql_type=MoneyV2 | None, deprecation_reason=_OLDER_FORM)
    def total_tax_v2(self: Any) -> MoneyRecord:
        """Return the tax."""
        return money_v2(sums.tax(self.record))

    @strawberry.field(graphql_type=MoneyV2, description="The tax in what it costs after edits.")
    def current_total_tax(self: Any) -> MoneyRecord:
        """Return the tax in what it costs now."""
        return money_v2(sums.current_tax(self.record))

    @strawberry.field(graphql_type=MoneyV2, description="Delivery, less discounts.")
    def total_shipping_price(self: Any) -> MoneyRecord:
        """Return what delivery cost."""
        return money_v2(sums.charges(self.record))

    @strawberry.field(graphql_type=MoneyV2, deprecation_reason=_OLDER_FORM)
    def total_shipping_price_v2(self: Any) -> MoneyRecord:
        """Return what delivery cost."""
        return money_v2(sums.charges(self.record))

    @strawberry.field(graphql_type=MoneyV2, description="Delivery, less discounts.")
    def total_shipping(self: Any) -> MoneyRecord:
        """Return what delivery cost."""
        return money_v2(sums.charges(self.record))

    @strawberry.field(graphql_type=MoneyV2, description="Delivery after edits.")
    def current_total_shipping_price(self: Any) -> MoneyRecord:
        """Return what is due of delivery."""
        return money_v2(sums.current_charges(self.record))

    @strawberry.field(graphql_type=MoneyV2, description="What went back to the buyer.")
    def total_refunded(self: Any) -> MoneyRecord:
        """Return the refunds."""
        return money_v2(self.record.refunded)

    @strawberry.field(graphql_type=MoneyV2, deprecation_reason=_OLDER_FORM)
    def total_refunded_v2(self: Any) -> MoneyRecord:
        """Return the refunds."""
        return money_v2(self.record.refunded)

    @strawberry.field(graphql_type=MoneyV2 | None, description="Duties; none are charged.")
    def current_total_duties(self: Any) -> None:
        """Return none: duties are not calculated."""
        return

    @strawberry.field(graphql_type=MoneyV2 | None, description="Duties; none are charged.")
    def original_total_duties(self: Any) -> None:
        """Return none: duties are not calculated."""
        return
