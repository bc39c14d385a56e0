"""What every change to an order leaves: an entry in its history, a new version, and the states derived anew."""

from collections import Counter
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from comptoir.db.tx import Tx, dumps
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.money import Money
from comptoir.orders.events import OrderPaymentChanged
from comptoir.orders.models import HISTORY, ORDERS
from comptoir.orders.queries import get_order
from comptoir.orders.records import OrderRecord
from comptoir.orders.states import (
    FinancialStatus,
    FulfillmentStatus,
    PaymentFacts,
    Progress,
    counts_as,
    financial_status,
    fulfillment_status,
)
from comptoir.staff.audit import record

_WRITE = insert(HISTORY)
_LOCK = select(ORDERS.c.id).where(ORDERS.c.id == bindparam("order_id")).with_for_update()
_STORE = (
    update(ORDERS)
    .where(ORDERS.c.id == bindparam("of_order"))
    .values(version=ORDERS.c.version + 1, updated_at=bindparam("now"))
)
"""What else is set is named by the parameters."""
_PROGRESS = update(ORDERS).where(ORDERS.c.id == bindparam("of_order"))


def lock_order(tx: Tx, *, order_id: int) -> OrderRecord:
    """Return an order that nobody else changes until the transaction ends.

    Raises `DomainError` with `NOT_FOUND`. Commands lock one order first, then stock, then payments: whoever
    starts a payment for an order and settles it in one transaction does so, too.
    """
    if tx.first(_LOCK, {"order_id": order_id}) is None:
        raise DomainError("NOT_FOUND", "There is no such order.", field=("order_id",))
    return get_order(tx, order_id=order_id)


def write_history(
    tx: Tx,
    *,
    order_id: int,
    kind: str,
    fulfillment_id: int | None = None,
    reason: str | None = None,
    **details: Any,
) -> None:
    """Add an entry; `details` are plain JSON values without anything personal. The audit log gets it too.

    Raises `DomainError` for an overlong reason.
    """
    tx.execute(
        _WRITE,
        {
            "order_id": order_id,
            "fulfillment_id": fulfillment_id,
            "kind": kind,
            "happened_at": tx.clock.now(),
            "actor": f"{tx.actor.kind}:{tx.actor.ident}".rstrip(":"),
            "details": dumps(details),
        },
    )
    tell_audit(tx, order_id=order_id, kind=kind, fulfillment_id=fulfillment_id, reason=reason, **details)


def tell_audit(
    tx: Tx,
    *,
    order_id: int,
    kind: str,
    fulfillment_id: int | None = None,
    reason: str | None = None,
    **details: Any,
) -> None:
    """Add what staff did to an order to the audit log; raises `DomainError` for an overlong reason.

    What shoppers, devices and the shop itself do stands in the order's own history.
    """
    if tx.actor.kind != "staff":
        return
    subject = gid("Order", order_id) if fulfillment_id is None else gid("Fulfillment", fulfillment_id)
    record(tx, action=kind if "." in kind else f"order.{kind}", subject=subject, after=details, reason=reason)


def store_changes(tx: Tx, *, order_id: int, **columns: Any) -> OrderRecord:
    """Write columns of an order, count its version, derive its fulfillment status; return it as it is now."""
    tx.execute(_STORE, {**columns, "of_order": order_id, "now": tx.clock.now()})
    return _progressed(tx, get_order(tx, order_id=order_id))


def _progressed(tx: Tx, order: OrderRecord) -> OrderRecord:
    """Store what has become of an order's goods, where that is something else than it was."""
    status = derive_fulfillment_status(order)
    if status is not order.fulfillment_status:
        tx.execute(_PROGRESS, {"of_order": order.order_id, "fulfillment_status": status.value})
        order.fulfillment_status = status
    return order


def derive_fulfillment_status(order: OrderRecord) -> FulfillmentStatus:
    """Return what has become of an order's goods; what is not a thing, such as a gift card, is no part of it."""
    under_way: Counter[int] = Counter()
    gone: Counter[int] = Counter()
    for fulfillment in order.fulfillments:
        for line_id, quantity in fulfillment.pieces:
            busy, left = counts_as(fulfillment.state, quantity)
            under_way[line_id] += busy
            gone[line_id] += left
    progress = [
        Progress(wanted=line.current_quantity, under_way=under_way[line.line_id], gone=gone[line.line_id])
        for line in order.lines
        if line.requires_shipping
    ]
    return fulfillment_status(progress, cancelled=order.cancelled_at is not None, on_hold=order.on_hold)


def settle(tx: Tx, *, order: OrderRecord, facts: PaymentFacts) -> OrderRecord:
    """Store what payments say of a locked order, and tell when its financial status changes."""
    status = financial_status(
        total=order.current_total.minor, facts=facts, cancelled=order.cancelled_at is not None
    )
    amounts = (order.paid.minor, order.authorized.minor, order.refunded.minor, order.conceded.minor)
    told = (facts.kept, facts.authorized, facts.refunded, facts.conceded)
    before = order.financial_status
    if (before, amounts) == (status, told):
        return order
    if facts.conceded != order.conceded.minor:
        write_history(tx, order_id=order.order_id, kind="conceded", conceded=facts.conceded)
    settled = _store_facts(tx, order, status=status, facts=facts)
    if status is not before:
        write_history(
            tx,
            order_id=order.order_id,
            kind="payment",
            before=before.value,
            after=status.value,
            paid=facts.kept,
        )
        tx.emit(
            OrderPaymentChanged(
                order_id=order.order_id,
                before=before.value,
                after=status.value,
                paid=facts.kept,
                currency=order.currency,
            )
        )
    return settled


def _store_facts(tx: Tx, order: OrderRecord, *, status: FinancialStatus, facts: PaymentFacts) -> OrderRecord:
    """Do as `store_changes` with what payments say; nothing else of the order changed, so it is not read again."""
    now, currency = tx.clock.now(), order.currency
    tx.execute(
        _STORE,
        {
            "of_order": order.order_id,
            "now": now,
            "financial_status": status.value,
            "paid": facts.kept,
            "authorized": facts.authorized,
            "refunded": facts.refunded,
            "conceded": facts.conceded,
        },
    )
    settled = replace(
        order,
        version=order.version + 1,
        updated_at=now,
        financial_status=status,
        paid=Money(facts.kept, currency),
        authorized=Money(facts.authorized, currency),
        refunded=Money(facts.refunded, currency),
        conceded=Money(facts.conceded, currency),
    )
    return _progressed(tx, settled)
