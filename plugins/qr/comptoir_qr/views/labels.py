"""Numbers on labels: GTINs, after the GS1 General Specifications (check digit of section 7.9)."""

import re

_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}", re.ASCII)
_LENGTHS = (8, 12, 13, 14)


def is_gtin(text: str) -> bool:
    """Tell whether a text has the shape of a GTIN; spaces do not count."""
    return _GTIN.fullmatch(text.replace(" ", "")) is not None


def has_right_check_digit(text: str) -> bool:
    """Tell whether the last digit of a GTIN fits the others."""
    digits = reversed(text.replace(" ", ""))
    return sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0


def spellings(text: str) -> list[str]:
    """Return the ways in which a label may hold the same GTIN, with and without leading zeros; else the text."""
    if not is_gtin(text):
        return [text]
    number = text.replace(" ", "")
    bare = number.lstrip("0")
    return list(dict.fromkeys([number, *(bare.zfill(length) for length in _LENGTHS if len(bare) <= length)]))
