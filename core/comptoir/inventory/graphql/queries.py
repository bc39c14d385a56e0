"""Root fields of inventory."""

import strawberry

from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.pagination import Page, paginate
from comptoir.inventory.graphql.location import (
    GeoCoordinateInput,
    LocationConnection,
    LocationSortKeys,
    point_near,
)
from comptoir.inventory.nearness import order_locations
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of


def load_location(context: RequestContext, ident: str) -> LocationRecord | None:
    """Return an active location by global id."""
    return availability_of(context).by_id.get(ident)


@strawberry.type
class InventoryQueries:
    """Fields of `Query`."""

    @strawberry.field(
        graphql_type=LocationConnection, description="The stores where orders can be collected."
    )
    def locations(
        self,
        info: Info,
        near: GeoCoordinateInput | None = None,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: LocationSortKeys | None = LocationSortKeys.ID,
    ) -> Page[LocationRecord]:
        """Return a page of stores."""
        stores = order_locations(
            availability_of(info.context).stores,
            by=(sort_key or LocationSortKeys.ID).value,
            near=point_near(near),
            reverse=bool(reverse),
        )
        return paginate(stores, first=first, after=after, last=last, before=before)
