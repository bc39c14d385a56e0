"""The few texts of inventory, by language; English where a language has none of its own."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_time
from babel.units import format_unit

_CLOCKS = {"en": Locale("en", "GB"), "fr": Locale("fr")}
_A_WEEK = 7
"""Days from today within which a weekday's name says which day is meant."""
_AN_HOUR = 60
_A_DAY = 24 * _AN_HOUR

_READY: Mapping[str, tuple[str, str]] = {
    "en": ("Usually ready in {time}", "Usually ready at once"),
    "fr": ("Généralement prêt en {time}", "Généralement prêt tout de suite"),
}
_PROMISED: Mapping[str, tuple[str, str]] = {
    "en": ("Ready {day} at {time}", "Delivered {day} by {time}"),
    "fr": ("Prêt {day} à {time}", "Livré {day} avant {time}"),
}
_DAYS: Mapping[str, tuple[str, str, str, str]] = {
    "en": ("today", "tomorrow", "on {date}", "on {date}"),
    "fr": ("aujourd’hui", "demain", "{date}", "le {date}"),  # noqa: RUF001 - French spelling
}
"""Today, tomorrow, a day of the next week, a later one."""
_TWELVE_HOURS = frozenset({"AU", "CA", "IN", "NZ", "US"})
"""Countries whose English writes the hours of a clock twice, with am and pm (CLDR, time data)."""
_FACET: Mapping[str, tuple[str, str, str]] = {
    "en": ("Availability", "In stock", "Out of stock"),
    "fr": ("Disponibilité", "En stock", "Épuisé"),
}


@lru_cache(maxsize=1024)
def pick_up_time(minutes: int, *, language: str) -> str:
    """Return when an order can be collected, such as `Usually ready in 2 hours`, rounded up."""
    base = language.partition("-")[0]
    base = base if base in _READY else "en"
    lasting, at_once = _READY[base]
    if minutes == 0:
        return at_once
    unit, size = _unit(minutes)
    time = format_unit(-(-minutes // size), f"duration-{unit}", length="long", locale=Locale(base))
    return lasting.format(time=time)


def ready_text(ready: datetime, *, now: datetime, zone: str, country: str | None, language: str) -> str:
    """Return from when an order can be collected, such as `Ready today at 18:00`, by the clock of the location."""
    return _promise(0, ready, now=now, zone=zone, country=country, language=language)


def delivered_text(by: datetime, *, now: datetime, zone: str, country: str | None, language: str) -> str:
    """Return by when an order is at the door, such as `Delivered today by 20:30`, by the clock of the location."""
    return _promise(1, by, now=now, zone=zone, country=country, language=language)


def _promise(
    which: int, moment: datetime, *, now: datetime, zone: str, country: str | None, language: str
) -> str:
    base = language.partition("-")[0]
    base = base if base in _PROMISED else "en"
    wall, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (wall.date() - today).days
    on_date = _DAYS[base][min(days, 2) if days < _A_WEEK else 3]
    locale = Locale("en", "US") if base == "en" and country in _TWELVE_HOURS else _CLOCKS[base]
    date_form = "EEEE" if days < _A_WEEK else "d MMMM"
    return _PROMISED[base][which].format(
        day=on_date.format(date=format_date(wall.date(), format=date_form, locale=locale)),
        time=format_time(wall, format="short", locale=locale, tzinfo=wall.tzinfo),
    )


def facet_words(language: str) -> tuple[str, str, str]:
    """Return the names of the facet, of what can be bought, and of what cannot."""
    return _FACET.get(language.partition("-")[0], _FACET["en"])


def _unit(minutes: int) -> tuple[str, int]:
    if minutes < _AN_HOUR:
        return "minute", 1
    return ("hour", _AN_HOUR) if minutes <= 2 * _A_DAY else ("day", _A_DAY)
