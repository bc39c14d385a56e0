"""Payments in SQL: read under their owner's lock, written back with what it means for owner and ledger.

All payments of an owner change under the lock of the owner's row, taken before anything else; several owners in
the order of their ids.
"""

from typing import Any

import orjson
from sqlalchemy import Row, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.db.tx import ReadTx, Tx, dumps
from comptoir.errors import DomainError
from comptoir.hooks.payments import PaymentAction, PaymentMethod
from comptoir.money import Money
from comptoir.payments.events import (
    PaymentAuthorized,
    PaymentCancelled,
    PaymentCaptured,
    PaymentFailed,
    PaymentRefunded,
)
from comptoir.payments.models import OPERATION, OWNER, PAYMENT, TRANSACTION
from comptoir.payments.records import (
    OperationKind,
    OperationRecord,
    OperationStatus,
    PaymentRecord,
    PaymentStatus,
    TransactionKind,
)
from comptoir.principal import Owner

PAYMENTS = select(PAYMENT, OWNER.c.kind.label("owner_kind"), OWNER.c.ident.label("owner_ident")).join(
    OWNER, OWNER.c.id == PAYMENT.c.owner_id
)
BY_ID = PAYMENTS.where(PAYMENT.c.id == bindparam("payment"))
OPERATIONS = select(OPERATION, PAYMENT.c.currency, PAYMENT.c.provider).join(
    PAYMENT, PAYMENT.c.id == OPERATION.c.payment_id
)
OPERATION_BY_ID = OPERATIONS.where(OPERATION.c.id == bindparam("operation"))
_ADD_OWNER = upsert(OWNER).on_conflict_do_nothing().returning(OWNER)
_LOCK_NAMED = (
    select(OWNER)
    .where(OWNER.c.kind == bindparam("kind"), OWNER.c.ident == bindparam("ident"))
    .with_for_update()
)
_OWNER_ID = select(OWNER.c.id).where(OWNER.c.kind == bindparam("kind"), OWNER.c.ident == bindparam("ident"))
_LOCK = select(OWNER).where(OWNER.c.id == bindparam("owner")).with_for_update()
_OWNER_OF = select(PAYMENT.c.owner_id).where(PAYMENT.c.id == bindparam("payment"))
_LOCK_OWNER_OF = (
    select(OWNER.c.kind, OWNER.c.ident)
    .join(PAYMENT, PAYMENT.c.owner_id == OWNER.c.id)
    .where(PAYMENT.c.id == bindparam("payment"))
    .with_for_update(of=OWNER)
)
_COMMIT = (
    update(OWNER)
    .where(OWNER.c.id == bindparam("owner"))
    .values(committed=OWNER.c.committed + bindparam("change"))
)
_SAVE = update(PAYMENT).where(PAYMENT.c.id == bindparam("payment"))
"""What is set is named by the parameters."""
_ADD_TRANSACTION = insert(TRANSACTION)
_REFUND_KNOWN = select(TRANSACTION.c.id).where(
    TRANSACTION.c.payment_id == bindparam("payment"),
    TRANSACTION.c.kind == TransactionKind.REFUND.value,
    TRANSACTION.c.provider_id == bindparam("refund"),
)
_LEDGER = (
    ("authorized", TransactionKind.AUTHORIZATION, PaymentAuthorized),
    ("captured", TransactionKind.CAPTURE, PaymentCaptured),
    ("voided", TransactionKind.VOID, None),
    ("refunded", TransactionKind.REFUND, PaymentRefunded),
)


def lock_owner(tx: Tx, owner: Owner) -> Row[Any]:
    """Lock the row of an owner, made where there is none, and return it."""
    row = add_owner(tx, owner) or tx.first(_LOCK_NAMED, {"kind": owner.kind, "ident": owner.ident})
    assert row is not None, "a payment's owner is never deleted"
    return row


def add_owner(tx: Tx, owner: Owner) -> Row[Any] | None:
    """Make the row of an owner and return it, locked: nobody else sees it yet. None where there is one."""
    return tx.execute(_ADD_OWNER, {"kind": owner.kind, "ident": owner.ident, "committed": 0}).first()


def lock_owners(tx: Tx, *owners: Owner) -> list[Row[Any]]:
    """Lock the rows of owners that have some, in the order of their numbers; return them as they were named."""
    numbers = [int(tx.scalar(_OWNER_ID, {"kind": each.kind, "ident": each.ident})) for each in owners]
    locked = {number: tx.first(_LOCK, {"owner": number}) for number in sorted(set(numbers))}
    rows = [locked[number] for number in numbers]
    return [row for row in rows if row is not None]


def lock_payment(tx: Tx, payment_id: int) -> PaymentRecord:
    """Return a payment under the lock of whoever owns it; raises `DomainError` where there is none."""
    while (owner := tx.first(_LOCK_OWNER_OF, {"payment": payment_id})) is not None:
        payment = get_payment(tx, payment_id)
        if payment.owner == Owner(kind=owner.kind, ident=owner.ident):
            return payment
        # While this waited for the lock, the payment was moved.
    return get_payment(tx, payment_id)


def get_payment(tx: ReadTx, payment_id: int) -> PaymentRecord:
    """Return a payment; raises `DomainError` where there is none."""
    row = tx.first(BY_ID, {"payment": payment_id})
    if row is None:
        raise DomainError("NOT_FOUND", f"there is no payment {payment_id}", field=("payment_id",))
    return payment_record(row)


def save_payment(
    tx: Tx, *, before: PaymentRecord, after: PaymentRecord, provider_id: str = "", **columns: Any
) -> PaymentRecord:
    """Write a payment back: its owner's sum, a row of the ledger and an event for each amount that grew.

    The caller holds the owner's lock. `provider_id` names the refund in the ledger; `columns` are set with the rest.
    """
    if after == before:
        return before
    tx.execute(
        _SAVE,
        {
            "payment": after.id,
            "provider_id": after.provider_id,
            "status": after.status.value,
            "authorized": after.authorized,
            "captured": after.captured,
            "refunded": after.refunded,
            "voided": after.voided,
            "capturing": after.capturing,
            "refunding": after.refunding,
            "conceded": after.conceded,
            "conceding": after.conceding,
            "code": after.code,
            "action": _dump(after.action),
            "method": _dump(after.method),
            "updated_at": tx.clock.now(),
            **columns,
        },
    )
    if after.counted != before.counted:
        commit_amount(tx, owner_id=_owner_id(tx, after.id), change=after.counted - before.counted)
    for column, kind, event in _LEDGER:
        grown = getattr(after, column) - getattr(before, column)
        if grown > 0:
            record_transaction(tx, after, kind=kind, amount=grown, provider_id=provider_id)
            if event is not None:
                tx.emit(event(**_facts(after, grown)))
    if after.status != before.status:
        _tell_end(tx, after)
    return after


def record_transaction(
    tx: Tx, payment: PaymentRecord, *, kind: TransactionKind, amount: int, provider_id: str = ""
) -> None:
    """Add a row to the ledger."""
    tx.execute(
        _ADD_TRANSACTION,
        {
            "payment_id": payment.id,
            "kind": kind.value,
            "amount": amount,
            "provider_id": provider_id or payment.provider_id,
            "actor": f"{tx.actor.kind}:{tx.actor.ident}",
            "at": tx.clock.now(),
        },
    )


def is_refund_known(tx: ReadTx, *, payment_id: int, refund_id: str) -> bool:
    """Tell whether a refund, by the provider's name for it, stands in the ledger."""
    return tx.first(_REFUND_KNOWN, {"payment": payment_id, "refund": refund_id}) is not None


def commit_amount(tx: Tx, *, owner_id: int, change: int) -> None:
    """Add to what the payments of an owner take of its ceiling; the caller holds the owner's lock."""
    if change:
        tx.execute(_COMMIT, {"owner": owner_id, "change": change})


def _owner_id(tx: ReadTx, payment_id: int) -> int:
    return int(tx.scalar(_OWNER_OF, {"payment": payment_id}))


def _tell_end(tx: Tx, payment: PaymentRecord) -> None:
    if payment.status is PaymentStatus.FAILED:
        tx.emit(PaymentFailed(**_facts(payment, payment.amount.minor), code=payment.code))
    elif payment.status is PaymentStatus.CANCELLED:
        tx.emit(PaymentCancelled(**_facts(payment, payment.amount.minor)))


def _facts(payment: PaymentRecord, amount: int) -> dict[str, Any]:
    return {
        "payment_id": payment.id,
        "owner_kind": payment.owner.kind,
        "owner_ident": payment.owner.ident,
        "provider": payment.provider,
        "amount": amount,
        "currency": payment.amount.currency,
    }


def _dump(value: PaymentAction | PaymentMethod | None) -> str:
    if value is None:
        return ""
    return dumps({name: getattr(value, name) for name in value.__slots__})


def payment_record(row: Row[Any], *, owner: Owner | None = None) -> PaymentRecord:
    """Return a row of `PAYMENTS` as a value, or one of the table alone with its owner."""
    return PaymentRecord(
        id=row.id,
        reference=row.reference,
        owner=owner or Owner(kind=row.owner_kind, ident=row.owner_ident),
        origin=row.origin,
        provider=row.provider,
        provider_id=row.provider_id,
        amount=Money(row.amount, row.currency),
        capture=row.capture,
        status=PaymentStatus(row.status),
        authorized=row.authorized,
        captured=row.captured,
        refunded=row.refunded,
        voided=row.voided,
        capturing=row.capturing,
        refunding=row.refunding,
        conceded=row.conceded,
        conceding=row.conceding,
        code=row.code,
        idempotency_key=row.idempotency_key,
        action=PaymentAction(**orjson.loads(row.action)) if row.action else None,
        method=PaymentMethod(**orjson.loads(row.method)) if row.method else None,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def operation_record(row: Row[Any]) -> OperationRecord:
    """Return a row of `OPERATIONS` as a value."""
    return OperationRecord(
        id=row.id,
        payment_id=row.payment_id,
        kind=OperationKind(row.kind),
        amount=Money(row.amount, row.currency),
        status=OperationStatus(row.status),
        final=row.final,
        concession=row.concession,
        code=row.code,
        reason=row.reason,
        provider_id=row.provider_id,
        idempotency_key=row.idempotency_key,
        calls=row.calls,
    )
