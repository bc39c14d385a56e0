"""Checks of metafields: one small checker for each type of the dialect."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

import orjson

from comptoir.catalog.drafts import MetafieldDraft
from comptoir.catalog.validation.problems import DUPLICATE, INVALID, TOO_LONG, TOO_MANY, Problems
from comptoir.catalog.validation.texts import check_translations
from comptoir.errors import BadUserInputError
from comptoir.ids import MAX_NUMBER, split_gid
from comptoir.money import parse_money

MAX_METAFIELDS = 250
MAX_VALUE = 65_536
_MAX_LIST = 256
_LINK = re.compile(r"(?:https?://|mailto:|sms:|tel:)[^\s]+", re.IGNORECASE)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_INTEGER = re.compile(r"-?[0-9]{1,16}")
_DECIMAL = re.compile(r"-?[0-9]{1,13}(?:\.[0-9]{1,9})?")
_NAMESPACE = re.compile(r"[$]?[A-Za-z0-9_-]{2,}(?::[A-Za-z0-9_-]+)*")
_KEY = re.compile(r"[A-Za-z0-9_-]{2,64}")
_UNITS = {
    "dimension": {
        "mm",
        "cm",
        "m",
        "in",
        "ft",
        "yd",
        "millimeters",
        "centimeters",
        "meters",
        "inches",
        "feet",
    },
    "weight": {"g", "kg", "oz", "lb", "grams", "kilograms", "ounces", "pounds"},
    "volume": {
        *("ml", "cl", "l", "m3", "us_fl_oz", "us_pt", "us_qt", "us_gal"),
        *("imp_fl_oz", "imp_pt", "imp_qt", "imp_gal", "milliliters", "centiliters", "liters"),
    },
}
_REFERENCES = {
    "product_reference": {"Product"},
    "variant_reference": {"ProductVariant"},
    "collection_reference": {"Collection"},
    "page_reference": {"Page", "OnlineStorePage"},
    "article_reference": {"Article"},
    "file_reference": {"MediaImage", "GenericFile", "Video", "Model3d"},
    "metaobject_reference": {"Metaobject"},
    "mixed_reference": {"Metaobject"},
}

Checker = Callable[[Any], bool]


def _is_line(value: Any) -> bool:
    return isinstance(value, str) and "\n" not in value and "\r" not in value


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_integer(value: Any) -> bool:
    return bool(_INTEGER.fullmatch(_plain(value))) and abs(int(_plain(value))) <= MAX_NUMBER


def _is_decimal(value: Any) -> bool:
    return bool(_DECIMAL.fullmatch(_plain(value)))


def _is_boolean(value: Any) -> bool:
    return value is True or value is False or value in {"true", "false"}


def _is_date(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_moment(value: Any) -> bool:
    try:
        return isinstance(value, str) and "T" in value and bool(datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and bool(_LINK.fullmatch(value))


def _is_color(value: Any) -> bool:
    return isinstance(value, str) and bool(_COLOR.fullmatch(value))


def _is_json(value: Any) -> bool:
    return not isinstance(value, str) or _parsed(value) is not None or value.strip() == "null"


def _is_object(value: Any) -> bool:
    return isinstance(_object(value), dict)


def _is_money(value: Any) -> bool:
    fields = _object(value)
    if fields is None or fields.keys() != {"amount", "currency_code"}:
        return False
    try:
        parse_money(str(fields["amount"]), str(fields["currency_code"]))
    except BadUserInputError:
        return False
    return True


def _is_rating(value: Any) -> bool:
    fields = _object(value)
    if fields is None or fields.keys() != {"value", "scale_min", "scale_max"}:
        return False
    try:
        low, rated, high = (Decimal(_plain(fields[name])) for name in ("scale_min", "value", "scale_max"))
    except InvalidOperation:
        return False
    return low.is_finite() and rated.is_finite() and high.is_finite() and low <= rated <= high


def _measures(units: set[str]) -> Checker:
    def is_measure(value: Any) -> bool:
        fields = _object(value)
        if fields is None or fields.keys() != {"value", "unit"}:
            return False
        return _is_decimal(fields["value"]) and str(fields["unit"]).lower() in units

    return is_measure


def _refers(kinds: set[str]) -> Checker:
    def is_reference(value: Any) -> bool:
        if not isinstance(value, str):
            return False
        try:
            return split_gid(value)[0] in kinds
        except BadUserInputError:
            return False

    return is_reference


def _plain(value: Any) -> str:
    """Give a text or JSON number as text; anything else as no number at all."""
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if isinstance(value, str) else repr(value) if is_number else ""


def _parsed(value: str) -> Any:
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError:
        return None


def _object(value: Any) -> dict[str, Any] | None:
    found = _parsed(value) if isinstance(value, str) else value
    return found if isinstance(found, dict) else None


CHECKERS: Mapping[str, Checker] = {
    "single_line_text_field": _is_line,
    "multi_line_text_field": _is_text,
    "rich_text_field": _is_object,
    "number_integer": _is_integer,
    "number_decimal": _is_decimal,
    "boolean": _is_boolean,
    "date": _is_date,
    "date_time": _is_moment,
    "url": _is_link,
    "link": _is_object,
    "color": _is_color,
    "json": _is_json,
    "id": _is_line,
    "money": _is_money,
    "rating": _is_rating,
    **{name: _measures(units) for name, units in _UNITS.items()},
    **{name: _refers(kinds) for name, kinds in _REFERENCES.items()},
}
"""By type: does a value have it? The value is text, or for a member of a list what its JSON holds."""
_NOT_LISTED = frozenset({"multi_line_text_field", "rich_text_field", "boolean", "json", "money", "id"})


def is_type(name: str) -> bool:
    """Say whether a metafield can have this type."""
    member = name.removeprefix("list.")
    return member in CHECKERS and (member == name or member not in _NOT_LISTED)


def fits(name: str, value: str) -> bool:
    """Say whether a text is a value of a type that exists."""
    if not name.startswith("list."):
        return CHECKERS[name](value)
    members = _parsed(value)
    checker = CHECKERS[name.removeprefix("list.")]
    return isinstance(members, list) and len(members) <= _MAX_LIST and all(map(checker, members))


def check_metafields(
    problems: Problems, metafields: Sequence[MetafieldDraft], *path: str
) -> tuple[MetafieldDraft, ...]:
    """Return metafields without blank translations; note what is wrong with them."""
    if len(metafields) > MAX_METAFIELDS:
        problems.add(TOO_MANY, f"there are more than {MAX_METAFIELDS} metafields", *path)
    seen: set[tuple[str, str]] = set()
    kept = []
    for index, metafield in enumerate(metafields):
        place = (*path, str(index))
        name = (metafield.namespace, metafield.key)
        if name in seen:
            problems.add(DUPLICATE, f"there are two metafields {'.'.join(name)[:80]}", *place)
        seen.add(name)
        _check_metafield(problems, metafield, place)
        texts = check_translations(problems, metafield.translations, *place, fields=("value",))
        for text in texts.values():
            _check_value(problems, metafield.type, text["value"], place)
        kept.append(replace(metafield, translations=texts))
    return tuple(kept)


def _check_metafield(problems: Problems, metafield: MetafieldDraft, place: tuple[str, ...]) -> None:
    namespace, key = metafield.namespace, metafield.key
    if len(namespace) > 255 or not _NAMESPACE.fullmatch(namespace):  # noqa: PLR2004 - the column's length
        problems.add(INVALID, f"'{namespace[:80]}' is not a namespace of metafields", *place, "namespace")
    if not _KEY.fullmatch(key):
        problems.add(INVALID, f"'{key[:80]}' is not a key of metafields", *place, "key")
    _check_value(problems, metafield.type, metafield.value, place)


def _check_value(problems: Problems, name: str, value: str, place: tuple[str, ...]) -> None:
    if not is_type(name):
        problems.add(INVALID, f"'{name[:80]}' is not a type of metafields", *place, "type")
    elif len(value) > MAX_VALUE:
        problems.add(TOO_LONG, f"the value is longer than {MAX_VALUE} characters", *place, "value")
    elif not fits(name, value):
        problems.add(INVALID, f"'{value[:80]}' is not a value of type {name}", *place, "value")
