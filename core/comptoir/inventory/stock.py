"""Exact stock within one operation: the levels that its fields ask for are read together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from math import inf, isfinite

from strawberry.dataloader import DataLoader

from comptoir.catalog.records import VariantRecord
from comptoir.graphql.context import RequestContext
from comptoir.inventory.levels import levels_of
from comptoir.inventory.nearness import Point, distance_km
from comptoir.inventory.promising import ready_at, same_day
from comptoir.inventory.records import LocationRecord, SameDayRecord, StoreAvailabilityRecord
from comptoir.inventory.snapshot import AVAILABILITY, Availability
from comptoir.inventory.words import delivered_text, pick_up_time, ready_text
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
        _store(
            location,
            counted=counted,
            level=levels.get(location.number, 0),
            near=near,
            now=context.now,
            language=language,
        )
        for location in locations
    ]


def _store(
    location: LocationRecord, *, counted: bool, level: int, near: Point | None, now: datetime, language: str
) -> StoreAvailabilityRecord:
    available = not counted or level > 0
    ready = ready_at(location, now=now) if available else None
    distance = distance_km(location, near) if near else inf
    return StoreAvailabilityRecord(
        location=location,
        available=available,
        quantity_available=level,
        pick_up_time=pick_up_time(location.pickup_minutes, language=language)
        if ready is None
        else ready_text(
            ready, now=now, zone=location.time_zone, country=location.country_code, language=language
        ),
        ready_at=ready,
        distance_km=round(distance, 1) if isfinite(distance) else None,
        same_day=_same_day(location, near=near, now=now, language=language) if available and near else None,
    )


def _same_day(location: LocationRecord, *, near: Point, now: datetime, language: str) -> SameDayRecord | None:
    promise = same_day(location, near=near, now=now)
    if promise is None:
        return None
    text = delivered_text(
        promise.delivered_by,
        now=now,
        zone=location.time_zone,
        country=location.country_code,
        language=language,
    )
    return SameDayRecord(delivered_by=promise.delivered_by, text=text)


def _loader(context: RequestContext) -> DataLoader[int, Levels]:
    async def load(variants: list[int]) -> list[Levels]:
        found = await context.shop.db.read(levels_of, variant_ids=variants)
        return [found[variant] for variant in variants]

    return context.once("inventory.levels", lambda: DataLoader(load_fn=load))
