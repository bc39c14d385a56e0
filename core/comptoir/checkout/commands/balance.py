"""Paying what an order still owes: the first phase and the last; the provider is asked between them.

All payments of one request have keys that begin alike, made of the request's own key: they are its attempt. What
gift cards and store credit pay beside a provider is only set aside on them until the provider has paid, so that a
declined card leaves the order as it was. The order's row is locked, so that payments of one balance follow one
another, and what is under way counts as paid.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from comptoir.checkout import errors
from comptoir.checkout.attempts import MOST_DECLINED
from comptoir.checkout.commands.paying import PaymentWish, offered_amount, pay_by_value
from comptoir.db.tx import ReadTx, Tx
from comptoir.money import Money
from comptoir.orders.commands.settle import settle_order, settle_payments_of
from comptoir.orders.journal import lock_order, tell_audit
from comptoir.orders.records import OrderRecord
from comptoir.payments.operations import begin_cancel, begin_capture
from comptoir.payments.queries import find_payments
from comptoir.payments.records import OPEN, OVER, OperationRecord, PaymentRecord, PaymentStatus
from comptoir.payments.starting import start_payment
from comptoir.payments.tenders import TENDERS
from comptoir.principal import Owner

_PREFIX = "balance/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Where the payment of a balance stands, and what providers still have to be told."""

    order_id: int
    payments: tuple[PaymentRecord, ...]
    operations: tuple[OperationRecord, ...]


def balance_prefix(key: str) -> str:
    """Return how the keys of a request's payments begin; the request's own key never leaves the shop."""
    return f"{_PREFIX}{hashlib.sha256(key.encode()).hexdigest()}/"


def prefix_of(payment: PaymentRecord) -> str | None:
    """Return how the keys of the payments begin that were asked for with this one; none for another's."""
    known = payment.idempotency_key
    return known[: known.rindex("/") + 1] if known.startswith(_PREFIX) else None


def find_balance_payments(tx: ReadTx, *, owner: Owner, prefix: str) -> tuple[PaymentRecord, ...]:
    """Return the payments of one attempt, oldest first; none where it was never begun."""
    payments = find_payments(tx, owner=owner)
    return tuple(each for each in payments if each.idempotency_key.startswith(prefix))


def begin_balance(
    tx: Tx, *, order_id: int, key: str, wish: PaymentWish, reason: str | None = None
) -> tuple[PaymentRecord, ...]:
    """Write down the payments of what an order owes; the same key gives those that it began before.

    Where staff take them the audit log is told, with their `reason`.

    Raises `DomainError`: `CANCELLED`, `ALREADY_PAID`, `IN_PROGRESS` (what is due is being paid), `PAYMENT_AMOUNT`,
    `PAYMENT_REQUIRED`, `RATE_LIMITED`, and why a gift card is none; then nothing has changed.
    """
    lock_order(tx, order_id=order_id)
    order = settle_order(tx, order_id=order_id)
    owner, prefix = order.payment_owner, balance_prefix(key)
    if known := find_balance_payments(tx, owner=owner, prefix=prefix):
        return known
    left = _left(order, find_payments(tx, owner=owner))
    _check_declined(tx, owner)
    ceiling = order.due
    by_value = pay_by_value(
        tx,
        owner=owner,
        due=left,
        codes=wish.gift_cards,
        holder=wish.store_credit,
        ceiling=ceiling,
        prefix=prefix,
        capture=wish.provider is None,
    )
    offered = offered_amount(left - by_value, wish)
    if not (by_value + offered).minor:
        raise errors.payment_required(left)
    if offered.minor:
        assert wish.provider is not None
        start_payment(
            tx,
            owner=owner,
            provider=wish.provider,
            amount=offered,
            idempotency_key=f"{prefix}provider",
            token=wish.token,
            ceiling=ceiling,
        )
    payments = find_balance_payments(tx, owner=owner, prefix=prefix)
    _tell(tx, order_id, wish, payments, reason=reason)
    return payments


def begin_abandoning(tx: Tx, *, order_id: int, key: str) -> tuple[PaymentRecord, ...]:
    """Return the payments of an attempt that wait for their payer, which staff are about to give up.

    Raises `DomainError` with `NOT_POSSIBLE` where none does.
    """
    order = lock_order(tx, order_id=order_id)
    payments = find_balance_payments(tx, owner=order.payment_owner, prefix=balance_prefix(key))
    waiting = tuple(each for each in payments if each.status in OPEN)
    if not waiting:
        raise errors.nothing_under_way()
    tell_audit(tx, order_id=order_id, kind="payment_abandoned", payments=[each.id for each in waiting])
    return waiting


def _tell(
    tx: Tx, order_id: int, wish: PaymentWish, payments: tuple[PaymentRecord, ...], *, reason: str | None
) -> None:
    credit = None if wish.store_credit is None else str(wish.store_credit)
    taken = {each.provider: f"{each.amount.amount} {each.amount.currency}" for each in payments}
    tell_audit(
        tx, order_id=order_id, kind="payment_taken", reason=reason, tenders=taken, store_credit_of=credit
    )


def finish_balance(tx: Tx, *, order_id: int, prefix: str) -> Settled:
    """Go on with an attempt as far as its provider allows; it may be repeated at any time and by anyone.

    What is set aside on gift cards and store credit is taken once the provider has paid, else let go of.
    """
    order = lock_order(tx, order_id=order_id)
    payments = find_balance_payments(tx, owner=order.payment_owner, prefix=prefix)
    asked = [each for each in payments if each.provider not in TENDERS]
    for tender in payments:
        if tender.provider not in TENDERS or tender.capturable.minor <= 0:
            continue
        if any(each.status in OVER for each in asked):
            begin_cancel(tx, payment_id=tender.id, idempotency_key="balance", reason="the rest was not paid")
        elif not any(each.status in OPEN for each in asked):
            begin_capture(tx, payment_id=tender.id, idempotency_key="balance")
    operations = settle_payments_of(tx, owner=order.payment_owner)
    return Settled(
        order_id=order_id,
        payments=find_balance_payments(tx, owner=order.payment_owner, prefix=prefix),
        operations=operations,
    )


def _left(order: OrderRecord, payments: list[PaymentRecord]) -> Money:
    """Return what is due and not being paid yet; raises `DomainError` where that is nothing."""
    if order.cancelled_at is not None:
        raise errors.cancelled_order()
    if not order.outstanding.minor:
        raise errors.already_paid()
    left = order.due.minor - sum(each.counted for each in payments)
    if left > 0:
        return Money(left, order.currency)
    # Money that is set aside only has to be taken: nobody has to pay it again.
    raise (
        errors.balance_under_way() if any(each.status in OPEN for each in payments) else errors.already_paid()
    )


def _check_declined(tx: Tx, owner: Owner) -> None:
    since = tx.clock.now() - timedelta(hours=1)
    declined = sum(
        each.status is PaymentStatus.FAILED and each.created_at > since
        for each in find_payments(tx, owner=owner)
    )
    if declined >= MOST_DECLINED:
        raise errors.too_many()
