"""The few texts of inventory, by language; English where a language has none of its own."""

from collections.abc import Mapping
from functools import lru_cache

from babel import Locale
from babel.units import format_unit

_AN_HOUR = 60
_A_DAY = 24 * _AN_HOUR

_READY: Mapping[str, tuple[str, str]] = {
    "en": ("Usually ready in {time}", "Usually ready at once"),
    "fr": ("Généralement prêt en {time}", "Généralement prêt tout de suite"),
}
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


def facet_words(language: str) -> tuple[str, str, str]:
    """Return the names of the facet, of what can be bought, and of what cannot."""
    return _FACET.get(language.partition("-")[0], _FACET["en"])


def _unit(minutes: int) -> tuple[str, int]:
    if minutes < _AN_HOUR:
        return "minute", 1
    return ("hour", _AN_HOUR) if minutes <= 2 * _A_DAY else ("day", _A_DAY)
