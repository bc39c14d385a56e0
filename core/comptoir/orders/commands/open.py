"""The command that has a location begin to work on pieces of an order."""

from collections.abc import Mapping

from sqlalchemy import insert

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.orders.delivery import FulfillmentState
from comptoir.orders.events import FulfillmentOpened
from comptoir.orders.journal import lock_order, store_changes, write_history
from comptoir.orders.models import FULFILLMENT_LINES, FULFILLMENTS
from comptoir.orders.records import FulfillmentRecord, OrderRecord

_OPEN = insert(FULFILLMENTS).returning(FULFILLMENTS.c.id)


def open_fulfillment(
    tx: Tx,
    *,
    order_id: int,
    location_id: int,
    group_id: int | None = None,
    pieces: Mapping[int, int] | None = None,
) -> FulfillmentRecord:
    """Gather pieces of one delivery group that a location is to give; `pieces` are quantities by line.

    Without `pieces`, all that the location has yet to give of the group; without `group_id`, the group of the
    pieces. Raises `DomainError` with `NOT_FOUND`, `CANCELLED`, `NOTHING_TO_FULFILL` where the location has
    nothing (more) to give, `INVALID` for a quantity below one, and `SEVERAL_GROUPS` for pieces of more than
    one group.
    """
    order = lock_order(tx, order_id=order_id)
    if order.cancelled_at is not None:
        raise DomainError("CANCELLED", "The order was cancelled.", field=("order_id",))
    wanted = _wanted(order, location_id=location_id, group_id=group_id, pieces=pieces)
    groups = {order.line_by_id[line_id].group_id for line_id in wanted}
    if len(groups) > 1:
        raise DomainError(
            "SEVERAL_GROUPS",
            "Pieces of several delivery groups are asked for; name one.",
            field=("group_id",),
        )
    fulfillment_id = _insert(tx, order, location_id=location_id, group_id=groups.pop(), pieces=wanted)
    write_history(
        tx,
        order_id=order_id,
        kind="fulfillment.opened",
        fulfillment_id=fulfillment_id,
        location=location_id,
        pieces=sorted(wanted.items()),
    )
    tx.emit(FulfillmentOpened(order_id=order_id, fulfillment_id=fulfillment_id, location_id=location_id))
    changed = store_changes(tx, order_id=order_id)
    return changed.fulfillment_by_id[fulfillment_id]


def _wanted(
    order: OrderRecord, *, location_id: int, group_id: int | None, pieces: Mapping[int, int] | None
) -> dict[int, int]:
    lines = [line for line in order.lines if group_id is None or line.group_id == group_id]
    free = {line.line_id: order.free_pieces(line.line_id, at=location_id) for line in lines}
    if pieces is None:
        wanted = {line_id: quantity for line_id, quantity in free.items() if quantity > 0}
    else:
        wanted = dict(pieces)
        if any(quantity < 1 for quantity in wanted.values()):
            raise DomainError("INVALID", "A quantity is one at least.", field=("pieces",))
        if any(quantity > free.get(line_id, 0) for line_id, quantity in wanted.items()):
            raise _nothing()
    if not wanted:
        raise _nothing()
    return wanted


def _nothing() -> DomainError:
    return DomainError(
        "NOTHING_TO_FULFILL",
        "The location does not have that many pieces of the order to give.",
        field=("pieces",),
    )


def _insert(tx: Tx, order: OrderRecord, *, location_id: int, group_id: int, pieces: Mapping[int, int]) -> int:
    now = tx.clock.now()
    fulfillment_id = int(
        tx.execute(
            _OPEN,
            {
                "order_id": order.order_id,
                "group_id": group_id,
                "location_id": location_id,
                "name": f"{order.name}-F{len(order.fulfillments) + 1}",
                "method": order.group_by_id[group_id].method.value,
                "state": FulfillmentState.OPEN.value,
                "created_at": now,
                "updated_at": now,
            },
        ).scalar_one()
    )
    tx.execute(
        insert(FULFILLMENT_LINES),
        [
            {"fulfillment_id": fulfillment_id, "line_id": line_id, "quantity": quantity}
            for line_id, quantity in sorted(pieces.items())
        ],
    )
    return fulfillment_id
