"""Checks of addresses: what is missing, what does not fit the country. Codes are the dialect's `CartErrorCode`."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from comptoir.addresses.places import CountryRules, Province, find_province, rules_of
from comptoir.addresses.record import Address

_LONGEST = 255
_TAG = re.compile(r"<[^>]*>")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_PICTURE = re.compile("[\u2600-\u27bf\U0001f000-\U0001faff]")
_PHONE = re.compile(r"\+?[0-9 ().\-/]{5,30}")
_REQUIRED = {"A": "address1", "C": "city", "Z": "zip", "S": "province_code"}


@dataclass(frozen=True, slots=True)
class AddressFault:
    """Something wrong with an address: the field of `Address` at fault, a code, a message for the shopper."""

    field: str
    code: str
    message: str


def checked_country(country: str | None) -> bool:
    """Tell whether a text is the ISO 3166-1 code of a country whose addresses are known."""
    return bool(country) and rules_of(str(country)) is not None


def check_address(address: Address, *, whole: bool) -> tuple[Address, tuple[AddressFault, ...]]:
    """Return an address tidied up, with all that is wrong with it.

    `whole` asks for a complete address that a parcel can be sent to: name, street and what its country requires, with
    a postal code that fits country and province. Otherwise only what is given is looked at: a rate can be asked
    for with a country and a postal code.
    """
    tidy = _tidy(address)
    faults = list(_texts(tidy))
    country = tidy.country_code or ""
    rules = rules_of(country)
    if rules is None:
        code = "INVALID" if country else "ADDRESS_FIELD_IS_REQUIRED"
        return tidy, (*faults, AddressFault("country_code", code, "Choose a country."))
    province = find_province(country, tidy.province_code or tidy.province)
    if province is not None:
        tidy = replace(tidy, province_code=province.code, province=province.name)
    elif (tidy.province_code or tidy.province) and rules.provinces:
        faults.append(
            AddressFault("province_code", "PROVINCE_NOT_FOUND", "Choose a province of the country.")
        )
    if whole:
        faults += _missing(tidy, rules)
    faults += _zip(tidy, rules, province)
    return tidy, tuple(faults)


def _tidy(address: Address) -> Address:
    """Return an address without control characters and surrounding or repeated space; empty texts become none."""
    changes: dict[str, str | None] = {}
    for field in fields(address):
        value = getattr(address, field.name)
        if isinstance(value, str):
            plain = "".join(char if unicodedata.category(char) != "Cc" else " " for char in value)
            changes[field.name] = " ".join(plain.split()) or None
    for name in ("country_code", "province_code", "zip"):
        value = changes.get(name)
        changes[name] = value.upper() if value else None
    return replace(address, **changes)  # type: ignore[arg-type]


def _texts(address: Address) -> Iterator[AddressFault]:
    for field in fields(address):
        value = getattr(address, field.name)
        if not isinstance(value, str):
            continue
        if len(value) > _LONGEST:
            yield AddressFault(
                field.name, "ADDRESS_FIELD_IS_TOO_LONG", f"This has more than {_LONGEST} characters."
            )
        elif _TAG.search(value):
            yield AddressFault(field.name, "ADDRESS_FIELD_CONTAINS_HTML_TAGS", "Leave out the tags.")
        elif _LINK.search(value):
            yield AddressFault(field.name, "ADDRESS_FIELD_CONTAINS_URL", "Leave out the link.")
        elif _PICTURE.search(value):
            yield AddressFault(field.name, "ADDRESS_FIELD_CONTAINS_EMOJIS", "Leave out the pictures.")
    if address.phone and not _PHONE.fullmatch(address.phone):
        yield AddressFault(
            "phone", "ADDRESS_FIELD_DOES_NOT_MATCH_EXPECTED_PATTERN", "This is no phone number."
        )


def _missing(address: Address, rules: CountryRules) -> Iterator[AddressFault]:
    wanted = ["last_name", "address1"]
    wanted += [name for letter, name in _REQUIRED.items() if letter in rules.required and name not in wanted]
    for name in wanted:
        if name == "province_code" and not rules.provinces:
            name = "province"  # noqa: PLW2901 - where no list is known, the name is what can be given
        if not getattr(address, name) and not (name == "province_code" and address.province):
            yield AddressFault(name, "ADDRESS_FIELD_IS_REQUIRED", "Fill this in.")


def _zip(address: Address, rules: CountryRules, province: Province | None) -> Iterator[AddressFault]:
    if not address.zip or rules.zip_pattern is None:
        return
    if not rules.zip_pattern.fullmatch(address.zip):
        example = f", such as {rules.zip_example}" if rules.zip_example else ""
        yield AddressFault(
            "zip", "INVALID_ZIP_CODE_FOR_COUNTRY", f"Give a postal code of the country{example}."
        )
    elif province is not None and province.zips and not re.match(province.zips, address.zip):
        yield AddressFault("zip", "INVALID_ZIP_CODE_FOR_PROVINCE", f"This is not a code of {province.name}.")
