"""Price lists in the staff schema."""

from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.codes import CurrencyCode
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.pricing.drafts import PriceListDraft
from comptoir.pricing.editing.price_lists import find_price_lists, put_price_list
from comptoir.staff.graphql import Permission, StaffPayload, change, given, prepared, requires

_READ = Permission.PRICING_READ
_WRITE = Permission.PRICING_WRITE


@requires(_READ)
@strawberry.type(description="A price list.")
class PriceList:
    """A price list."""

    id: strawberry.ID
    handle: str
    name: str
    currency: CurrencyCode
    market: str | None = strawberry.field(description="The handle of the one market that it is for.")
    customer_group: str | None = strawberry.field(description="The one group of customers that it is for.")
    includes_tax: bool
    starts_at: DateTime | None
    ends_at: DateTime | None = strawberry.field(description="The first moment at which it no longer counts.")
    priority: int


@strawberry.input(description="A price list, found by its handle. What is left out stays as it is.")
class PriceListInput:
    """A price list."""

    handle: str
    name: str | None = UNSET
    currency: CurrencyCode | None = UNSET
    market: str | None = UNSET
    customer_group: str | None = UNSET
    includes_tax: bool | None = UNSET
    starts_at: DateTime | None = UNSET
    ends_at: DateTime | None = UNSET
    priority: int | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a price list.")
class PriceListPayload(StaffPayload):
    """A change to a price list."""

    @strawberry.field(graphql_type=PriceList | None)
    def price_list(self: Any) -> Any:
        """Return the price list."""
        return self.value


@requires(_READ)
@strawberry.type
class PriceListStaffQueries:
    """Reading price lists."""

    @strawberry.field(graphql_type=list[PriceList], description="All price lists, by handle.")
    async def price_lists(self, info: Info) -> Any:
        """Return all price lists."""
        return await info.context.shop.db.read(find_price_lists)


@requires(_WRITE)
@strawberry.type
class PriceListStaffMutations:
    """Changing price lists."""

    @strawberry.mutation(
        graphql_type=PriceListPayload, description="Add a price list, or change the one with its handle."
    )
    async def price_list_save(self, info: Info, input: PriceListInput, reason: str | None = None) -> Any:
        """Save a price list."""
        return await prepared(
            lambda: given(input, PriceListDraft),
            lambda values: change(info, put_price_list, values=values, reason=reason),
        )
