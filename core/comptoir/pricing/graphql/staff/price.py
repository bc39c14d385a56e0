"""Prices in the staff schema."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyV2, money_v2
from comptoir.graphql.pagination import check_window
from comptoir.graphql.scalars import Decimal
from comptoir.ids import numeric_id
from comptoir.pricing.editing.price_lists import GivenPrice, find_prices, prices_of, put_prices, take_prices
from comptoir.staff.graphql import Permission, StaffPayload, change, read_together, requires

_READ = Permission.PRICING_READ
_WRITE = Permission.PRICING_WRITE


@requires(_READ)
@strawberry.type(description="A variant's price in a list from a quantity on.")
class VariantPrice:
    """A variant's price in a list."""

    price_list: str = strawberry.field(description="The handle of the list.")
    minimum_quantity: int

    @strawberry.field
    def variant_id(self: Any) -> strawberry.ID:
        """Return the id of the variant."""
        return strawberry.ID(self.variant)

    @strawberry.field(graphql_type=MoneyV2)
    def amount(self: Any) -> Any:
        """Return the price."""
        return money_v2(self.amount)

    @strawberry.field(graphql_type=MoneyV2 | None, description="The price to strike through.")
    def compare_at(self: Any) -> Any:
        """Return the price to strike through."""
        return None if self.compare_at is None else money_v2(self.compare_at)


@strawberry.input(description="A price in the currency of its list.")
class PriceInput:
    """A price."""

    variant_id: strawberry.ID
    amount: Decimal
    compare_at: Decimal | None = None
    minimum_quantity: int = 1

    def given(self) -> GivenPrice:
        """Return it as it was given."""
        return GivenPrice(
            variant_id=numeric_id(self.variant_id, "ProductVariant"),
            amount=self.amount,
            compare_at=self.compare_at,
            minimum_quantity=self.minimum_quantity,
        )


@requires(_WRITE)
@strawberry.type(description="A change to prices.")
class PricesPayload(StaffPayload):
    """A change to prices."""

    @strawberry.field(description="How many variants have other prices now.")
    def changed(self: Any) -> int | None:
        """Return how many variants changed."""
        found: int | None = self.value
        return found


@strawberry.type
class VariantStaffPrices:
    """What pricing adds to variants of the staff schema."""

    @requires(_READ)
    @strawberry.field(graphql_type=list[VariantPrice], description="Its prices in all lists.")
    async def prices(self: Any, info: Info) -> Any:
        """Return the prices of a variant."""
        return await read_together(info, prices_of, key=self.number, of=lambda price: price.variant_id)


@requires(_READ)
@strawberry.type
class PriceStaffQueries:
    """Reading prices."""

    @strawberry.field(
        graphql_type=list[VariantPrice], description="Prices of a list by variant, those after a variant."
    )
    async def prices(
        self, info: Info, price_list: str, first: int = 100, after_variant_id: strawberry.ID | None = None
    ) -> Any:
        """Return prices of a list."""
        check_window(first=first, last=None)
        above = 0 if after_variant_id is None else numeric_id(after_variant_id, "ProductVariant")
        return await info.context.shop.db.read(find_prices, price_list=price_list, count=first, above=above)


@requires(_WRITE)
@strawberry.type
class PriceStaffMutations:
    """Changing prices."""

    @strawberry.mutation(
        graphql_type=PricesPayload,
        description="Give variants their prices in a list; for each, these become all its prices there.",
    )
    async def prices_set(
        self, info: Info, price_list: str, prices: list[PriceInput], reason: str | None = None
    ) -> Any:
        """Set prices."""
        entries = [price.given() for price in prices]
        return await change(info, put_prices, price_list=price_list, prices=entries, reason=reason)

    @strawberry.mutation(graphql_type=PricesPayload, description="Take variants out of a list.")
    async def prices_remove(
        self, info: Info, price_list: str, variant_ids: list[strawberry.ID], reason: str | None = None
    ) -> Any:
        """Remove prices."""
        variants = [numeric_id(each, "ProductVariant") for each in variant_ids]
        return await change(info, take_prices, price_list=price_list, variants=variants, reason=reason)
