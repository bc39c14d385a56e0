"""Checks of checkouts for `comptoir doctor`: none hangs, and what has ended leaves nothing behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Table, func, or_, select

from comptoir.checkout.counter.sales import SALE
from comptoir.checkout.models import ATTEMPTS, SALES
from comptoir.db.tx import ReadTx
from comptoir.hooks.contributions import Finding
from comptoir.inventory.models import HOLD
from comptoir.orders.models import ORDERS
from comptoir.payments.models import OPERATION, OWNER, PAYMENT
from comptoir.payments.records import OVER, OperationKind, OperationStatus
from comptoir.pricing.models import PROMOTION_USE

_TOO_LONG = timedelta(days=1)
"""A payer has half an hour, and a job looks every few seconds: what takes a day does not end by itself."""
_GOING_BACK = timedelta(hours=1)
"""How long money that came too late may take to be sent back."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of purchase: how its owner is called, and where it is kept."""

    owner: str
    table: Table


_KINDS = (_Kind("checkout", ATTEMPTS), _Kind(SALE, SALES))
_CANCELLING = (
    select(OPERATION.c.id)
    .where(
        OPERATION.c.payment_id == PAYMENT.c.id,
        OPERATION.c.kind == OperationKind.CANCEL.value,
        OPERATION.c.status.in_([OperationStatus.PENDING.value, OperationStatus.PROCESSING.value]),
    )
    .exists()
)
_PAYMENTS = (
    select(PAYMENT.c.id, PAYMENT.c.updated_at, OWNER.c.kind, OWNER.c.ident)
    .join(OWNER, OWNER.c.id == PAYMENT.c.owner_id)
    .where(
        OWNER.c.kind.in_([kind.owner for kind in _KINDS]),
        PAYMENT.c.status.not_in([status.value for status in OVER]),
        PAYMENT.c.amount - PAYMENT.c.voided - PAYMENT.c.refunded - PAYMENT.c.refunding > 0,
        ~_CANCELLING,
    )
    .order_by(PAYMENT.c.id)
)
_HELD = (
    select(HOLD.c.owner_kind, HOLD.c.owner_ident, func.sum(HOLD.c.quantity).label("pieces"))
    .where(HOLD.c.owner_kind.in_([kind.owner for kind in _KINDS]))
    .group_by(HOLD.c.owner_kind, HOLD.c.owner_ident)
    .order_by(HOLD.c.owner_kind, HOLD.c.owner_ident)
)
_USES = (
    select(PROMOTION_USE.c.order_key, PROMOTION_USE.c.promotion_id)
    .where(
        ~PROMOTION_USE.c.released,
        or_(*(PROMOTION_USE.c.order_key.like(f"{kind.owner}/%") for kind in _KINDS)),
    )
    .order_by(PROMOTION_USE.c.order_key, PROMOTION_USE.c.promotion_id)
)
States = Mapping[tuple[str, str], str]
"""How purchases stand, by kind and name."""


def check_checkouts(tx: ReadTx) -> Sequence[Finding]:
    """Return checkouts and sales that hang, those that lack their order, and what those that ended left behind.

    Left behind are goods that are held, money that was not sent back, and uses of promotions.
    """
    states: dict[tuple[str, str], str] = {}
    found: list[Finding] = []
    for kind in _KINDS:
        for row in tx.all(_standing(kind)):
            states[kind.owner, row.ident] = row.state
            found += _of_one(tx, kind, row)
    return [*found, *_holds(tx, states), *_payments(tx, states), *_uses(tx, states)]


def _standing(kind: _Kind) -> Any:
    origin = f"{kind.owner}/" + kind.table.c.ident
    return (
        select(
            kind.table.c.ident, kind.table.c.state, kind.table.c.created_at, ORDERS.c.id.label("its_order")
        )
        .select_from(
            kind.table.outerjoin(ORDERS, (ORDERS.c.id == kind.table.c.order_id) & (ORDERS.c.origin == origin))
        )
        .order_by(kind.table.c.id)
    )


def _of_one(tx: ReadTx, kind: _Kind, row: Any) -> Iterator[Finding]:
    if row.state == "OPEN" and row.created_at < tx.clock.now() - _TOO_LONG:
        yield _finding(kind.owner, row.ident, "has been under way for more than a day")
    if row.state == "PLACED" and row.its_order is None:
        yield _finding(kind.owner, row.ident, "was placed, but there is no order of it")
    if row.state != "PLACED" and row.its_order is not None:
        yield _finding(kind.owner, row.ident, f"is {row.state}, but there is an order of it")


def _holds(tx: ReadTx, states: States) -> Iterator[Finding]:
    for row in tx.all(_HELD):
        state = states.get((row.owner_kind, row.owner_ident))
        if state != "OPEN":
            yield _finding(row.owner_kind, row.owner_ident, f"holds {row.pieces} pieces, but {_told(state)}")


def _payments(tx: ReadTx, states: States) -> Iterator[Finding]:
    since = tx.clock.now() - _GOING_BACK
    for row in tx.all(_PAYMENTS):
        state = states.get((row.kind, row.ident))
        # What comes in after a checkout was given up is sent back by the job; that takes a moment.
        if state != "OPEN" and (state != "RELEASED" or row.updated_at < since):
            yield _finding(row.kind, row.ident, f"keeps the payment {row.id}, but {_told(state)}")


def _uses(tx: ReadTx, states: States) -> Iterator[Finding]:
    for row in tx.all(_USES):
        kind, _, ident = row.order_key.partition("/")
        state = states.get((kind, ident))
        if state in {None, "RELEASED"}:
            yield _finding(kind, ident, f"uses the promotion {row.promotion_id}, but {_told(state)}")


def _told(state: str | None) -> str:
    return "is not there" if state is None else f"is {state}"


def _finding(kind: str, ident: str, message: str) -> Finding:
    return Finding(subject=f"{kind} {ident}", message=message)
