"""Lines of an order: what was bought, as it was at purchase."""

from typing import Any

import strawberry

from comptoir.catalog import view_of
from comptoir.catalog.graphql.image import Image
from comptoir.catalog.graphql.variant import ProductVariant
from comptoir.catalog.listing import visible_variant
from comptoir.catalog.records import VariantRecord
from comptoir.graphql.attribute import Attribute
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.pagination import PageInfo
from comptoir.ids import gid
from comptoir.orders.drafts import Picture
from comptoir.orders.graphql.discounts import DiscountAllocation
from comptoir.orders.graphql.returning import LineReturns
from comptoir.orders.view import Choice, DiscountView, LineView, Pair


@strawberry.type(description="A choice that made the variant, such as Size: M.")
class LineItemVariantOption:
    """A choice that made the variant."""

    name: str
    value: str


@strawberry.type(description="A line of an order, frozen at purchase.")
class OrderLineItem(LineReturns):
    """A line of an order; resolvers get a `LineView`."""

    id: strawberry.ID

    @strawberry.field(description="The product's title at purchase.")
    def title(self: Any) -> str:
        """Return the title."""
        return str(self.record.title)

    @strawberry.field(description="Title of product and variant.")
    def name(self: Any) -> str:
        """Return both titles."""
        record = self.record
        return f"{record.title} - {record.variant_title}" if record.variant_title else str(record.title)

    @strawberry.field(description="The variant's title at purchase.")
    def variant_title(self: Any) -> str | None:
        """Return the variant's title."""
        return self.record.variant_title or None

    @strawberry.field(description="The stock-keeping unit.")
    def sku(self: Any) -> str | None:
        """Return the SKU."""
        found: str | None = self.record.sku
        return found

    @strawberry.field(description="Who made it.")
    def vendor(self: Any) -> str | None:
        """Return the vendor."""
        return self.record.vendor or None

    @strawberry.field(description="The kind of product.")
    def product_type(self: Any) -> str | None:
        """Return the product's type."""
        return self.record.product_type or None

    @strawberry.field(graphql_type=Image | None, description="The picture at purchase.")
    def image(self: Any) -> Picture | None:
        """Return the picture."""
        found: Picture | None = self.record.picture
        return found

    @strawberry.field(description="How many were bought.")
    def quantity(self: Any) -> int:
        """Return how many were bought."""
        return int(self.record.quantity)

    @strawberry.field(description="How many are left in the order.")
    def current_quantity(self: Any) -> int:
        """Return how many are left."""
        return int(self.record.current_quantity)

    @strawberry.field(description="Whether it has to be sent or collected.")
    def requires_shipping(self: Any) -> bool:
        """Return whether it is a thing."""
        return bool(self.record.requires_shipping)

    @strawberry.field(description="Whether it is a gift card.")
    def gift_card(self: Any) -> bool:
        """Return whether it is a gift card."""
        return bool(self.record.is_gift_card)

    @strawberry.field(description="The product's global id, whether or not it is still sold.")
    def product_id(self: Any) -> strawberry.ID | None:
        """Return the id."""
        return strawberry.ID(gid("Product", self.record.product_id))

    @strawberry.field(description="The variant's global id, whether or not it is still sold.")
    def variant_id(self: Any) -> strawberry.ID | None:
        """Return the id."""
        return strawberry.ID(gid("ProductVariant", self.record.variant_id))

    @strawberry.field(
        graphql_type=ProductVariant | None, description="The variant as it is sold now, if it is."
    )
    def variant(self: Any, info: Info) -> VariantRecord | None:
        """Return the variant in the catalogue."""
        found = view_of(info.context).variants.get(self.record.variant_id)
        return found if found is not None and visible_variant(info.context, found) else None

    @strawberry.field(graphql_type=list[LineItemVariantOption] | None, description="What made the variant.")
    def variant_options(self: Any) -> list[Choice]:
        """Return the choices."""
        return [Choice(*pair) for pair in self.record.options]

    @strawberry.field(graphql_type=list[Attribute], description="Pairs that were attached to the line.")
    def custom_attributes(self: Any) -> list[Pair]:
        """Return the pairs."""
        return [Pair(*pair) for pair in self.record.attributes]

    @strawberry.field(graphql_type=MoneyV2 | None, description="The price of one, before discounts.")
    def price(self: Any) -> MoneyRecord:
        """Return the unit price."""
        return money_v2(self.record.unit)

    @strawberry.field(graphql_type=MoneyV2, description="Quantity times price, before discounts.")
    def original_total_price(self: Any) -> MoneyRecord:
        """Return the amount before discounts."""
        return money_v2(self.amounts.subtotal)

    @strawberry.field(graphql_type=MoneyV2, description="Quantity times price, less discounts.")
    def discounted_total_price(self: Any) -> MoneyRecord:
        """Return the amount after discounts."""
        found: MoneyRecord = self.shown()
        return found

    @strawberry.field(graphql_type=MoneyV2 | None, description="What is charged for the line, with all tax.")
    def total_price(self: Any) -> MoneyRecord:
        """Return what is charged."""
        return money_v2(self.amounts.total)

    @strawberry.field(
        graphql_type=MoneyV2 | None, description="What the pieces left in the order cost, with all tax."
    )
    def current_total_price(self: Any) -> MoneyRecord:
        """Return what is charged for what is left."""
        return money_v2(self.record.current_total)

    @strawberry.field(graphql_type=MoneyV2, description="All discounts of the line.")
    def total_discount(self: Any) -> MoneyRecord:
        """Return the discounts."""
        return money_v2(self.record.discount)

    @strawberry.field(graphql_type=list[DiscountAllocation], description="What promotions take off it.")
    def discount_allocations(self: Any) -> list[DiscountView]:
        """Return what promotions take off."""
        return list(self.discounts)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a line of an order."""
        return isinstance(obj, LineView)


@strawberry.type(description="A line with its cursor.")
class OrderLineItemEdge:
    """A line with its cursor."""

    cursor: str
    node: OrderLineItem


@strawberry.type(description="Lines of an order.")
class OrderLineItemConnection:
    """Lines of an order."""

    edges: list[OrderLineItemEdge]
    nodes: list[OrderLineItem]
    page_info: PageInfo
