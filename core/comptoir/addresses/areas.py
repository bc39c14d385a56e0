"""Areas told by postal codes: whole codes of a country, and what codes begin with."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from comptoir.addresses.places import CountryRules, rules_of
from comptoir.errors import DomainError

MOST_ZIPS = 2_000
"""In all areas of one place together."""
_MOST_TEXT = 16
_BEGINNING = re.compile(r"[A-Z0-9][A-Z0-9 -]*")
_BETWEEN = re.compile(r"[ -]+")
_GAP_BEFORE_LAST = {"GB": 3, "GG": 3, "IM": 3, "JE": 3}
"""Countries whose districts differ in length, so that the space in a code says where the district ends."""
_UNITED_STATES = "US"
_ZIP_WITHOUT_FOUR = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipArea:
    """Postal codes of a country (ISO 3166-1): whole ones, such as `75011`, and beginnings, such as `750*`."""

    country: str
    zips: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZipIndex:
    """Areas by country, each as its whole codes and as the beginnings, in the form in which codes are compared."""

    whole: Mapping[str, frozenset[str]]
    beginnings: Mapping[str, tuple[str, ...]]

    def holds(self, country: str | None, zip_code: str | None) -> bool:
        """Tell whether a postal code is within: case, spaces and dashes do not count, nor a ZIP code's last four."""
        if country is None or not zip_code:
            return False
        code = _comparable(country, zip_code)
        whole = self.whole.get(country, frozenset())
        short = code[:_ZIP_WITHOUT_FOUR] if country == _UNITED_STATES else code
        return code in whole or short in whole or code.startswith(self.beginnings.get(country, ()))


def check_areas(areas: Sequence[ZipArea], *, field: str) -> tuple[ZipArea, ...]:
    """Return areas tidied up, one for each country, each code once; raises `DomainError` with `INVALID`.

    A whole code has the form of its country's codes. In the United Kingdom a space in a beginning ends the
    district: `E1 *` is Whitechapel alone, `E1*` is E10 to E18 as well.
    """
    found: dict[str, dict[str, None]] = {}
    for area in areas:
        rules = rules_of(area.country)
        if rules is None or rules.zip_pattern is None:
            raise _invalid(field, f"'{area.country[:8]}' is no country with postal codes")
        codes = found.setdefault(area.country, {})
        codes.update(dict.fromkeys(_tidy(code, area.country, rules, field) for code in area.zips))
    if sum(map(len, found.values())) > MOST_ZIPS:
        raise _invalid(field, f"there are more than {MOST_ZIPS} postal codes")
    return tuple(ZipArea(country=country, zips=tuple(codes)) for country, codes in found.items() if codes)


def index_areas(areas: Iterable[ZipArea]) -> ZipIndex:
    """Return checked areas in the form in which codes are looked up."""
    whole: dict[str, frozenset[str]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    for area in areas:
        country = area.country
        parts = [code for code in area.zips if code.endswith("*")]
        whole[country] = frozenset(_comparable(country, code) for code in area.zips if code not in parts)
        beginnings[country] = tuple(_beginning(country, code[:-1]) for code in parts)
    return ZipIndex(whole=whole, beginnings=beginnings)


def _tidy(code: str, country: str, rules: CountryRules, field: str) -> str:
    plain = " ".join(code.upper().split())
    if plain.endswith("*"):
        start = plain[:-1]
        sound = _BEGINNING.fullmatch(start) is not None
    else:
        sound = rules.zip_pattern is not None and rules.zip_pattern.fullmatch(plain) is not None
    if not sound or len(plain) > _MOST_TEXT:
        example = f", such as {rules.zip_example}" if rules.zip_example else ""
        raise _invalid(
            field,
            f"'{code[:20]}' is neither a postal code of {country}{example}, nor the beginning of one and *",
        )
    return plain


def _comparable(country: str, code: str) -> str:
    plain = _BETWEEN.sub("", code.upper())
    last = _GAP_BEFORE_LAST.get(country)
    return plain if last is None or len(plain) <= last else f"{plain[:-last]} {plain[-last:]}"


def _beginning(country: str, start: str) -> str:
    return _BETWEEN.sub(" " if country in _GAP_BEFORE_LAST else "", start)


def _invalid(field: str, message: str) -> DomainError:
    return DomainError("INVALID", message, field=(field,))
