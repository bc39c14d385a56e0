"""The commands by which goods leave the shop and arrive: ship, follow, deliver, hand over."""

from datetime import datetime

from sqlalchemy import bindparam, delete, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import Demand, ship_allocated
from comptoir.orders.commands.advance import advance, check_step, lock_fulfillment
from comptoir.orders.delivery import FulfillmentState
from comptoir.orders.journal import write_history
from comptoir.orders.models import FULFILLMENTS, SOURCES
from comptoir.orders.queries import get_order
from comptoir.orders.records import FulfillmentRecord, OrderRecord, Tracking
from comptoir.orders.texts import check_link, check_word

_AT = (SOURCES.c.line_id == bindparam("of_line"), SOURCES.c.location_id == bindparam("at_location"))
_LESS = update(SOURCES).where(*_AT).values(quantity=bindparam("left"))
_NONE = delete(SOURCES).where(*_AT)


def ship_fulfillment(tx: Tx, *, fulfillment_id: int, tracking: Tracking | None = None) -> FulfillmentRecord:
    """Send pieces to the buyer's address: they leave the stock of their location.

    Raises `DomainError` with `NOT_FOUND`, `NOT_POSSIBLE`, `BALANCE_DUE` where the payment terms keep the goods
    here, `OUT_OF_STOCK` where they are not there yet, `INVALID` for a tracking that is not sound.
    """
    order, fulfillment = lock_fulfillment(tx, fulfillment_id=fulfillment_id)
    check_step(fulfillment, FulfillmentState.SHIPPED)
    columns = tracking_columns(tracking) if tracking is not None else {}
    _let_go(tx, order, fulfillment, reason="shipped")
    return advance(tx, fulfillment, FulfillmentState.SHIPPED, shipped_at=tx.clock.now(), **columns)


def hand_over(tx: Tx, *, fulfillment_id: int) -> FulfillmentRecord:
    """Give pieces to the buyer at their location: they leave its stock.

    Raises `DomainError` as `ship_fulfillment` does.
    """
    order, fulfillment = lock_fulfillment(tx, fulfillment_id=fulfillment_id)
    check_step(fulfillment, FulfillmentState.HANDED_OVER)
    _let_go(tx, order, fulfillment, reason="collected")
    now = tx.clock.now()
    return advance(tx, fulfillment, FulfillmentState.HANDED_OVER, shipped_at=now, delivered_at=now)


def deliver_fulfillment(tx: Tx, *, fulfillment_id: int, at: datetime | None = None) -> FulfillmentRecord:
    """Say that pieces arrived, now or at the moment that the carrier names.

    Raises `DomainError` with `NOT_FOUND`, `NOT_POSSIBLE`, and `INVALID` for a moment before they left or to come.
    """
    _, fulfillment = lock_fulfillment(tx, fulfillment_id=fulfillment_id)
    check_step(fulfillment, FulfillmentState.DELIVERED)
    now = tx.clock.now()
    moment = now if at is None else at
    if moment > now or (fulfillment.shipped_at is not None and moment < fulfillment.shipped_at):
        raise DomainError("INVALID", "It arrived after it left, and not in the future.", field=("at",))
    return advance(tx, fulfillment, FulfillmentState.DELIVERED, delivered_at=moment)


def set_tracking(tx: Tx, *, fulfillment_id: int, tracking: Tracking) -> FulfillmentRecord:
    """Say where a parcel can be followed.

    Raises `DomainError` with `NOT_FOUND`, `INVALID`, and `NOT_POSSIBLE` for what is collected or was given up.
    """
    _, fulfillment = lock_fulfillment(tx, fulfillment_id=fulfillment_id)
    if not fulfillment.method.travels or fulfillment.state is FulfillmentState.CANCELLED:
        raise DomainError("NOT_POSSIBLE", "There is no parcel to follow.", field=("fulfillment_id",))
    columns = tracking_columns(tracking)
    tx.execute(
        update(FULFILLMENTS)
        .where(FULFILLMENTS.c.id == fulfillment_id)
        .values(updated_at=tx.clock.now(), **columns)
    )
    write_history(
        tx,
        order_id=fulfillment.order_id,
        kind="fulfillment.tracking",
        fulfillment_id=fulfillment_id,
        **columns,
    )
    return get_order(tx, order_id=fulfillment.order_id).fulfillment_by_id[fulfillment_id]


def tracking_columns(tracking: Tracking) -> dict[str, str | None]:
    """Return the columns of a tracking; raises `DomainError` with `INVALID`."""
    return {
        "tracking_company": check_word(tracking.company, field="company"),
        "tracking_number": check_word(tracking.number, field="number"),
        "tracking_url": check_link(tracking.url, field="url"),
    }


def _let_go(tx: Tx, order: OrderRecord, fulfillment: FulfillmentRecord, *, reason: str) -> None:
    """Take the pieces of a fulfillment out of what their location has to give, and out of its stock."""
    if not order.may_leave:
        raise DomainError(
            "BALANCE_DUE",
            f"{order.outstanding.amount} {order.currency} are to be paid before the goods leave.",
            field=("fulfillment_id",),
        )
    demands: list[Demand] = []
    for line_id, quantity in fulfillment.pieces:
        line = order.line_by_id[line_id]
        take_from_source(tx, order, line_id=line_id, location_id=fulfillment.location_id, quantity=quantity)
        if line.stock_counted:
            demands.append(
                Demand(variant_id=line.variant_id, location_id=fulfillment.location_id, quantity=quantity)
            )
    if demands:
        ship_allocated(tx, owner=order.owner, demands=demands, reason=reason, note=fulfillment.name)


def take_from_source(tx: Tx, order: OrderRecord, *, line_id: int, location_id: int, quantity: int) -> None:
    """Have a location give fewer pieces of a line; it is known to have that many to give."""
    line = order.line_by_id[line_id]
    there = sum(source.quantity for source in line.sources if source.location_id == location_id)
    at = {"of_line": line_id, "at_location": location_id}
    if there > quantity:
        tx.execute(_LESS, {**at, "left": there - quantity})
    else:
        tx.execute(_NONE, at)
