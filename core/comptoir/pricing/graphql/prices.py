"""Prices of products and variants: fields that join the catalogue's types."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.pricing.book import PriceRange, PriceView, book_of, price_of
from comptoir.pricing.listing import price_range
from comptoir.pricing.unit_measure import price_per_unit


@strawberry.type(description="The lowest and highest price within a product.")
class ProductPriceRange:
    """The lowest and highest price within a product."""

    min_variant_price: MoneyV2
    max_variant_price: MoneyV2


@strawberry.type(description="A unit price that holds from a quantity on.")
class QuantityPriceBreak:
    """A unit price that holds from a quantity on; the object is a pair of both."""

    @strawberry.field(description="The quantity from which it holds.")
    def minimum_quantity(self: Any) -> int:
        """Return the quantity."""
        return int(self[0])

    @strawberry.field(graphql_type=MoneyV2)
    def price(self: Any) -> MoneyRecord:
        """Return the unit price."""
        view: PriceView = self[1]
        return view.price


@strawberry.type(description="A quantity price break in a list.")
class QuantityPriceBreakEdge:
    """A quantity price break in a list."""

    cursor: str
    node: QuantityPriceBreak


@strawberry.type(description="Unit prices by quantity.")
class QuantityPriceBreakConnection:
    """Unit prices by quantity."""

    edges: list[QuantityPriceBreakEdge]
    nodes: list[QuantityPriceBreak]
    page_info: PageInfo


@strawberry.type
class VariantPrices:
    """Prices of a variant."""

    @strawberry.field(graphql_type=MoneyV2, description="What one costs, tax as the market shows it.")
    def price(self: Any, info: Info) -> MoneyRecord | None:
        """Return the price; the variant is not published where it has none."""
        view = price_of(info.context, self)
        return view.price if view is not None else None

    @strawberry.field(graphql_type=MoneyV2 | None, description="The price to strike through, if higher.")
    def compare_at_price(self: Any, info: Info) -> MoneyRecord | None:
        """Return the price to compare with; none unless it is higher than the price."""
        view = price_of(info.context, self)
        return view.compare_at if view is not None else None

    @strawberry.field(graphql_type=MoneyV2, deprecation_reason="Use `price`.")
    def price_v2(self: Any, info: Info) -> MoneyRecord | None:
        """Return the price."""
        view = price_of(info.context, self)
        return view.price if view is not None else None

    @strawberry.field(graphql_type=MoneyV2 | None, deprecation_reason="Use `compareAtPrice`.")
    def compare_at_price_v2(self: Any, info: Info) -> MoneyRecord | None:
        """Return the price to compare with."""
        view = price_of(info.context, self)
        return view.compare_at if view is not None else None

    @strawberry.field(graphql_type=MoneyV2 | None, description="Price per unit of `unitPriceMeasurement`.")
    def unit_price(self: Any, info: Info) -> MoneyRecord | None:
        """Return the price per unit of measure; none for goods that are not measured."""
        view = price_of(info.context, self)
        if view is None or self.unit_measurement is None:
            return None
        _, thousandths, reference = self.unit_measurement
        money = price_per_unit(view.money, thousandths=thousandths, reference=reference)
        return None if money is None else money_v2(money)

    @strawberry.field(
        graphql_type=QuantityPriceBreakConnection, description="Unit prices for larger quantities."
    )
    def quantity_price_breaks(
        self: Any,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page[tuple[int, PriceView]]:
        """Return the quantities above one that change the unit price."""
        breaks = book_of(info.context).breaks_of(self)
        return paginate(
            breaks, first=first, after=after, last=last, before=before, key=lambda found: str(found[0])
        )


@strawberry.type
class ProductPrices:
    """Prices of a product."""

    @strawberry.field(graphql_type=ProductPriceRange, description="Lowest and highest price of its variants.")
    def price_range(self: Any, info: Info) -> PriceRange | None:
        """Return the range of prices; the product is not published where it has none."""
        return price_range(info.context, self)

    @strawberry.field(
        graphql_type=ProductPriceRange,
        description="Lowest and highest `compareAtPrice` of its variants; zero where there is none.",
    )
    def compare_at_price_range(self: Any, info: Info) -> PriceRange:
        """Return the range of struck-through prices."""
        return book_of(info.context).compare_at_range(self)
