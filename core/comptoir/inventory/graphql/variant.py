"""What inventory adds to variants."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.inventory.graphql.location import GeoCoordinateInput, Location, point_near
from comptoir.inventory.nearness import order_locations
from comptoir.inventory.records import StoreAvailabilityRecord
from comptoir.inventory.stock import availability_of, quantity_available, store_availability


@strawberry.type(description="What a location has of a variant, for collection there.")
class StoreAvailability:
    """What a location has of a variant."""

    available: bool = strawberry.field(description="Whether it is there now.")
    location: Location
    pick_up_time: str = strawberry.field(description="How long it usually takes until it can be collected.")
    quantity_available: int = strawberry.field(description="How many are there; 0 if not counted.")


@strawberry.type(description="What a location has of a variant, in a list.")
class StoreAvailabilityEdge:
    """What a location has of a variant, in a list."""

    cursor: str
    node: StoreAvailability


@strawberry.type(description="A page of what locations have of a variant.")
class StoreAvailabilityConnection:
    """A page of what locations have of a variant."""

    edges: list[StoreAvailabilityEdge]
    nodes: list[StoreAvailability]
    page_info: PageInfo


@strawberry.type
class VariantAvailability:
    """Fields of `ProductVariant`."""

    @strawberry.field(description="Whether it can be bought: not counted, in stock, or sold on back order.")
    def available_for_sale(self: Any, info: Info) -> bool:
        """Return whether it can be bought."""
        return availability_of(info.context).for_sale(self)

    @strawberry.field(description="Whether none is left and it is sold on back order.")
    def currently_not_in_stock(self: Any, info: Info) -> bool:
        """Return whether buying it means waiting for it."""
        return availability_of(info.context).on_back_order(self)

    @strawberry.field(description="How many can be bought; null where stock is not counted.")
    async def quantity_available(self: Any, info: Info) -> int | None:
        """Return the exact number."""
        return await quantity_available(info.context, self)

    @strawberry.field(
        graphql_type=StoreAvailabilityConnection,
        description="What the stores where it can be collected have of it, nearest first with `near`.",
    )
    async def store_availability(
        self: Any,
        info: Info,
        near: GeoCoordinateInput | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[StoreAvailabilityRecord]:
        """Return a page of stores."""
        point = point_near(near)
        stores = order_locations(
            availability_of(info.context).stores,
            by="DISTANCE" if point else "POSITION",
            near=point,
            reverse=bool(reverse),
        )
        found = await store_availability(info.context, self, stores)
        return paginate(
            found, first=first, after=after, last=last, before=before, key=lambda store: store.location.id
        )
