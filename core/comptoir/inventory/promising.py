"""What a location can promise a shopper at a moment: when an order can be collected, or be at the door today."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from comptoir.inventory.nearness import Point, distance_km
from comptoir.inventory.records import LocationRecord

_QUARTER = timedelta(minutes=15)
_GRACE = timedelta(minutes=30)
"""How much later a location may be than it promised a shopper who has been paying since."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameDay:
    """A delivery on the day of the order, from a location nearby."""

    delivered_by: datetime
    distance_km: float


def ready_at(location: LocationRecord, *, now: datetime) -> datetime | None:
    """Return from when an order placed now can be collected: a quarter of an hour, in UTC, while it is open.

    The time that staff need passes only while the location is open, see `Calendar.after_open`. None for a
    location whose hours are not known, or that does not open for two months.
    """
    if not location.hours.known:
        return None
    moment = location.hours.after_open(now, minutes=location.pickup_minutes)
    if moment is None:
        return None
    rounded = _quarter_after(moment)
    # Rounding may pass the closing time; then it is the next opening.
    return location.hours.after_open(rounded, minutes=0)


def same_day(location: LocationRecord, *, near: Point, now: datetime) -> SameDay | None:
    """Return the promise to bring an order to a place today, by the location's clock; none without one.

    It needs a location within `same_day_km` of the place; for the rest see `brought_by`.
    """
    if location.same_day_km is None:
        return None
    distance = distance_km(location, near)
    delivered = brought_by(location, now=now) if distance <= location.same_day_km else None
    return None if delivered is None else SameDay(delivered_by=delivered, distance_km=distance)


def brought_by(location: LocationRecord, *, now: datetime) -> datetime | None:
    """Return by when (UTC) an order placed now is at a door nearby; none where that is not today by its clock.

    The location needs known hours, and the order is ready while it is open today; then it is `same_day_minutes`
    on its way, and arrives before midnight, at a full quarter of an hour.
    """
    ready = ready_at(location, now=now)
    if ready is None:
        return None
    delivered = _quarter_after(ready + timedelta(minutes=location.same_day_minutes))
    zone = ZoneInfo(location.time_zone)
    today = delivered.astimezone(zone).date() == now.astimezone(zone).date()
    return delivered if today else None


def keeps_promise(location: LocationRecord, *, until: datetime, now: datetime) -> bool:
    """Tell whether an order placed now can still be promised by a moment that was promised before.

    The location has to bring orders today, and by its own reckoning be no more than half an hour later: whoever
    fills in a form for some minutes gets what they were shown.
    """
    delivered = brought_by(location, now=now)
    return delivered is not None and delivered - until <= _GRACE


def _quarter_after(moment: datetime) -> datetime:
    """Return the next full quarter of an hour, or the moment where it is one."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return start - (start - moment) // _QUARTER * _QUARTER
