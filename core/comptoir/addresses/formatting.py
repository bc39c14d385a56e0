"""Addresses as they are written on a parcel, by the custom of their country."""

import re

from babel import Locale, UnknownLocaleError

from comptoir.addresses.places import CountryRules, find_province, rules_of
from comptoir.addresses.record import Address

_FALLBACK = ("%N", "%O", "%A", "%Z %C")
_CUTS = " ,-/"
_PREFIXED_ZIP = re.compile(r"[^\s%]*%Z")


def format_address(
    address: Address, *, language: str, with_name: bool = True, with_company: bool = True
) -> list[str]:
    """Return the lines of an address without empty ones, the country last and in the reader's language."""
    country = address.country_code or ""
    rules = rules_of(country)
    parts = {
        "N": (address.name or "") if with_name else "",
        "O": (address.company or "") if with_company else "",
        "C": address.city or "",
        "S": _province(address, country),
        "Z": address.zip or "",
    }
    lines: list[str] = []
    for pattern in rules.lines if rules is not None else _FALLBACK:
        if "%A" in pattern:
            lines += [line for line in (address.address1, address.address2) if line]
            pattern = pattern.replace("%A", "")  # noqa: PLW2901 - what stands beside the street
        lines.append(_filled(pattern, parts, rules))
    return [line for line in [*lines, country_name(country, language=language)] if line]


def country_name(country: str, *, language: str) -> str:
    """Return the name of a country in a language; the code itself where CLDR has no name."""
    try:
        names = Locale.parse(language.replace("-", "_")).territories
    except (UnknownLocaleError, ValueError):
        names = Locale.parse("en").territories
    return str(names.get(country, country))


def _province(address: Address, country: str) -> str:
    found = find_province(country, address.province_code or address.province)
    return found.code if found is not None and found.code == found.key else (address.province or "")


def _filled(pattern: str, parts: dict[str, str], rules: CountryRules | None) -> str:
    """Fill a line in; what separates an empty part goes with it."""
    # What is written before a postal code, such as Switzerland's "CH-", goes with it.
    line = pattern if parts["Z"] else _PREFIXED_ZIP.sub("", pattern)
    for letter, value in parts.items():
        upper = rules is not None and letter in rules.upper
        line = line.replace(f"%{letter}", value.upper() if upper else value)
    for letter in "DX":
        line = line.replace(f"%{letter}", "")
    return " ".join(line.strip(_CUTS).split())
