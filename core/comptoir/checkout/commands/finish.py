"""The last phase of completing a cart: what the payments came to becomes an order, or everything is let go.

It may be repeated at any time and by anyone: the request, the provider's message, the job that looks after
attempts whose process died. The attempt's row is locked, so that they follow one another.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, update

from comptoir.cart.models import CARTS
from comptoir.checkout.attempts import Attempt, AttemptState, lock_attempt
from comptoir.checkout.commands.begin import HOLD_TIME
from comptoir.checkout.models import ATTEMPTS
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import Demand, HeldStock, allocate_held, lock_holds, place_holds, release_holds
from comptoir.orders.commands.place import place_order
from comptoir.orders.commands.settle import settle_locked
from comptoir.orders.drafts import OrderDraft
from comptoir.orders.records import OrderRecord
from comptoir.payments.operations import begin_cancel, begin_refund
from comptoir.payments.queries import find_payments
from comptoir.payments.records import OPEN, OVER, OperationRecord, PaymentRecord
from comptoir.payments.starting import move_payments
from comptoir.pricing import release_promotion_uses

_OUT_OF_STOCK = "OUT_OF_STOCK"
_SET = (
    update(ATTEMPTS)
    .where(ATTEMPTS.c.id == bindparam("of_attempt"))
    .values(
        state=bindparam("to_state"),
        code=bindparam("to_code"),
        order_id=bindparam("to_order"),
        looked_at=bindparam("now"),
    )
)
_END_CART = (
    update(CARTS)
    .where(CARTS.c.id == bindparam("of_cart"))
    .values(expires_at=bindparam("now"), version=CARTS.c.version + 1)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """Where an attempt stands, its payments, and what its provider still has to be told."""

    attempt: Attempt
    payments: tuple[PaymentRecord, ...]
    operations: tuple[OperationRecord, ...] = ()
    order: OrderRecord | None = None
    """The order as it was placed, where that was done just now."""


def finish_attempt(tx: Tx, *, ident: str, token: str, begun: Attempt | None = None) -> Finished | None:
    """Go on with an attempt as far as its payments allow; none where there is no such attempt.

    `token` is the secret of the order that it may become; `begun` is the attempt as it was begun, where that is known.
    Money that reaches an attempt which came to nothing is given back.
    """
    attempt = lock_attempt(tx, ident=ident)
    if attempt is None:
        return None
    payments = tuple(find_payments(tx, owner=attempt.owner))
    if attempt.state is not AttemptState.OPEN:
        late = give_back(tx, payments) if attempt.state is AttemptState.RELEASED else ()
        return Finished(attempt=attempt, payments=payments, operations=late)
    failed = next((each for each in payments if each.status in OVER), None)
    if failed is not None:
        return _release(tx, attempt, payments, code=failed.code or "ABANDONED")
    if any(each.status in OPEN for each in payments):
        return Finished(attempt=_set(tx, attempt, AttemptState.OPEN), payments=payments)
    draft = _named(attempt.draft_of(begun), origin=attempt.origin, token=token)
    demands = _demands(draft)
    held = _held(tx, attempt, demands) if demands else None
    if demands and held is None:
        return _release(tx, attempt, payments, code=_OUT_OF_STOCK)
    placed, order = _place(tx, attempt, draft, held)
    return Finished(attempt=placed, payments=payments, order=order)


def _held(tx: Tx, attempt: Attempt, demands: Sequence[Demand]) -> HeldStock | None:
    """Return the goods that are held; goods whose hold has expired are held anew where they are still there."""
    try:
        return lock_holds(tx, owner=attempt.owner)
    except DomainError:
        try:
            place_holds(tx, owner=attempt.owner, demands=demands, expires_at=tx.clock.now() + HOLD_TIME)
        except DomainError:
            return None
    return lock_holds(tx, owner=attempt.owner)


def _demands(draft: OrderDraft) -> list[Demand]:
    wanted = Counter[tuple[int, int]]()
    for line in draft.lines:
        for source in line.sources if line.stock_counted else ():
            wanted[line.variant_id, source.location_id] += source.quantity
    return [
        Demand(variant_id=variant, location_id=place, quantity=quantity)
        for (variant, place), quantity in sorted(wanted.items())
    ]


def _place(
    tx: Tx, attempt: Attempt, draft: OrderDraft, held: HeldStock | None
) -> tuple[Attempt, OrderRecord]:
    order = place_order(tx, draft=draft)
    if held is not None:
        allocate_held(tx, held=held, to=order.owner)
    move_payments(tx, owner=attempt.owner, to=order.payment_owner)
    settled = settle_locked(tx, order=order)
    tx.execute(_END_CART, {"of_cart": attempt.cart_id, "now": tx.clock.now()})
    return _set(tx, attempt, AttemptState.PLACED, order_id=order.order_id), settled


def _named(draft: OrderDraft, *, origin: str, token: str) -> OrderDraft:
    return replace(draft, origin=origin, token=token)


def _release(tx: Tx, attempt: Attempt, payments: Sequence[PaymentRecord], *, code: str) -> Finished:
    release_holds(tx, owner=attempt.owner)
    release_promotion_uses(tx, order_key=attempt.origin)
    released = _set(tx, attempt, AttemptState.RELEASED, code=code)
    return Finished(attempt=released, payments=tuple(payments), operations=give_back(tx, payments))


def give_back(tx: Tx, payments: Sequence[PaymentRecord]) -> tuple[OperationRecord, ...]:
    """Begin to give back what was paid for something that came to nothing, and to stop what is under way."""
    begun: list[OperationRecord] = []
    for payment in sorted(payments, key=lambda each: -each.id):
        if payment.refundable.minor > 0:
            key = f"checkout-released-{payment.refunded + payment.refunding}"
            begun.append(
                begin_refund(
                    tx,
                    payment_id=payment.id,
                    amount=payment.refundable,
                    idempotency_key=key,
                    reason="checkout came to nothing",
                )
            )
        elif payment.capturable.minor > 0 or payment.status in OPEN:
            begun.append(
                begin_cancel(
                    tx,
                    payment_id=payment.id,
                    idempotency_key="checkout-released",
                    reason="checkout came to nothing",
                )
            )
    return tuple(begun)


def _set(
    tx: Tx, attempt: Attempt, state: AttemptState, *, code: str = "", order_id: int | None = None
) -> Attempt:
    values: dict[str, Any] = {"to_state": state.value, "to_code": code, "to_order": order_id}
    tx.execute(_SET, {"of_attempt": attempt.number, "now": tx.clock.now(), **values})
    return replace(attempt, state=state, code=code, order_id=order_id)
