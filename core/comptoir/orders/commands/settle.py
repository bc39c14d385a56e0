"""What payments say of an order, taken over; and money given back that the order no longer costs.

Refunds and cancellations are begun here, in the order's own transaction, and sent to their providers afterwards:
`comptoir.payments.taking.send_operation` by whoever waits for the answer, else the recovery job of payments.
"""

from collections.abc import Sequence

from comptoir.db.tx import Tx
from comptoir.money import Money
from comptoir.orders.journal import lock_order, settle, tell_audit
from comptoir.orders.queries import lookup_order_paid_by
from comptoir.orders.records import OrderRecord
from comptoir.orders.states import PaymentFacts
from comptoir.payments.operations import begin_cancel, begin_capture, begin_refund, begin_refunds
from comptoir.payments.queries import find_payments, summarize_payments
from comptoir.payments.records import OVER, OperationRecord, PaymentRecord
from comptoir.principal import Owner

Operations = tuple[OperationRecord, ...]


def settle_order(tx: Tx, *, order_id: int) -> OrderRecord:
    """Derive an order's financial status from its payments; raises `DomainError` with `NOT_FOUND`."""
    return settle_locked(tx, order=lock_order(tx, order_id=order_id))


def settle_locked(tx: Tx, *, order: OrderRecord) -> OrderRecord:
    """Do so for an order that this transaction placed or locked, as it read it then."""
    summary = summarize_payments(find_payments(tx, owner=order.payment_owner), currency=order.currency)
    facts = PaymentFacts(
        authorized=summary.authorized.minor,
        captured=summary.captured.minor,
        refunded=summary.refunded.minor,
        conceded=summary.conceded.minor,
    )
    return settle(tx, order=order, facts=facts)


def settle_payments_of(tx: Tx, *, owner: Owner) -> Operations:
    """Do so for the order whose payments an owner has, if there is one; what comes too late is given back.

    Money that reaches a cancelled order, such as a payment that was under way, is refunded at once; so is what
    was being taken while an edit made the order cost less.
    """
    found = lookup_order_paid_by(tx, owner=owner)
    if found is None:
        return ()
    order = settle_order(tx, order_id=found)
    return give_back_all(tx, order) if order.cancelled_at is not None else give_back_excess(tx, order)


def give_back_all(tx: Tx, order: OrderRecord) -> Operations:
    """Begin to give back all that was paid and to let go of all that was set aside, newest payment first.

    What is under way already is not begun again.
    """
    begun: list[OperationRecord] = []
    for payment in sorted(find_payments(tx, owner=order.payment_owner), key=lambda each: -each.id):
        if payment.refundable.minor > 0:
            begun.append(
                begin_refund(
                    tx,
                    payment_id=payment.id,
                    amount=payment.refundable,
                    idempotency_key=f"order-cancelled-{payment.refunded + payment.refunding}",
                    reason="order cancelled",
                )
            )
        elif _untouched(payment):
            begun.append(
                begin_cancel(
                    tx, payment_id=payment.id, idempotency_key="order-cancelled", reason="order cancelled"
                )
            )
    return tuple(begun)


def give_back_excess(tx: Tx, order: OrderRecord) -> Operations:
    """Begin to give back what was taken beyond what is due, newest payment first.

    What was given back for good, or is about to be, is not due: it is neither given back twice nor asked for again.
    """
    payments = find_payments(tx, owner=order.payment_owner)
    taken = sum(each.captured for each in payments)
    back = sum(each.refunded + each.refunding for each in payments)
    excess = taken - back - _due(order, payments)
    if excess <= 0:
        return ()
    return begin_refunds(
        tx,
        owner=order.payment_owner,
        amount=Money(excess, order.currency),
        # Named by what was taken and is going back: what comes in later is given back by a refund of its own.
        idempotency_key=f"order-{order.order_id}-excess-{taken}-{back}",
        reason="order edited",
    )


def begin_captures(tx: Tx, *, order_id: int) -> Operations:
    """Begin to take what is set aside, up to what is still to be paid, oldest payment first.

    For shops that authorize at checkout and charge when goods leave. Raises `DomainError` with `NOT_FOUND`.
    """
    order = settle_order(tx, order_id=order_id)
    tell_audit(tx, order_id=order_id, kind="captured")
    payments = find_payments(tx, owner=order.payment_owner)
    due = _due(order, payments) - sum(
        each.captured - each.refunded - each.refunding + each.capturing for each in payments
    )
    begun: list[OperationRecord] = []
    for payment in sorted(payments, key=lambda each: each.id):
        amount = min(due, payment.capturable.minor)
        if amount > 0 and not payment.capturing:
            due -= amount
            begun.append(
                begin_capture(
                    tx,
                    payment_id=payment.id,
                    amount=Money(amount, order.currency),
                    idempotency_key=f"order-{order.order_id}-capture-{payment.captured}",
                )
            )
    return tuple(begun)


def _due(order: OrderRecord, payments: Sequence[PaymentRecord]) -> int:
    """Return what the shop is to have of an order once all refunds under way are done."""
    conceded = sum(each.conceded + each.conceding for each in payments)
    return max(0, order.current_total.minor - conceded)


def _untouched(payment: PaymentRecord) -> bool:
    return not payment.captured and not payment.capturing and payment.status not in OVER
