"""Captures, cancellations and refunds: the wish under the owner's lock, then the answer."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import bindparam, insert, update

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.hooks.payments import (
    Cancelled,
    Completed,
    LookupResult,
    OperationResult,
    Processing,
    RefundNews,
    Refused,
)
from comptoir.money import Money
from comptoir.payments.balances import EntryKind
from comptoir.payments.ledger import (
    OPERATIONS,
    is_refund_known,
    lock_owner,
    lock_payment,
    operation_record,
    save_payment,
)
from comptoir.payments.models import OPERATION
from comptoir.payments.queries import find_operations, find_payments, get_operation
from comptoir.payments.recording import record_result
from comptoir.payments.records import (
    OPEN,
    OVER,
    OperationKind,
    OperationRecord,
    OperationStatus,
    PaymentRecord,
    operation_key,
)
from comptoir.payments.refunds import split_refund
from comptoir.payments.starting import check_key
from comptoir.payments.states import settled
from comptoir.payments.tenders import TENDERS, give_back
from comptoir.principal import Owner

_FIRST_LOOK = timedelta(seconds=45)
_NEXT_LOOK = timedelta(minutes=5)
_ADD = insert(OPERATION).returning(OPERATION.c.id)
_BY_KEY = OPERATIONS.where(
    OPERATION.c.payment_id == bindparam("payment"),
    OPERATION.c.kind == bindparam("of_kind"),
    OPERATION.c.idempotency_key == bindparam("key"),
)
_END = (
    update(OPERATION)
    .where(OPERATION.c.id == bindparam("operation"))
    .values(
        status=bindparam("now_is"),
        code=bindparam("why"),
        provider_id=bindparam("named"),
        updated_at=bindparam("now"),
        look_at=bindparam("at"),
    )
)
_UNDER_WAY = (OperationStatus.PENDING, OperationStatus.PROCESSING)


def begin_capture(
    tx: Tx, *, payment_id: int, idempotency_key: str, amount: Money | None = None, final: bool = True
) -> OperationRecord:
    """Record that an amount (all, where none is named) of what is reserved is about to be taken.

    Raises `DomainError`: `NOT_AUTHORIZED`, `AMOUNT_TOO_HIGH`, `INVALID_AMOUNT`, `CURRENCY_MISMATCH`,
    `CAPTURE_UNDER_WAY`, `IDEMPOTENCY_CONFLICT`.
    """
    payment = lock_payment(tx, payment_id)
    if known := _known(tx, payment, OperationKind.CAPTURE, idempotency_key, amount):
        return known
    if payment.capturing:
        raise DomainError("CAPTURE_UNDER_WAY", "another capture must end first")
    if payment.status in OPEN | OVER or not payment.capturable.minor:
        raise DomainError("NOT_AUTHORIZED", "nothing is reserved that could be taken")
    amount = payment.capturable if amount is None else amount
    _check_amount(amount, payment.capturable)
    save_payment(tx, before=payment, after=replace(payment, capturing=payment.capturing + amount.minor))
    return _begin(tx, payment, OperationKind.CAPTURE, amount, idempotency_key, final=final)


def begin_cancel(tx: Tx, *, payment_id: int, idempotency_key: str, reason: str = "") -> OperationRecord:
    """Record that a payment of which nothing was taken is about to be given up.

    Raises `DomainError` `NOT_CANCELLABLE` where something was taken (that is refunded) or it ended otherwise.
    """
    payment = lock_payment(tx, payment_id)
    if known := _known(tx, payment, OperationKind.CANCEL, idempotency_key, None):
        return known
    if payment.captured or payment.capturing or payment.status in OVER:
        raise DomainError("NOT_CANCELLABLE", "this payment cannot be cancelled any more")
    return _begin(tx, payment, OperationKind.CANCEL, payment.amount, idempotency_key, reason=reason)


def begin_refund(
    tx: Tx,
    *,
    payment_id: int,
    amount: Money,
    idempotency_key: str,
    reason: str = "",
    concession: bool = False,
) -> OperationRecord:
    """Record that an amount of one payment is about to be given back.

    Of a `concession` nobody is asked to pay it again: its owner owes so much less. Without, it is the owner that
    costs less, or that is to be paid in another way.

    Raises `DomainError`: `REFUND_TOO_HIGH`, `INVALID_AMOUNT`, `CURRENCY_MISMATCH`, `IDEMPOTENCY_CONFLICT`.
    """
    payment = lock_payment(tx, payment_id)
    if known := _known(tx, payment, OperationKind.REFUND, idempotency_key, amount):
        if known.concession != concession:
            raise _conflict()
        return known
    (share,) = split_refund([payment], amount)
    begun = replace(
        payment,
        refunding=payment.refunding + share.amount.minor,
        conceding=payment.conceding + (share.amount.minor if concession else 0),
    )
    save_payment(tx, before=payment, after=begun)
    return _begin(
        tx,
        payment,
        OperationKind.REFUND,
        share.amount,
        idempotency_key,
        concession=concession,
        reason=reason,
    )


def begin_refunds(
    tx: Tx, *, owner: Owner, amount: Money, idempotency_key: str, reason: str = ""
) -> tuple[OperationRecord, ...]:
    """Record that an amount is about to be given back from an owner's payments, newest first.

    The same key gives the same operations. Raises `DomainError` as `begin_refund` does.
    """
    lock_owner(tx, owner)
    payments = find_payments(tx, owner=owner)
    known = [
        found
        for payment in payments
        if (found := _by_key(tx, payment, OperationKind.REFUND, idempotency_key)) is not None
    ]
    if known:
        if sum(each.amount.minor for each in known) != amount.minor:
            raise _conflict()
        return tuple(replace(each, calls=each.calls + 1) for each in known)
    return tuple(
        begin_refund(
            tx,
            payment_id=share.payment.id,
            amount=share.amount,
            idempotency_key=idempotency_key,
            reason=reason,
        )
        for share in split_refund(payments, amount)
    )


def record_operation(tx: Tx, *, operation_id: int, told: OperationResult) -> OperationRecord:
    """Record what a provider said of a capture or a refund; an operation that has ended stays as it is.

    Raises `DomainError` `PROVIDER_MISMATCH` where the provider did another amount than was asked for.
    """
    payment = lock_payment(tx, get_operation(tx, operation_id=operation_id).payment_id)
    operation = get_operation(tx, operation_id=operation_id)
    if operation.status not in _UNDER_WAY:
        return operation
    if isinstance(told, Processing):
        return _end(tx, operation, OperationStatus.PROCESSING, provider_id=told.provider_id)
    if not isinstance(told, Completed):
        save_payment(tx, before=payment, after=_without(payment, operation))
        return _end(tx, operation, OperationStatus.FAILED, code=told.code, provider_id=told.provider_id)
    if told.amount != operation.amount:
        raise DomainError("PROVIDER_MISMATCH", f"{payment.provider} did another amount than was asked for")
    _complete(tx, payment, operation, told)
    return _end(tx, operation, OperationStatus.DONE, provider_id=told.provider_id)


def _complete(tx: Tx, payment: PaymentRecord, operation: OperationRecord, told: Completed) -> None:
    after = _without(payment, operation)
    if operation.kind is OperationKind.CAPTURE:
        # What a message told of this capture before the answer came is no longer under way.
        captured = payment.captured + min(operation.amount.minor, payment.capturing)
        voided = payment.authorized - captured if operation.final else payment.voided
        after = settled(replace(after, captured=captured, voided=voided))
    elif not is_refund_known(tx, payment_id=payment.id, refund_id=told.provider_id):
        conceded = operation.amount.minor if operation.concession else 0
        after = settled(
            replace(
                after,
                refunded=payment.refunded + operation.amount.minor,
                conceded=payment.conceded + conceded,
            )
        )
    elif not operation.concession:
        # A message told of it before its answer came, and it was taken for one made at the provider's own desk.
        after = replace(after, conceded=max(payment.conceded - operation.amount.minor, 0))
    save_payment(tx, before=payment, after=after, provider_id=told.provider_id)


def record_cancel(tx: Tx, *, operation_id: int, told: LookupResult) -> OperationRecord:
    """Record what became of a payment that was to be given up."""
    payment_id = get_operation(tx, operation_id=operation_id).payment_id
    payment = record_result(tx, payment_id=payment_id, told=told)
    operation = get_operation(tx, operation_id=operation_id)
    if operation.status not in _UNDER_WAY:
        return operation
    if payment.status in OVER:
        return _end(tx, operation, OperationStatus.DONE)
    return _end(tx, operation, OperationStatus.FAILED, code="NOT_CANCELLABLE")


def record_refund_news(tx: Tx, *, payment_id: int, news: RefundNews) -> bool:
    """Record a refund that a provider tells of, also one made at its own desk; return whether it was news.

    Of what was given back at its own desk nobody is asked to pay it again.

    Raises `DomainError`: `REFUND_UNDER_WAY` where a refund of the shop's own must end first, `PROVIDER_MISMATCH`
    where more was given back than was taken, or a refund that was told to be done failed after all.
    """
    payment = lock_payment(tx, payment_id)
    operation = _named(tx, payment, news.operation)
    if operation is not None and operation.status in _UNDER_WAY:
        return record_operation(tx, operation_id=operation.id, told=_told(news)).status != operation.status
    known = is_refund_known(tx, payment_id=payment.id, refund_id=news.provider_id)
    if news.result == "REFUSED" and known:
        raise DomainError("PROVIDER_MISMATCH", "a refund failed after it was told to be done")
    if news.result != "COMPLETED" or known:
        return False
    after = settled(
        replace(
            payment,
            refunded=payment.refunded + news.amount.minor,
            conceded=payment.conceded + news.amount.minor,
        )
    )
    if after.refunded > payment.captured:
        raise DomainError("PROVIDER_MISMATCH", "more was given back than was taken")
    if after.refunded + payment.refunding > payment.captured:
        raise DomainError("REFUND_UNDER_WAY", "a refund is under way")
    save_payment(tx, before=payment, after=after, provider_id=news.provider_id)
    return True


def _told(news: RefundNews) -> OperationResult:
    if news.result == "COMPLETED":
        return Completed(provider_id=news.provider_id, amount=news.amount)
    if news.result == "PROCESSING":
        return Processing(provider_id=news.provider_id)
    return Refused(code="REFUSED", provider_id=news.provider_id)


def _without(payment: PaymentRecord, operation: OperationRecord) -> PaymentRecord:
    """Return the payment once an operation is no longer under way."""
    if operation.kind is OperationKind.CAPTURE:
        return replace(payment, capturing=max(payment.capturing - operation.amount.minor, 0))
    return replace(
        payment,
        refunding=payment.refunding - operation.amount.minor,
        conceding=payment.conceding - (operation.amount.minor if operation.concession else 0),
    )


def _check_amount(amount: Money, most: Money) -> None:
    if amount.currency != most.currency:
        raise DomainError("CURRENCY_MISMATCH", f"the payment is in {most.currency}", field=("amount",))
    if amount.minor <= 0:
        raise DomainError("INVALID_AMOUNT", "more than nothing is taken", field=("amount",))
    if amount.minor > most.minor:
        raise DomainError(
            "AMOUNT_TOO_HIGH", f"no more than {most.amount} {most.currency} is reserved", field=("amount",)
        )


def _by_key(tx: ReadTx, payment: PaymentRecord, kind: OperationKind, key: str) -> OperationRecord | None:
    row = tx.first(_BY_KEY, {"payment": payment.id, "of_kind": kind.value, "key": key})
    return operation_record(row) if row is not None else None


def _named(tx: ReadTx, payment: PaymentRecord, provider_key: str) -> OperationRecord | None:
    """Return the refund of a payment for which the provider was given that key."""
    found = [each for each in find_operations(tx, payment_id=payment.id) if each.kind is OperationKind.REFUND]
    return next((each for each in found if operation_key(payment, each) == provider_key), None)


def _known(
    tx: ReadTx, payment: PaymentRecord, kind: OperationKind, key: str, amount: Money | None
) -> OperationRecord | None:
    """Return the operation that the key named before; its first call may have been heard."""
    check_key(key)
    found = _by_key(tx, payment, kind, key)
    if found is None:
        return None
    if amount is not None and found.amount != amount:
        raise _conflict()
    return replace(found, calls=found.calls + 1)


def _conflict() -> DomainError:
    return DomainError(
        "IDEMPOTENCY_CONFLICT", "this idempotency key was used for another amount", field=("idempotency_key",)
    )


def _begin(
    tx: Tx,
    payment: PaymentRecord,
    kind: OperationKind,
    amount: Money,
    key: str,
    *,
    final: bool = False,
    concession: bool = False,
    reason: str = "",
) -> OperationRecord:
    now = tx.clock.now()
    row = {
        "payment_id": payment.id,
        "kind": kind.value,
        "amount": amount.minor,
        "status": OperationStatus.PENDING.value,
        "final": final,
        "concession": concession,
        "code": "",
        "reason": reason,
        "provider_id": "",
        "idempotency_key": key,
        "calls": 0,
        "created_at": now,
        "updated_at": now,
        "look_at": now + _FIRST_LOOK,
    }
    operation = get_operation(tx, operation_id=int(tx.execute(_ADD, row).scalar_one()))
    return _settle_tender(tx, payment, operation) if payment.provider in TENDERS else operation


def _settle_tender(tx: Tx, payment: PaymentRecord, operation: OperationRecord) -> OperationRecord:
    """Carry an operation out at once where the shop itself keeps the value."""
    if operation.kind is OperationKind.CANCEL:
        told = Cancelled(provider_id=payment.provider_id)
        give_back(tx, payment, payment.capturable, kind=EntryKind.RELEASED, reason=operation.reason)
        return record_cancel(tx, operation_id=operation.id, told=told)
    if operation.kind is OperationKind.REFUND:
        give_back(tx, payment, operation.amount, kind=EntryKind.REFUNDED, reason=operation.reason)
    elif operation.final:
        give_back(tx, payment, payment.capturable - operation.amount, kind=EntryKind.RELEASED)
    done = Completed(provider_id=f"{payment.provider_id}-{operation.id}", amount=operation.amount)
    return record_operation(tx, operation_id=operation.id, told=done)


def _end(
    tx: Tx, operation: OperationRecord, status: OperationStatus, *, code: str = "", provider_id: str = ""
) -> OperationRecord:
    now = tx.clock.now()
    over = status not in _UNDER_WAY
    tx.execute(
        _END,
        {
            "operation": operation.id,
            "now_is": status.value,
            "why": code,
            "named": provider_id or operation.provider_id,
            "now": now,
            "at": None if over else now + _NEXT_LOOK,
        },
    )
    return get_operation(tx, operation_id=operation.id)
