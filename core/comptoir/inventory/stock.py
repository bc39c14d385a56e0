"""Exact stock within one operation: the levels that its fields ask for are read together."""

from collections.abc import Iterable, Mapping, Sequence

from strawberry.dataloader import DataLoader

from comptoir.catalog.records import VariantRecord
from comptoir.graphql.context import RequestContext
from comptoir.inventory.at_store import StoreAvailabilityRecord
from comptoir.inventory.levels import levels_of
from comptoir.inventory.nearness import Point
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.snapshot import AVAILABILITY, Availability
from comptoir.markets import locale_of

Levels = Mapping[int, int]
"""Pieces by location number."""


def availability_of(context: RequestContext) -> Availability:
    """Return what the snapshot knows of stock."""
    return context.snapshot[AVAILABILITY]


async def quantity_available(context: RequestContext, variant: VariantRecord) -> int | None:
    """Return how many can be bought, exactly; none for a variant whose stock is not counted."""
    if not variant.inventory_tracked:
        return None
    return sum((await _loader(context).load(variant.number)).values())


async def total_inventory(context: RequestContext, variants: Iterable[VariantRecord]) -> int | None:
    """Return how many of these variants can be bought together; none when the stock of none is counted."""
    counted = [variant.number for variant in variants if variant.inventory_tracked]
    if not counted:
        return None
    return sum(sum(levels.values()) for levels in await _loader(context).load_many(counted))


async def store_availability(
    context: RequestContext,
    variant: VariantRecord,
    locations: Sequence[LocationRecord],
    *,
    near: Point | None = None,
) -> list[StoreAvailabilityRecord]:
    """Return what each of these locations has of a variant, and what it can promise at this moment.

    A variant whose stock is not counted is available everywhere, with no number to tell: 0. One that is sold
    on back order cannot be collected before it is there, so that nothing is promised.
    """
    counted = variant.inventory_tracked
    levels: Levels = await _loader(context).load(variant.number) if counted else {}
    language = locale_of(context).language
    return [
        StoreAvailabilityRecord(
            location=location,
            available=not counted or levels.get(location.number, 0) > 0,
            quantity_available=levels.get(location.number, 0),
            near=near,
            now=context.now,
            language=language,
        )
        for location in locations
    ]


def _loader(context: RequestContext) -> DataLoader[int, Levels]:
    async def load(variants: list[int]) -> list[Levels]:
        found = await context.shop.db.read(levels_of, variant_ids=variants)
        return [found[variant] for variant in variants]

    return context.once("inventory.levels", lambda: DataLoader(load_fn=load))
