"""What one location has of a variant and can promise at a moment; attribute names are those of GraphQL."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from math import isfinite

from comptoir.inventory.nearness import Point, distance_km
from comptoir.inventory.promising import ready_at, same_day
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.words import delivered_text, pick_up_time, ready_text


@dataclass(frozen=True, slots=True, kw_only=True)
class SameDayRecord:
    """The promise to bring an order on the day it is placed."""

    delivered_by: datetime
    text: str


@dataclass(kw_only=True, eq=False)
class StoreAvailabilityRecord:
    """What one location has of a variant. Promises are reckoned when they are asked for: lists are long."""

    location: LocationRecord
    available: bool
    quantity_available: int
    near: Point | None
    now: datetime
    language: str

    @cached_property
    def ready_at(self) -> datetime | None:
        """From when it can be collected; none where it is not there or no hours are known."""
        return ready_at(self.location, now=self.now) if self.available else None

    @property
    def pick_up_time(self) -> str:
        """From when it can be collected, in words, or how long that usually takes."""
        ready, location = self.ready_at, self.location
        if ready is None:
            return pick_up_time(location.pickup_minutes, language=self.language)
        return ready_text(
            ready,
            now=self.now,
            zone=location.time_zone,
            country=location.country_code,
            language=self.language,
        )

    @property
    def distance_km(self) -> float | None:
        """How far it is, to a tenth of a kilometre; none without a point or coordinates."""
        if self.near is None:
            return None
        distance = distance_km(self.location, self.near)
        return round(distance, 1) if isfinite(distance) else None

    @property
    def same_day(self) -> SameDayRecord | None:
        """The promise to bring it today."""
        if self.near is None or not self.available:
            return None
        promise = same_day(self.location, near=self.near, now=self.now)
        if promise is None:
            return None
        text = delivered_text(
            promise.delivered_by,
            now=self.now,
            zone=self.location.time_zone,
            country=self.location.country_code,
            language=self.language,
        )
        return SameDayRecord(delivered_by=promise.delivered_by, text=text)
