"""How far a location is from a point on the globe, and lists of locations in an order."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, inf, radians, sin, sqrt
from typing import Any

from comptoir.errors import BadUserInputError
from comptoir.inventory.records import LocationRecord

_EARTH_KM = 6371.0088
"""Mean radius of the Earth (IUGG)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A place on the globe in degrees (WGS 84)."""

    latitude: float
    longitude: float


def point_at(*, latitude: float, longitude: float) -> Point:
    """Return a point; raises `BadUserInputError` for what is not on the globe."""
    # Comparisons are false for NaN, so that it is refused as well.
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):  # noqa: PLR2004 - degrees
        raise BadUserInputError("latitude is between -90 and 90 degrees, longitude between -180 and 180")
    return Point(latitude=latitude, longitude=longitude)


def distance_km(location: LocationRecord, point: Point) -> float:
    """Return the great-circle distance (haversine); infinite for a location without coordinates."""
    if location.latitude is None or location.longitude is None:
        return inf
    here, there = radians(location.latitude), radians(point.latitude)
    half_chord = (
        sin((there - here) / 2) ** 2
        + cos(here) * cos(there) * sin(radians(point.longitude - location.longitude) / 2) ** 2
    )
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half_chord)))


def order_locations(
    locations: Iterable[LocationRecord], *, by: str, near: Point | None = None, reverse: bool = False
) -> Sequence[LocationRecord]:
    """Return locations by `POSITION`, `ID`, `NAME`, `CITY` or `DISTANCE`; equal ones in the merchant's order.

    The locations given are in the merchant's order, which is `POSITION`.

    Raises `BadUserInputError` for `DISTANCE` without a point to measure from.
    """
    orders: dict[str, Callable[[LocationRecord], Any]] = {
        "ID": lambda location: location.number,
        "NAME": lambda location: location.name.casefold(),
        "CITY": lambda location: (location.city or "").casefold(),
    }
    if by == "POSITION":
        return list(locations)[:: -1 if reverse else 1]
    if by == "DISTANCE":
        if near is None:
            raise BadUserInputError("the sort key DISTANCE needs 'near'")
        return sorted(locations, key=lambda location: distance_km(location, near), reverse=reverse)
    return sorted(locations, key=orders[by], reverse=reverse)
