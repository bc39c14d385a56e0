"""Asks providers what became of payments whose answer was never heard, and ends what nobody ends."""

from dataclasses import replace
from datetime import timedelta

import structlog
from sqlalchemy import bindparam, select, update

from comptoir.db.tx import ReadTx, Tx
from comptoir.payments.ledger import OPERATIONS, PAYMENTS, operation_record, payment_record
from comptoir.payments.models import OPERATION, PAYMENT
from comptoir.payments.operations import begin_cancel
from comptoir.payments.records import OPEN, OperationRecord, OperationStatus, PaymentRecord, PaymentStatus
from comptoir.payments.taking import refresh_payment, send_operation
from comptoir.payments.webhooks import forget_webhooks
from comptoir.shop import Shop

_AT_ONCE = 50
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)
_MESSAGES_KEPT = timedelta(days=60)

_DUE_PAYMENTS = (
    PAYMENTS.where(PAYMENT.c.look_at <= bindparam("now"), PAYMENT.c.status.in_([each.value for each in OPEN]))
    .order_by(PAYMENT.c.look_at, PAYMENT.c.id)
    .limit(_AT_ONCE)
)
_DUE_OPERATIONS = (
    OPERATIONS.where(
        OPERATION.c.look_at <= bindparam("now"),
        OPERATION.c.status.in_([OperationStatus.PENDING.value, OperationStatus.PROCESSING.value]),
    )
    .order_by(OPERATION.c.look_at, OPERATION.c.id)
    .limit(_AT_ONCE)
)
_LOOKS = select(PAYMENT.c.looks).where(PAYMENT.c.id == bindparam("payment"))
_PUT_OFF_PAYMENT = (
    update(PAYMENT)
    .where(PAYMENT.c.id == bindparam("payment"))
    .values(look_at=bindparam("at"), looks=PAYMENT.c.looks + 1)
)
_PUT_OFF_OPERATION = (
    update(OPERATION)
    .where(OPERATION.c.id == bindparam("operation"))
    .values(look_at=bindparam("at"), calls=OPERATION.c.calls + 1)
)

_log = structlog.get_logger(__name__)


async def recover_payments(shop: Shop) -> None:
    """Look up every payment and send every operation that is due."""
    for payment in await shop.db.read(find_due_payments):
        try:
            await _recover(shop, payment)
        except Exception:  # noqa: BLE001 - one that cannot be recovered holds up no other
            _log.exception("payment.unrecovered", payment=payment.id)
    for due in await shop.db.read(find_due_operations):
        operation = await shop.db.write(claim_operation, operation=due)
        try:
            await send_operation(shop, operation)
        except Exception:  # noqa: BLE001 - as above
            _log.exception("operation.unrecovered", operation=due.id)


async def forget_messages(shop: Shop) -> None:
    """Remove messages of long ago from the inbox."""
    await shop.db.write_in_thread(forget_webhooks, older_than=_MESSAGES_KEPT)


async def _recover(shop: Shop, payment: PaymentRecord) -> None:
    # Put off before it is asked: should this process die of the answer, the next look is not at once.
    await shop.db.write(put_off_payment, payment_id=payment.id)
    after = await refresh_payment(shop, payment)
    if payment.status is PaymentStatus.ACTION_REQUIRED is after.status:
        await abandon_payment(shop, after)


async def abandon_payment(shop: Shop, payment: PaymentRecord) -> None:
    """Give up an open payment: nothing will be charged, or it turns out to be charged already."""
    operation = await shop.db.write(
        begin_cancel, payment_id=payment.id, idempotency_key="abandoned", reason="abandoned"
    )
    await send_operation(shop, operation)


def find_due_payments(tx: ReadTx) -> list[PaymentRecord]:
    """Return open payments whose provider is to be asked, longest due first."""
    return [payment_record(row) for row in tx.all(_DUE_PAYMENTS, {"now": tx.clock.now()})]


def find_due_operations(tx: ReadTx) -> list[OperationRecord]:
    """Return captures, cancellations and refunds whose answer was never heard, longest due first."""
    return [operation_record(row) for row in tx.all(_DUE_OPERATIONS, {"now": tx.clock.now()})]


def put_off_payment(tx: Tx, *, payment_id: int) -> None:
    """Set the next look at a payment: after twice as long each time, an hour at most."""
    looks = int(tx.scalar(_LOOKS, {"payment": payment_id}))
    tx.execute(_PUT_OFF_PAYMENT, {"payment": payment_id, "at": tx.clock.now() + _pause(looks)})


def claim_operation(tx: Tx, *, operation: OperationRecord) -> OperationRecord:
    """Set the next look at an operation, and return it as one that the provider may have heard of before."""
    at = tx.clock.now() + _pause(operation.calls)
    tx.execute(_PUT_OFF_OPERATION, {"operation": operation.id, "at": at})
    return replace(operation, calls=operation.calls + 1)


def _pause(looks: int) -> timedelta:
    return min(_FIRST_PAUSE * (1 << min(looks, 10)), _LONGEST_PAUSE)
