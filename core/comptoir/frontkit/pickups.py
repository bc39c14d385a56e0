"""When something reserved at a store can be collected: the choices that a form offers, by the clock of the store."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time

from comptoir.frontkit.amounts import display_locale

_MIDNIGHT = "24:00"
_TWELVE_HOURS = frozenset({"AU", "CA", "IN", "NZ", "US"})
"""Countries whose English writes the hours of a clock twice, with am and pm (CLDR, time data)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupTime:
    """A time to choose: `value` is its moment as GraphQL takes it, `label` that on the clock, such as `18:00`."""

    value: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupDay:
    """A day with its times; `closing` is the last of them."""

    day: date
    label: str
    times: tuple[PickupTime, ...]


def pickup_days(
    location: Mapping[str, Any], *, ready_at: str | None, longest: timedelta, now: datetime, language: str
) -> list[PickupDay]:
    """Return the times by which something can be collected: each full hour it is open, and when it closes.

    `location` is a `Location` with `timeZone`, `openingHours` and `address { countryCode }`; `ready_at` is from when
    it can be collected. There are none where the hours are not known, nor beyond `longest` from now.
    """
    if ready_at is None:
        return []
    zone, ready = ZoneInfo(location["timeZone"]), datetime.fromisoformat(ready_at)
    locale = _locale(language, location["address"].get("countryCode"))
    first = ready.astimezone(zone).date()
    found = []
    for ahead in range(longest.days + 1):
        day = first + timedelta(days=ahead)
        moments = [
            moment
            for span in _spans(location["openingHours"], day)
            for moment in _moments(day, *span, zone)
            if ready <= moment <= now + longest
        ]
        if moments:
            times = tuple(_time(moment, zone, locale) for moment in dict.fromkeys(moments))
            found.append(PickupDay(day=day, label=_day_label(day, locale), times=times))
    return found


def format_pickup(moment: str, location: Mapping[str, Any], *, language: str) -> str:
    """Return a moment by the clock of a location, such as `Sunday 22 November, 18:00`."""
    locale = _locale(language, location["address"].get("countryCode"))
    wall = datetime.fromisoformat(moment).astimezone(ZoneInfo(location["timeZone"]))
    return f"{_day_label(wall.date(), locale)}, {_clock(wall, locale)}"


def _spans(rows: Sequence[Mapping[str, Any]], day: date) -> Iterator[tuple[str, str]]:
    """Yield from when to when it is open on a day: a day that differs has rows of its own."""
    own = [row for row in rows if row["date"] == day.isoformat()]
    for row in own or (row for row in rows if row["weekday"] == day.isoweekday()):
        if row["opens"] and row["closes"]:
            yield row["opens"], row["closes"]


def _moments(day: date, opens: str, closes: str, zone: ZoneInfo) -> Iterator[datetime]:
    full = (f"{hour:02}:00" for hour in range(24))
    for clock in (*(clock for clock in full if opens < clock < closes), closes):
        yield _instant(day, clock, zone)


def _instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == _MIDNIGHT:
        return datetime.combine(day + timedelta(days=1), time(0), zone).astimezone(UTC)
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def _time(moment: datetime, zone: ZoneInfo, locale: Locale) -> PickupTime:
    value = moment.isoformat().replace("+00:00", "Z")
    return PickupTime(value=value, label=_clock(moment.astimezone(zone), locale))


def _clock(wall: datetime, locale: Locale) -> str:
    return str(format_time(wall, format="short", locale=locale, tzinfo=wall.tzinfo))


def _day_label(day: date, locale: Locale) -> str:
    pattern = (
        "EEEE, MMMM d" if locale.territory in _TWELVE_HOURS and locale.language == "en" else "EEEE d MMMM"
    )
    return str(format_date(day, format=pattern, locale=locale))


def _locale(language: str, country: str | None) -> Locale:
    if language == "en" and country not in _TWELVE_HOURS:
        country = "GB"
    return display_locale(language, country)
