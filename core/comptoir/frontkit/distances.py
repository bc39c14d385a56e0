"""Distances for people."""

from babel.units import format_unit

from comptoir.frontkit.amounts import display_locale

_FAR = 10


def format_distance(kilometres: float, *, language: str, country: str | None = None) -> str:
    """Return a distance such as `1.2 km`; from ten kilometres on, without a decimal."""
    locale = display_locale(language, country)
    shown = kilometres if kilometres < _FAR else round(kilometres)
    return str(format_unit(shown, "length-kilometer", length="short", locale=locale))
