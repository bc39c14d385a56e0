"""Addresses of locations as people read them."""

from comptoir.inventory.records import LocationRecord
from comptoir.markets.places import babel_locale

_ZIP_AFTER_CITY = frozenset({"AU", "CA", "GB", "IE", "IN", "NZ", "US"})
"""Countries that write the postal code after the town (UPU, Postal addressing systems)."""


def country_name(code: str | None, *, language: str) -> str | None:
    """Return the name of a country in a language; the code itself where CLDR has no name."""
    if code is None:
        return None
    return str(babel_locale(language).territories.get(code, code))


def formatted_address(location: LocationRecord, *, language: str) -> list[str]:
    """Return the lines of an address without empty ones, the country last and in the reader's language."""
    region = location.province_code or location.province
    if location.country_code in _ZIP_AFTER_CITY:
        town = " ".join(part for part in (location.city, region, location.zip) if part)
    else:
        town = " ".join(part for part in (location.zip, location.city) if part)
    country = country_name(location.country_code, language=language)
    return [line for line in (location.address1, location.address2, town, country) if line]
