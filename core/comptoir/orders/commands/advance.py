"""How a fulfillment goes on: what every step has in common."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.orders.delivery import FulfillmentState, may_become
from comptoir.orders.events import (
    FulfillmentCancelled,
    FulfillmentDelivered,
    FulfillmentEvent,
    FulfillmentHandedOver,
    FulfillmentPacked,
    FulfillmentPicked,
    FulfillmentReadyForPickup,
    FulfillmentShipped,
)
from comptoir.orders.journal import lock_order, store_changes, write_history
from comptoir.orders.models import FULFILLMENTS
from comptoir.orders.records import FulfillmentRecord, OrderRecord

_ORDER_OF = select(FULFILLMENTS.c.order_id).where(FULFILLMENTS.c.id == bindparam("fulfillment_id"))
_EVENTS: Mapping[FulfillmentState, type[FulfillmentEvent]] = {
    FulfillmentState.PICKED: FulfillmentPicked,
    FulfillmentState.PACKED: FulfillmentPacked,
    FulfillmentState.READY_FOR_PICKUP: FulfillmentReadyForPickup,
    FulfillmentState.SHIPPED: FulfillmentShipped,
    FulfillmentState.DELIVERED: FulfillmentDelivered,
    FulfillmentState.HANDED_OVER: FulfillmentHandedOver,
    FulfillmentState.CANCELLED: FulfillmentCancelled,
}


def lock_fulfillment(tx: Tx, *, fulfillment_id: int) -> tuple[OrderRecord, FulfillmentRecord]:
    """Return a fulfillment and its order, which nobody else changes until the transaction ends.

    Raises `DomainError` with `NOT_FOUND`.
    """
    order_id = tx.scalar(_ORDER_OF, {"fulfillment_id": fulfillment_id})
    if order_id is None:
        raise DomainError("NOT_FOUND", "There is no such fulfillment.", field=("fulfillment_id",))
    order = lock_order(tx, order_id=order_id)
    return order, order.fulfillment_by_id[fulfillment_id]


def check_step(fulfillment: FulfillmentRecord, wanted: FulfillmentState) -> None:
    """Raise `DomainError` with `NOT_POSSIBLE` where a fulfillment cannot go on to a state."""
    if not may_become(fulfillment.state, wanted, method=fulfillment.method):
        raise DomainError(
            "NOT_POSSIBLE",
            f"{fulfillment.name} is {fulfillment.state.value}; it cannot become {wanted.value}.",
            field=("fulfillment_id",),
        )


def advance(
    tx: Tx, fulfillment: FulfillmentRecord, wanted: FulfillmentState, **columns: Any
) -> FulfillmentRecord:
    """Write a state that was checked, tell of it, and return the fulfillment as it is now."""
    tx.execute(
        update(FULFILLMENTS)
        .where(FULFILLMENTS.c.id == fulfillment.fulfillment_id)
        .values(state=wanted.value, updated_at=tx.clock.now(), **columns)
    )
    event = _EVENTS[wanted]
    write_history(
        tx, order_id=fulfillment.order_id, kind=event.name, fulfillment_id=fulfillment.fulfillment_id
    )
    tx.emit(
        event(
            order_id=fulfillment.order_id,
            fulfillment_id=fulfillment.fulfillment_id,
            location_id=fulfillment.location_id,
        )
    )
    order = store_changes(tx, order_id=fulfillment.order_id)
    return order.fulfillment_by_id[fulfillment.fulfillment_id]
