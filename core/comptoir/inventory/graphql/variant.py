"""What inventory adds to variants."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.graphql.scalars import DateTime
from comptoir.inventory.at_store import StoreAvailabilityRecord
from comptoir.inventory.graphql.location import GeoCoordinateInput, Location, point_near
from comptoir.inventory.nearness import order_locations
from comptoir.inventory.preorders import Preorder as PreorderRecord
from comptoir.inventory.stock import availability_of, quantity_available, store_availability


@strawberry.type(description="The promise to bring an order on the day it is placed.")
class SameDayDelivery:
    """The promise to bring an order on the day it is placed."""

    delivered_by: DateTime = strawberry.field(description="By when it is at the door.")
    text: str = strawberry.field(description="The promise in the shopper's language.")


@strawberry.type(description="What a location has of a variant, for collection there.")
class StoreAvailability:
    """What a location has of a variant."""

    available: bool = strawberry.field(description="Whether it is there now.")
    location: Location
    pick_up_time: str = strawberry.field(
        description="From when it can be collected if ordered now, or how long that usually takes."
    )
    quantity_available: int = strawberry.field(description="How many are there; 0 if not counted.")
    ready_at: DateTime | None = strawberry.field(
        description="From when it can be collected if ordered now; null where no hours are known."
    )
    distance_km: float | None = strawberry.field(description="How far it is from `near`, in kilometres.")
    same_day: SameDayDelivery | None = strawberry.field(
        description="The promise to bring it to `near` today; null where there is none."
    )


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


@strawberry.type(description="That a variant is sold before it comes.")
class Preorder:
    """That a variant is sold before it comes."""

    @strawberry.field(description="The day on which it is expected, as YYYY-MM-DD.")
    def available_on(self: Any) -> str:
        """Return the day."""
        return str(self.available_on.isoformat())


@strawberry.type
class VariantAvailability:
    """Fields of `ProductVariant`."""

    @strawberry.field(
        description="Whether it can be bought: not counted, in stock, or sold although it is not."
    )
    def available_for_sale(self: Any, info: Info) -> bool:
        """Return whether it can be bought."""
        return availability_of(info.context).for_sale(self)

    @strawberry.field(description="Whether none is there and it is sold all the same.")
    def currently_not_in_stock(self: Any, info: Info) -> bool:
        """Return whether buying it means waiting for it."""
        return availability_of(info.context).on_back_order(self)

    @strawberry.field(
        graphql_type=Preorder | None, description="That it is sold before it comes; null once some are there."
    )
    def preorder(self: Any, info: Info) -> PreorderRecord | None:
        """Return the preorder of a variant of which none is there."""
        known = availability_of(info.context)
        return None if known.in_stock(self) else known.preorders.get(self.number)

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
        found = await store_availability(info.context, self, stores, near=point)
        return paginate(
            found, first=first, after=after, last=last, before=before, key=lambda store: store.location.id
        )
