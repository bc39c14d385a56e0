"""By when a reservation is collected, and how long it is kept: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from comptoir.inventory import LocationRecord
from comptoir.inventory.promising import ready_at
from comptoir.reservations.errors import pickup_time_invalid

GRACE = timedelta(hours=1)
"""How long pieces are kept for somebody who is late."""
_WITHOUT_HOURS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pickup:
    """The agreed time, and the moment at which the pieces are free again."""

    by: datetime
    expires_at: datetime


def plan_pickup(
    location: LocationRecord,
    *,
    wanted: datetime | None,
    now: datetime,
    longest: timedelta,
    language: str = "en",
) -> Pickup:
    """Return the pickup for a wish, or without one the last moment of the first opening in which it is ready.

    At a location without known hours that is a day from now. `longest` is how far ahead a pickup may be. Raises
    `DomainError` with `PICKUP_TIME_INVALID` for a time before the pieces are ready, when the location is closed,
    or too far ahead.
    """
    ready = ready_at(location, now=now)
    if wanted is None:
        wanted = _last_moment(location, ready, now=now)
    elif wanted > now + longest:
        raise pickup_time_invalid("too_far", language=language, most=longest.days)
    elif wanted <= now or (ready is not None and wanted < ready):
        earliest = (ready or now).astimezone(ZoneInfo(location.time_zone))
        raise pickup_time_invalid("too_early", language=language, ready=earliest)
    elif location.hours.known and not _open_up_to(location, wanted):
        raise pickup_time_invalid("closed_then", language=language)
    return Pickup(by=wanted, expires_at=wanted + GRACE)


def _last_moment(location: LocationRecord, ready: datetime | None, *, now: datetime) -> datetime:
    if ready is None:
        return now + _WITHOUT_HOURS
    _, closes = next(location.hours.openings(ready))
    return closes


def _open_up_to(location: LocationRecord, at: datetime) -> bool:
    """Tell whether it is open at a moment; here the moment of closing counts as open."""
    return location.hours.is_open(at) or location.hours.is_open(at - timedelta(minutes=1))
