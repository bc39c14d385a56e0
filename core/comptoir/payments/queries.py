"""Reads of payments."""

from sqlalchemy import bindparam, select

from comptoir.db.tx import ReadTx
from comptoir.money import Money
from comptoir.payments.ledger import (
    BY_ID,
    OPERATION_BY_ID,
    OPERATIONS,
    PAYMENTS,
    get_payment,
    operation_record,
    payment_record,
)
from comptoir.payments.models import OPERATION, OWNER, PAYMENT, TRANSACTION
from comptoir.payments.records import OPEN, OVER, OperationRecord, PaymentRecord, PaymentSummary
from comptoir.principal import Owner

__all__ = [
    "find_operations",
    "find_payments",
    "get_operation",
    "get_payment",
    "lookup_payment",
    "lookup_payment_by_reference",
    "summarize",
    "summarize_payments",
]

_OF_OWNER = PAYMENTS.where(OWNER.c.kind == bindparam("kind"), OWNER.c.ident == bindparam("ident")).order_by(
    PAYMENT.c.id
)
_BY_REFERENCE = PAYMENTS.where(
    PAYMENT.c.provider == bindparam("of_provider"), PAYMENT.c.reference == bindparam("named")
)
_OPERATIONS_OF = OPERATIONS.where(OPERATION.c.payment_id == bindparam("payment")).order_by(OPERATION.c.id)
TRANSACTIONS_OF = (
    select(TRANSACTION).where(TRANSACTION.c.payment_id == bindparam("payment")).order_by(TRANSACTION.c.id)
)


def find_payments(tx: ReadTx, *, owner: Owner) -> list[PaymentRecord]:
    """Return an owner's payments, oldest first."""
    return [payment_record(row) for row in tx.all(_OF_OWNER, {"kind": owner.kind, "ident": owner.ident})]


def lookup_payment(tx: ReadTx, *, payment_id: int) -> PaymentRecord | None:
    """Return a payment by its number, or none."""
    row = tx.first(BY_ID, {"payment": payment_id})
    return payment_record(row) if row is not None else None


def lookup_payment_by_reference(tx: ReadTx, *, provider: str, reference: str) -> PaymentRecord | None:
    """Return a payment by the name that its provider knows, or none."""
    row = tx.first(_BY_REFERENCE, {"of_provider": provider, "named": reference})
    return payment_record(row) if row is not None else None


def find_operations(tx: ReadTx, *, payment_id: int) -> list[OperationRecord]:
    """Return the captures, cancellations and refunds of a payment, oldest first."""
    return [operation_record(row) for row in tx.all(_OPERATIONS_OF, {"payment": payment_id})]


def get_operation(tx: ReadTx, *, operation_id: int) -> OperationRecord:
    """Return an operation that is known to be there."""
    row = tx.first(OPERATION_BY_ID, {"operation": operation_id})
    assert row is not None, f"there is no operation {operation_id}"
    return operation_record(row)


def summarize(tx: ReadTx, *, owner: Owner, currency: str) -> PaymentSummary:
    """Return the sums of an owner's payments in a currency."""
    return summarize_payments(find_payments(tx, owner=owner), currency=currency)


def summarize_payments(payments: list[PaymentRecord], *, currency: str) -> PaymentSummary:
    """Return the sums of payments; those of another currency do not count."""
    counted = [each for each in payments if each.amount.currency == currency]
    captured = sum(each.captured for each in counted)
    refunded = sum(each.refunded for each in counted)
    reserved = sum(
        each.authorized - each.captured - each.voided for each in counted if each.status not in OVER
    )
    pending = sum(each.amount.minor for each in counted if each.status in OPEN)
    return PaymentSummary(
        paid=Money(captured - refunded, currency),
        captured=Money(captured, currency),
        refunded=Money(refunded, currency),
        conceded=Money(sum(each.conceded for each in counted), currency),
        authorized=Money(reserved, currency),
        pending=Money(pending, currency),
    )
