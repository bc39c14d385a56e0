"""Checks for `comptoir doctor`: sums that must agree, and payments that somebody must look at."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, select

from comptoir.db.tx import ReadTx
from comptoir.hooks.contributions import Finding
from comptoir.payments.models import (
    BALANCE,
    BALANCE_ENTRY,
    OPERATION,
    OWNER,
    PAYMENT,
    TRANSACTION,
    WEBHOOK,
)
from comptoir.payments.records import OPEN, OVER, OperationKind, OperationStatus, TransactionKind

_STUCK = timedelta(hours=24)


def _ledger_sum(kind: TransactionKind) -> Any:
    return func.coalesce(func.sum(case((TRANSACTION.c.kind == kind.value, TRANSACTION.c.amount), else_=0)), 0)


_SUMS = (
    select(
        PAYMENT.c.id,
        PAYMENT.c.authorized,
        PAYMENT.c.captured,
        PAYMENT.c.refunded,
        _ledger_sum(TransactionKind.AUTHORIZATION).label("sum_authorized"),
        _ledger_sum(TransactionKind.CAPTURE).label("sum_captured"),
        _ledger_sum(TransactionKind.REFUND).label("sum_refunded"),
    )
    .outerjoin(TRANSACTION, TRANSACTION.c.payment_id == PAYMENT.c.id)
    .group_by(PAYMENT.c.id, PAYMENT.c.authorized, PAYMENT.c.captured, PAYMENT.c.refunded)
    .order_by(PAYMENT.c.id)
)
_COUNTED = case(
    (PAYMENT.c.status.in_([status.value for status in OVER]), 0),
    else_=PAYMENT.c.amount - PAYMENT.c.voided - PAYMENT.c.refunded,
)
_OWNERS = (
    select(
        OWNER.c.kind, OWNER.c.ident, OWNER.c.committed, func.coalesce(func.sum(_COUNTED), 0).label("counted")
    )
    .outerjoin(PAYMENT, PAYMENT.c.owner_id == OWNER.c.id)
    .group_by(OWNER.c.id, OWNER.c.kind, OWNER.c.ident, OWNER.c.committed)
    .order_by(OWNER.c.id)
)


def _sum_of(kind: OperationKind, statuses: Sequence[OperationStatus], *more: Any) -> Any:
    return (
        select(func.coalesce(func.sum(OPERATION.c.amount), 0))
        .where(
            OPERATION.c.payment_id == PAYMENT.c.id,
            OPERATION.c.kind == kind.value,
            OPERATION.c.status.in_([status.value for status in statuses]),
            *more,
        )
        .scalar_subquery()
    )


def _under_way(kind: OperationKind, *more: Any) -> Any:
    return _sum_of(kind, [OperationStatus.PENDING, OperationStatus.PROCESSING], *more)


_REFUNDING = select(
    PAYMENT.c.id, PAYMENT.c.refunding, _under_way(OperationKind.REFUND).label("under_way")
).order_by(PAYMENT.c.id)
_CONCEDED = select(
    PAYMENT.c.id,
    PAYMENT.c.refunded,
    PAYMENT.c.conceded,
    PAYMENT.c.conceding,
    _under_way(OperationKind.REFUND, OPERATION.c.concession).label("under_way"),
    _sum_of(OperationKind.REFUND, [OperationStatus.DONE], OPERATION.c.concession).label("done"),
).order_by(PAYMENT.c.id)
_BALANCES = (
    select(
        BALANCE.c.id, BALANCE.c.amount, func.coalesce(func.sum(BALANCE_ENTRY.c.change), 0).label("entered")
    )
    .outerjoin(BALANCE_ENTRY, BALANCE_ENTRY.c.balance_id == BALANCE.c.id)
    .group_by(BALANCE.c.id, BALANCE.c.amount)
    .order_by(BALANCE.c.id)
)
_MISMATCHES = select(WEBHOOK).where(WEBHOOK.c.outcome == "MISMATCH").order_by(WEBHOOK.c.id)
_OPEN = select(PAYMENT.c.id, PAYMENT.c.provider, PAYMENT.c.status, PAYMENT.c.created_at).where(
    PAYMENT.c.status.in_([status.value for status in OPEN])
)
_FAILED_REFUNDS = select(OPERATION).where(
    OPERATION.c.kind == OperationKind.REFUND.value, OPERATION.c.status == OperationStatus.FAILED.value
)


def check_payments(tx: ReadTx) -> Sequence[Finding]:
    """Compare payments with their ledger and their owners, and stored value with its entries."""
    return [*_ledgers(tx), *_owners(tx), *_refunding(tx), *_conceded(tx), *_balances(tx)]


def check_providers(tx: ReadTx) -> Sequence[Finding]:
    """Name what providers told that did not fit, refunds that they refused, and payments open for a day."""
    told = [
        Finding(
            subject=f"payment {row.reference}", message=f"a message of {row.provider} did not fit: {row.note}"
        )
        for row in tx.all(_MISMATCHES)
    ]
    refused = [
        Finding(subject=f"payment {row.payment_id}", message=f"a refund of {row.amount} failed: {row.code}")
        for row in tx.all(_FAILED_REFUNDS)
    ]
    since = tx.clock.now() - _STUCK
    stuck = [
        Finding(subject=f"payment {row.id}", message=f"{row.status} at {row.provider} for more than a day")
        for row in tx.all(_OPEN)
        if row.created_at < since
    ]
    return [*told, *refused, *stuck]


def _ledgers(tx: ReadTx) -> list[Finding]:
    found = []
    for row in tx.all(_SUMS):
        for name in ("authorized", "captured", "refunded"):
            stands, entered = getattr(row, name), getattr(row, f"sum_{name}")
            if stands != entered:
                message = f"{name} is {stands}, and its transactions add up to {entered}"
                found.append(Finding(subject=f"payment {row.id}", message=message))
    return found


def _owners(tx: ReadTx) -> list[Finding]:
    return [
        Finding(
            subject=f"{row.kind} {row.ident}",
            message=f"{row.committed} is counted for it, and its payments add up to {row.counted}",
        )
        for row in tx.all(_OWNERS)
        if row.committed != row.counted
    ]


def _refunding(tx: ReadTx) -> list[Finding]:
    return [
        Finding(
            subject=f"payment {row.id}",
            message=f"refunding is {row.refunding}, and refunds under way add up to {row.under_way}",
        )
        for row in tx.all(_REFUNDING)
        if row.refunding != row.under_way
    ]


def _conceded(tx: ReadTx) -> list[Finding]:
    found = []
    for row in tx.all(_CONCEDED):
        subject = f"payment {row.id}"
        if row.conceding != row.under_way:
            message = f"conceding is {row.conceding}, and concessions under way add up to {row.under_way}"
            found.append(Finding(subject=subject, message=message))
        # More than the shop's own refunds concede is what was given back at the provider's own desk.
        if not row.done <= row.conceded <= row.refunded:
            message = (
                f"conceded is {row.conceded}, of {row.refunded} given back, {row.done} of it as concessions"
            )
            found.append(Finding(subject=subject, message=message))
    return found


def _balances(tx: ReadTx) -> list[Finding]:
    return [
        Finding(
            subject=f"balance {row.id}",
            message=f"it is {row.amount}, and its entries add up to {row.entered}",
        )
        for row in tx.all(_BALANCES)
        if row.amount != row.entered
    ]
