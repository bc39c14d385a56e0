"""Orders of products: sorted once for a view and carried over when a product changes."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from comptoir.catalog.records import CatalogView, ProductRecord
from comptoir.catalog.search.text import sort_text
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext
from comptoir.hooks.contributions import ListingAxis

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ORDERS = "orders"
_AXIS_ORDERS = "axis orders"
_MAX_AXIS_ORDERS = 64


def microseconds(moment: datetime) -> int:
    """Return an instant as whole microseconds since 1970, which sort and travel in cursors exactly."""
    past = moment - _EPOCH
    return (past.days * 86_400 + past.seconds) * 1_000_000 + past.microseconds


_VALUES: dict[str, Callable[[ProductRecord], Any]] = {
    "ID": lambda product: product.number,
    "TITLE": lambda product: sort_text(product.title),
    "PRODUCT_TYPE": lambda product: sort_text(product.product_type),
    "VENDOR": lambda product: sort_text(product.vendor),
    "CREATED_AT": lambda product: microseconds(product.created_at),
    "UPDATED_AT": lambda product: microseconds(product.updated_at),
    "BEST_SELLING": lambda product: product.sales_rank,
}
SORT_KEYS = frozenset(_VALUES)
"""Sort keys that the catalogue answers itself."""


@dataclass(frozen=True, slots=True, eq=False)
class Order:
    """All products in ascending order of a value, then of their number; `values` is by ordinal."""

    ordinals: Sequence[int]
    values: Sequence[Any]


def order_by(view: CatalogView, sort_key: str) -> Order:
    """Return the order of a sort key that the catalogue answers itself; sorted at the first call for a view."""
    orders: dict[str, Order] = view.extra.setdefault(_ORDERS, {})
    found = orders.get(sort_key)
    if found is None:
        values = [_VALUES[sort_key](product) for product in view.ordered]
        start = range(len(values)) if sort_key == "ID" else order_by(view, "ID").ordinals
        found = orders[sort_key] = Order(sorted(start, key=values.__getitem__), values)
    return found


def order_by_axis(context: RequestContext, view: CatalogView, sort_key: str) -> Order:
    """Return the order of a sort key that a context above the catalogue answers.

    Kept by the identity of the ranks: their owner gives the same sequence for as long as they hold.
    """
    ranks = _axis(context, sort_key).ranks
    if ranks is None:
        raise BadUserInputError(f"products cannot be sorted by {sort_key}")
    values = ranks(context)
    orders: dict[int, Order] = view.extra.setdefault(_AXIS_ORDERS, {})
    found = orders.get(id(values))
    if found is None or found.values is not values:
        start = order_by(view, "ID").ordinals
        found = Order(sorted(start, key=values.__getitem__), values)
        if len(orders) >= _MAX_AXIS_ORDERS:
            orders.clear()
        orders[id(values)] = found
    return found


def _axis(context: RequestContext, sort_key: str) -> ListingAxis:
    for axis in context.shop.axes:
        if axis.sort_key == sort_key:
            return axis
    raise BadUserInputError(f"products cannot be sorted by {sort_key}")


def carry_orders(old: CatalogView, new: CatalogView, touched: Iterable[int]) -> None:
    """Give a view the orders of the one before, with the products of some ordinals sorted in anew."""
    changed = sorted(set(touched))
    new.extra[_ORDERS] = {
        sort_key: _carried(order, _VALUES[sort_key], old.ordered, new.ordered, changed)
        for sort_key, order in old.extra.get(_ORDERS, {}).items()
    }


def _carried(
    order: Order,
    value_of: Callable[[ProductRecord], Any],
    before: Sequence[ProductRecord],
    now: Sequence[ProductRecord],
    changed: Sequence[int],
) -> Order:
    size = len(before)
    moved = [one for one in changed if one >= size or order.values[one] != value_of(now[one])]
    if not moved:
        return order
    values, ordinals = list(order.values), list(order.ordinals)
    values.extend([None] * (len(now) - size))
    # First all leave, then all come: while one is out of place, the list is not in order for the others.
    for ordinal in moved:
        if ordinal < size:
            held = (order.values[ordinal], before[ordinal].number)
            place = bisect_left(ordinals, held, key=lambda one: (order.values[one], before[one].number))
            del ordinals[place]
    for ordinal in moved:
        values[ordinal] = value_of(now[ordinal])
    for ordinal in moved:
        wanted = (values[ordinal], now[ordinal].number)
        place = bisect_left(ordinals, wanted, key=lambda one: (values[one], now[one].number))
        ordinals.insert(place, ordinal)
    return Order(ordinals, values)
