"""The command that cancels an order as a whole.

The rules: an order of which nothing has left the shop can be cancelled, once. Its work under way is given up, its
stock is free again, its promotions count as unused, and all that was paid goes back to where it came from,
newest payment first. Once something has left, what has not can be taken out (see `edit`), and the rest is a return.
"""

from dataclasses import dataclass

from sqlalchemy import delete, select, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import release_allocations
from comptoir.orders.commands.advance import advance
from comptoir.orders.commands.settle import Operations, give_back_all, settle_order
from comptoir.orders.delivery import FulfillmentState
from comptoir.orders.events import OrderCancelled
from comptoir.orders.journal import lock_order, store_changes, tell_audit, write_history
from comptoir.orders.models import CHARGES, LINES, SOURCES
from comptoir.orders.records import OrderRecord
from comptoir.orders.states import CancelReason
from comptoir.pricing.commands.promotion_uses import release_promotion_uses


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedOrder:
    """An order after a change, and what is to be sent to payment providers because of it."""

    order: OrderRecord
    operations: Operations


def cancel_order(tx: Tx, *, order_id: int, reason: CancelReason, note: str | None = None) -> ChangedOrder:
    """Cancel an order; cancelling it again changes nothing, and begins no refund twice.

    `note` is for the audit log. Raises `DomainError` with `NOT_FOUND`, and `ALREADY_FULFILLED` where something
    has left the shop.
    """
    order = lock_order(tx, order_id=order_id)
    if order.cancelled_at is not None:
        tell_audit(tx, order_id=order_id, kind="cancelled_again", reason=note)
        return ChangedOrder(order=order, operations=())
    if any(fulfillment.state.gone for fulfillment in order.fulfillments):
        raise DomainError(
            "ALREADY_FULFILLED", "Something of the order has left the shop.", field=("order_id",)
        )
    for fulfillment in order.fulfillments:
        if fulfillment.under_way:
            advance(tx, fulfillment, FulfillmentState.CANCELLED)
    _let_go(tx, order)
    order = store_changes(
        tx,
        order_id=order_id,
        cancelled_at=tx.clock.now(),
        cancel_reason=reason.value,
        current_total=0,
    )
    write_history(tx, order_id=order_id, kind="cancelled", reason=note, because=reason.value)
    tx.emit(OrderCancelled(order_id=order_id, reason=reason.value))
    operations = give_back_all(tx, order)
    return ChangedOrder(order=settle_order(tx, order_id=order_id), operations=operations)


def _let_go(tx: Tx, order: OrderRecord) -> None:
    if any(line.stock_counted and line.sources for line in order.lines):
        release_allocations(tx, owner=order.owner)
    of_order = select(LINES.c.id).where(LINES.c.order_id == order.order_id)
    tx.execute(delete(SOURCES).where(SOURCES.c.line_id.in_(of_order)))
    tx.execute(update(LINES).where(LINES.c.order_id == order.order_id).values(current_quantity=0))
    tx.execute(update(CHARGES).where(CHARGES.c.order_id == order.order_id).values(dropped=True))
    release_promotion_uses(tx, order_key=order.origin)
    for line in order.lines:
        if line.added_at != order.placed_at:
            release_promotion_uses(tx, order_key=line.origin)
