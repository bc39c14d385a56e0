"""Checks of orders for `comptoir doctor`: their sums, their stock, their money, their states."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from sqlalchemy import bindparam, select

from comptoir.db.tx import ReadTx
from comptoir.hooks.contributions import Finding
from comptoir.inventory.models import ALLOCATION
from comptoir.money import total
from comptoir.orders.journal import derive_fulfillment_status
from comptoir.orders.models import ORDERS
from comptoir.orders.queries import find_orders_by_id
from comptoir.orders.records import OrderRecord
from comptoir.orders.sums import current_total
from comptoir.payments.queries import find_payments, summarize_payments

_BATCH = 200
_IDS = select(ORDERS.c.id).where(ORDERS.c.id > bindparam("after")).order_by(ORDERS.c.id).limit(_BATCH)
_ALLOCATED = (
    select(ALLOCATION)
    .where(ALLOCATION.c.owner_kind == "order")
    .order_by(ALLOCATION.c.owner_ident, ALLOCATION.c.variant_id, ALLOCATION.c.location_id)
)
Places = Mapping[tuple[int, int], int]
"""Pieces by variant and location."""


def check_orders(tx: ReadTx) -> list[Finding]:
    """Return where orders contradict themselves, their stock or their payments; nothing in a shop that is sound.

    An order's parts are its totals; what locations have yet to give is what inventory has allocated to it, and
    with what has left it is what the order has; its states are what they are derived from; it is not overpaid.
    """
    allocated: defaultdict[str, dict[tuple[int, int], int]] = defaultdict(dict)
    for row in tx.all(_ALLOCATED):
        allocated[row.owner_ident][row.variant_id, row.location_id] = row.quantity
    findings: list[Finding] = []
    for order in _orders(tx):
        findings += check_order(tx, order, allocated=allocated.pop(str(order.order_id), {}))
    findings += [
        Finding(subject=f"order id {ident}", message="has stock allocated, but does not exist")
        for ident in sorted(allocated)
    ]
    return findings


def check_order(tx: ReadTx, order: OrderRecord, *, allocated: Places) -> list[Finding]:
    """Return where one order contradicts itself, the stock that is allocated to it, or its payments."""
    messages = [*_sums(order), *_stock(order, allocated), *_money(tx, order)]
    return [Finding(subject=f"order {order.name}", message=message) for message in messages]


def _orders(tx: ReadTx) -> Iterator[OrderRecord]:
    after = 0
    while ids := [row.id for row in tx.all(_IDS, {"after": after})]:
        yield from find_orders_by_id(tx, ids=ids)
        after = ids[-1]


def _sums(order: OrderRecord) -> Iterator[str]:
    now = current_total(order)
    if now != order.current_total:
        yield f"costs {order.current_total.amount} now, but its parts are {now.amount}"
    first = total((each.total for each in order.placed_amounts), currency=order.currency)
    if first != order.total:
        yield f"cost {order.total.amount} when it was placed, but its parts are {first.amount}"


def _stock(order: OrderRecord, allocated: Places) -> Iterator[str]:
    expected: Counter[tuple[int, int]] = Counter()
    for line in order.lines:
        gone = sum(
            quantity
            for each in order.fulfillments
            if each.state.gone
            for line_id, quantity in each.pieces
            if line_id == line.line_id
        )
        waiting = sum(source.quantity for source in line.sources)
        if line.requires_shipping and waiting + gone != line.current_quantity:
            yield (
                f"line {line.line_id} has {line.current_quantity} pieces, but {waiting} wait and {gone} have left"
            )
        for source in line.sources:
            if line.stock_counted:
                expected[line.variant_id, source.location_id] += source.quantity
            if order.free_pieces(line.line_id, at=source.location_id) < 0:
                yield f"line {line.line_id} has more pieces in work than location {source.location_id} gives"
    for place in sorted(expected.keys() | allocated.keys()):
        if expected[place] != allocated.get(place, 0):
            yield (
                f"variant {place[0]} at location {place[1]}: {expected[place]} wait, "
                f"but {allocated.get(place, 0)} are allocated"
            )
    status = derive_fulfillment_status(order)
    if status is not order.fulfillment_status:
        yield f"is {order.fulfillment_status.value}, but its fulfillments say {status.value}"


def _money(tx: ReadTx, order: OrderRecord) -> Iterator[str]:
    payments = find_payments(tx, owner=order.payment_owner)
    summary = summarize_payments(payments, currency=order.currency)
    known = (order.paid, order.refunded, order.authorized, order.conceded)
    told = (summary.paid, summary.refunded, summary.authorized, summary.conceded)
    if known != told:
        yield (
            f"knows of {order.paid.amount} paid, {order.authorized.amount} set aside, {order.refunded.amount} "
            f"refunded and {order.conceded.amount} of that conceded; its payments say {summary.paid.amount}, "
            f"{summary.authorized.amount}, {summary.refunded.amount} and {summary.conceded.amount}"
        )
    under_way = sum(each.refunding for each in payments)
    conceding = sum(each.conceding for each in payments)
    due = max(0, order.due.minor - conceding)
    if summary.paid.minor - under_way > due:
        yield f"costs {order.current_total.amount}, but {summary.paid.amount} were paid and are not going back"
