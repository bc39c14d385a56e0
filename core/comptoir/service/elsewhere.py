"""Where else a piece is that a location does not have."""

from collections.abc import Sequence

from comptoir.catalog.records import VariantRecord
from comptoir.db.tx import ReadTx
from comptoir.graphql.context import RequestContext
from comptoir.inventory.at_store import StoreAvailabilityRecord
from comptoir.inventory.editing.levels import Level, find_levels
from comptoir.inventory.nearness import Point, order_locations
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of, store_availability
from comptoir.service.queries import get_request


async def stores_that_have(
    context: RequestContext, variant: VariantRecord, *, but: LocationRecord
) -> list[StoreAvailabilityRecord]:
    """Return the other stores that have a variant, the nearest to the one that has not first."""
    near = None
    if but.latitude is not None and but.longitude is not None:
        near = Point(latitude=but.latitude, longitude=but.longitude)
    others = [store for store in availability_of(context).stores if store.number != but.number]
    ordered = order_locations(others, by="DISTANCE" if near else "POSITION", near=near)
    found = await store_availability(context, variant, ordered, near=near)
    return [each for each in found if each.available]


def levels_elsewhere(tx: ReadTx, *, number: int) -> Sequence[Level]:
    """Return the levels of what a request is for at other locations that have some of it.

    Raises `DomainError` with `SERVICE_REQUEST_NOT_FOUND`.
    """
    request = get_request(tx, number=number)
    if request.variant_id is None:
        return ()
    return [
        level
        for level in find_levels(tx, [request.variant_id])
        if level.location_id != request.location_id and level.available > 0
    ]
