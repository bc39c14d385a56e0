"""Puts short lists into the order that a sort key names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

T = TypeVar("T")


def id_number(record: Any) -> tuple[int, str]:
    """Return what ids sort by: their number, then their text for ids that do not end in one."""
    tail = str(record.id).rpartition("/")[2].partition("?")[0]
    return (int(tail), "") if tail.isdecimal() else (0, tail)


def ordered(
    items: Sequence[T],
    *,
    sort_key: str | None,
    orders: Mapping[str, Callable[[T], Any]],
    reverse: bool | None,
) -> Sequence[T]:
    """Return items by a sort key; as they come for a key without an order. `reverse` turns the whole list."""
    order = orders.get(sort_key or "")
    result = sorted(items, key=order) if order else items
    return list(reversed(result)) if reverse else result
