"""Days of a period as law and custom count them, in the place where the buyer is. Pure.

A period of days counts from the day after the event and ends with the last hour of its last day (Regulation (EEC,
Euratom) No 1182/71, articles 3 (1) and 3 (2) (b); SI 2013/3134, regulation 30, agrees). In the European Economic
Area one that would end on a Saturday, a Sunday or a public holiday ends with the next working day (article 3 (4)).
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.core import get_global

from comptoir.policies.law import EEA

_SATURDAY = 5
_FIXED = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})
"""Public holidays of most of the Area by month and day; those of single states are not known here. One too many
only gives the buyer a day more."""


@lru_cache(maxsize=512)
def zones_of(country: str) -> tuple[ZoneInfo, ...]:
    """Return the time zones of a country by its ISO 3166-1 code, as CLDR has them; UTC for one that it lacks."""
    names = get_global("territory_zones").get(country) or ("UTC",)
    return tuple(ZoneInfo(name) for name in names)


def end_of_period(event: datetime, *, days: int, zones: Sequence[ZoneInfo], country: str) -> datetime:
    """Return the last second of a period that an event began, in UTC.

    Where a country has several zones and that of the buyer is not known, the latest of their ends counts, so that
    nobody loses an hour.
    """
    return max(_end(event, days=days, zone=zone, moved=country in EEA) for zone in zones)


def _end(event: datetime, *, days: int, zone: ZoneInfo, moved: bool) -> datetime:
    last = event.astimezone(zone).date() + timedelta(days=days)
    while moved and _is_free(last):
        last += timedelta(days=1)
    midnight = datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
    return midnight.astimezone(UTC) - timedelta(seconds=1)


def _is_free(day: date) -> bool:
    if day.weekday() >= _SATURDAY or (day.month, day.day) in _FIXED:
        return True
    return (day - easter_sunday(day.year)).days in {-2, 1}


@lru_cache(maxsize=64)
def easter_sunday(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    golden = year % 19
    century, rest = divmod(year, 100)
    skipped, leap = divmod(century, 4)
    moon = (19 * golden + century - skipped - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * leap + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)
