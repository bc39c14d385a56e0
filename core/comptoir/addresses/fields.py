"""Which fields a form for an address of a country has, in the order in which the country writes them."""

import re
from dataclasses import dataclass

from comptoir.addresses.places import CountryRules, Province, rules_of

_NAMES = {"A": "address1", "C": "city", "S": "province_code", "Z": "zip"}
_ORDER_ANYWHERE = "ACSZ"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressField:
    """A field of `Address` to fill in.

    `choices` are the provinces to choose from, where they are known; `example` is a postal code of the country.
    """

    name: str
    required: bool = False
    choices: tuple[Province, ...] = ()
    example: str | None = None


def address_fields(country: str) -> tuple[AddressField, ...]:
    """Return the fields for an address that a parcel can be sent to, by the ISO 3166-1 code of its country.

    Names come first, as carriers ask for them; a country without known rules has street, town and postal code.
    """
    rules = rules_of(country)
    letters = _letters(rules) if rules is not None else "ACZ"
    found = [AddressField(name="first_name"), AddressField(name="last_name", required=True)]
    if rules is None or "O" in rules.allowed:
        found.append(AddressField(name="company"))
    for letter in letters:
        found.append(_field(letter, rules))
        if letter == "A":
            found.append(AddressField(name="address2"))
    return (*found, AddressField(name="phone"))


def _letters(rules: CountryRules) -> str:
    """Return the letters of the fields below the name in the country's order, from the street on."""
    written = "".join(re.findall(r"%([ACSZ])", "".join(rules.lines)))
    order = written if written.startswith("A") else _ORDER_ANYWHERE
    # A province that the post does not ask for, and of which no list is known, only puzzles people.
    kept = [
        letter for letter in order if letter in rules.allowed and (letter != "S" or "S" in rules.required)
    ]
    return "".join(kept if "A" in kept else ["A", *kept])


def _field(letter: str, rules: CountryRules | None) -> AddressField:
    required = letter == "A" or (rules is not None and letter in rules.required)
    return AddressField(
        name=_NAMES[letter],
        required=required,
        choices=rules.provinces if letter == "S" and rules is not None else (),
        example=rules.zip_example if letter == "Z" and rules is not None else None,
    )
