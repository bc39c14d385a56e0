"""Values of `field:value` conditions: numbers, instants and price ranges with `= > >= < <=`."""

import operator
import re
from collections.abc import Callable
from datetime import MAXYEAR, UTC, datetime, timedelta

from comptoir.catalog.search.syntax import Field

PRODUCT_FIELDS = frozenset(
    {
        "available_for_sale",
        "barcode",
        "created_at",
        "handle",
        "id",
        "price",
        "product_type",
        "published_at",
        "sku",
        "tag",
        "tag_not",
        "title",
        "updated_at",
        "variants.price",
        "vendor",
    }
)
_COMPARE: dict[str, Callable[[object, object], bool]] = {
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
    "<": operator.lt,  # type: ignore[dict-item]
    "<=": operator.le,  # type: ignore[dict-item]
    "=": operator.eq,
}
_NUMBER = re.compile(r"(?:gid://shopify/[A-Za-z]+/)?([0-9]{1,16})")
_AMOUNT = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_SMALLEST = 0.01


def compare_number(node: Field) -> Callable[[int], bool] | None:
    """Return the test of an id, given bare or as a global id; none when the value is no number."""
    match = _NUMBER.fullmatch(node.value)
    if match is None:
        return None
    wanted, compare = int(match[1]), _COMPARE[node.op]
    return lambda number: compare(number, wanted)


def compare_moment(node: Field) -> Callable[[datetime], bool] | None:
    """Return the test of an instant; a bare date means that day in UTC, none when the value is no instant."""
    try:
        start = datetime.fromisoformat(node.value)
    except ValueError:
        return None
    if start.tzinfo is None:
        start = start.replace(tzinfo=UTC)
    whole_day = "T" not in node.value and " " not in node.value
    end = start + timedelta(days=1) if whole_day and start.year < MAXYEAR else start
    if whole_day and node.op == "=":
        return lambda moment: start <= moment < end
    if whole_day and node.op == ">":
        return lambda moment: moment >= end
    if whole_day and node.op == "<=":
        return lambda moment: moment < end
    compare = _COMPARE[node.op]
    return lambda moment: compare(moment, start)


def price_range(node: Field) -> dict[str, float] | None:
    """Return a condition on prices as the price filter takes it; none when the value is no amount.

    Strict bounds move by a hundredth, the smallest step of most currencies.
    """
    if not _AMOUNT.fullmatch(node.value):
        return None
    amount = float(node.value)
    if node.op == "=":
        return {"min": amount, "max": amount}
    if node.op in {">", ">="}:
        return {"min": amount + (_SMALLEST if node.op == ">" else 0)}
    return {"min": 0.0, "max": max(0.0, amount - (_SMALLEST if node.op == "<" else 0))}
