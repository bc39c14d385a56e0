"""The command that has another location give pieces of a line: the endless aisle. Their price does not change."""

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import move_allocation
from comptoir.inventory.models import LOCATION
from comptoir.orders.commands.leave import take_from_source
from comptoir.orders.events import LineResourced
from comptoir.orders.journal import lock_order, store_changes, write_history
from comptoir.orders.models import SOURCES
from comptoir.orders.records import OrderRecord

_LOCATION = select(LOCATION.c.id).where(LOCATION.c.id == bindparam("location_id"), LOCATION.c.active)
_ADD = insert(SOURCES)
_ADD = _ADD.on_conflict_do_update(
    index_elements=["line_id", "location_id"],
    set_={"quantity": SOURCES.c.quantity + _ADD.excluded.quantity},
)


def resource_line(
    tx: Tx,
    *,
    order_id: int,
    line_id: int,
    from_location: int,
    to_location: int,
    quantity: int,
    reason: str | None = None,
) -> OrderRecord:
    """Have pieces that no fulfillment has begun with come from another location, at the same price.

    What is to be collected can only come to where it is collected. `reason` is for the audit log. Raises
    `DomainError` with `NOT_FOUND`, `INVALID`, `NOTHING_TO_FULFILL` where the first location has not that many to
    give, `OUT_OF_STOCK` where the second has not.
    """
    order = lock_order(tx, order_id=order_id)
    _check(
        tx, order, line_id=line_id, from_location=from_location, to_location=to_location, quantity=quantity
    )
    if order.free_pieces(line_id, at=from_location) < quantity:
        raise DomainError(
            "NOTHING_TO_FULFILL", "That location does not have so many pieces to give.", field=("quantity",)
        )
    line = order.line_by_id[line_id]
    if line.stock_counted:
        move_allocation(
            tx,
            owner=order.owner,
            variant_id=line.variant_id,
            from_location=from_location,
            to_location=to_location,
            quantity=quantity,
        )
    take_from_source(tx, order, line_id=line_id, location_id=from_location, quantity=quantity)
    tx.execute(_ADD, {"line_id": line_id, "location_id": to_location, "quantity": quantity})
    moved = {
        "line_id": line_id,
        "from_location": from_location,
        "to_location": to_location,
        "quantity": quantity,
    }
    write_history(tx, order_id=order_id, kind="line_resourced", reason=reason, **moved)
    tx.emit(LineResourced(order_id=order_id, **moved))
    return store_changes(tx, order_id=order_id)


def _check(
    tx: Tx, order: OrderRecord, *, line_id: int, from_location: int, to_location: int, quantity: int
) -> None:
    line = order.line_by_id.get(line_id)
    if line is None:
        raise DomainError("NOT_FOUND", "The order has no such line.", field=("line_id",))
    if from_location == to_location:
        raise DomainError("INVALID", "It comes from there already.", field=("to_location",))
    if quantity < 1:
        raise DomainError("INVALID", "A quantity is one at least.", field=("quantity",))
    if tx.first(_LOCATION, {"location_id": to_location}) is None:
        raise DomainError("NOT_FOUND", "There is no such location.", field=("to_location",))
    group = order.group_by_id[line.group_id]
    if not group.method.travels and to_location != group.location_id:
        raise DomainError(
            "INVALID", "It is collected at one location and cannot come from another.", field=("to_location",)
        )
