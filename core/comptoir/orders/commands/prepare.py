"""The commands that get pieces ready: pick, pack, lay out for the buyer, give up."""

from comptoir.db.tx import Tx
from comptoir.orders.commands.advance import advance, check_step, lock_fulfillment
from comptoir.orders.delivery import FulfillmentState
from comptoir.orders.records import FulfillmentRecord


def pick_fulfillment(tx: Tx, *, fulfillment_id: int) -> FulfillmentRecord:
    """Say that the pieces were taken from their shelves; raises `DomainError` with `NOT_FOUND`, `NOT_POSSIBLE`."""
    return _prepare(tx, fulfillment_id, FulfillmentState.PICKED)


def pack_fulfillment(tx: Tx, *, fulfillment_id: int) -> FulfillmentRecord:
    """Say that the pieces were packed, to be sent; raises `DomainError` with `NOT_FOUND`, `NOT_POSSIBLE`."""
    return _prepare(tx, fulfillment_id, FulfillmentState.PACKED)


def make_ready(tx: Tx, *, fulfillment_id: int) -> FulfillmentRecord:
    """Say that the pieces wait for the buyer; raises `DomainError` with `NOT_FOUND`, `NOT_POSSIBLE`."""
    return _prepare(tx, fulfillment_id, FulfillmentState.READY_FOR_PICKUP)


def give_up_fulfillment(tx: Tx, *, fulfillment_id: int) -> FulfillmentRecord:
    """End the work on pieces that have not left: they are to be fulfilled again, by whichever location has them.

    Raises `DomainError` with `NOT_FOUND`, `NOT_POSSIBLE`.
    """
    return _prepare(tx, fulfillment_id, FulfillmentState.CANCELLED)


def _prepare(tx: Tx, fulfillment_id: int, wanted: FulfillmentState) -> FulfillmentRecord:
    _, fulfillment = lock_fulfillment(tx, fulfillment_id=fulfillment_id)
    check_step(fulfillment, wanted)
    return advance(tx, fulfillment, wanted)
