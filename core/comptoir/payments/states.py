"""How a payment moves on from what a provider tells: pure, repeatable, in any order.

Amounts only grow, so that an old message after a newer one changes nothing; and money beats words: a charge that
a provider reports late counts even where the payment was given up before.
"""

from dataclasses import replace

from comptoir.hooks.payments import (
    DECLINE_CODES,
    ActionRequired,
    Authorized,
    Cancelled,
    Declined,
    NotStarted,
    Processing,
)
from comptoir.hooks.payments import LookupResult as Told
from comptoir.payments.records import OPEN, OVER, PaymentRecord, PaymentStatus


def progress(payment: PaymentRecord, told: Told) -> PaymentRecord:
    """Return the payment after what a provider told; unchanged where that is no news."""
    if isinstance(told, Authorized):
        return _authorized(payment, told)
    if isinstance(told, Cancelled):
        return _cancelled(payment, told)
    if payment.status not in OPEN:
        return payment
    if isinstance(told, ActionRequired):
        return replace(
            payment,
            status=PaymentStatus.ACTION_REQUIRED,
            provider_id=told.provider_id,
            action=told.action,
        )
    if isinstance(told, Processing):
        return replace(payment, status=PaymentStatus.PROCESSING, provider_id=told.provider_id, action=None)
    return _failed(payment, told)


def _authorized(payment: PaymentRecord, told: Authorized) -> PaymentRecord:
    authorized = max(payment.authorized, told.amount.minor)
    captured = max(payment.captured, told.captured.minor)
    voided = 0 if payment.status in OVER else payment.voided
    # A capture that a message tells of before the call for it is answered is no longer under way.
    capturing = max(payment.capturing - (captured - payment.captured), 0)
    if (authorized, captured, voided) == (payment.authorized, payment.captured, payment.voided):
        return payment
    return settled(
        replace(
            payment,
            authorized=authorized,
            captured=captured,
            capturing=capturing,
            voided=voided,
            provider_id=told.provider_id,
            method=told.method or payment.method,
            action=None,
            code="",
        )
    )


def _cancelled(payment: PaymentRecord, told: Cancelled) -> PaymentRecord:
    if payment.captured or payment.status in OVER:
        return payment
    return replace(
        payment,
        status=PaymentStatus.CANCELLED,
        provider_id=told.provider_id or payment.provider_id,
        voided=payment.authorized,
        action=None,
    )


def _failed(payment: PaymentRecord, told: Declined | NotStarted) -> PaymentRecord:
    code = told.code if isinstance(told, Declined) else "NOT_STARTED"
    provider_id = told.provider_id if isinstance(told, Declined) else ""
    return replace(
        payment,
        status=PaymentStatus.FAILED,
        provider_id=provider_id or payment.provider_id,
        code=code if code in DECLINE_CODES else "DECLINED",
        action=None,
    )


def settled(payment: PaymentRecord) -> PaymentRecord:
    """Return a payment that was authorized with the status that its amounts mean."""
    if not payment.captured:
        status = PaymentStatus.AUTHORIZED
    elif not payment.refunded:
        status = PaymentStatus.PAID
    elif payment.refunded < payment.captured:
        status = PaymentStatus.PARTIALLY_REFUNDED
    else:
        status = PaymentStatus.REFUNDED
    return replace(payment, status=status)
