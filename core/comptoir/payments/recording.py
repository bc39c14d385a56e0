"""The last phase of a payment: what the provider said is recorded, in whatever order and however often it comes."""

from datetime import datetime, timedelta

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.hooks.payments import ActionRequired, Authorized, LookupResult
from comptoir.payments.ledger import lock_payment, save_payment
from comptoir.payments.records import OPEN, PaymentRecord
from comptoir.payments.states import progress

ACTION_TIME = timedelta(minutes=30)
"""How long a payer may take to do what is asked before the payment is given up."""
_NEXT_LOOK = timedelta(seconds=30)


def record_result(tx: Tx, *, payment_id: int, told: LookupResult) -> PaymentRecord:
    """Record what a provider said of a payment; news that is older than what is known changes nothing.

    Raises `DomainError` `PROVIDER_MISMATCH` where the provider speaks of another amount than was asked for; the
    payment is then left as it was, for people to look at.
    """
    payment = lock_payment(tx, payment_id)
    if isinstance(told, Authorized) and not _fits(payment, told):
        raise DomainError(
            "PROVIDER_MISMATCH",
            f"{payment.provider} speaks of {told.amount.amount} {told.amount.currency}; "
            f"{payment.amount.amount} {payment.amount.currency} was asked for",
        )
    after = progress(payment, told)
    if after.status == payment.status:
        return save_payment(tx, before=payment, after=after)
    return save_payment(tx, before=payment, after=after, look_at=_next_look(after, told, tx.clock.now()))


def _fits(payment: PaymentRecord, told: Authorized) -> bool:
    return (
        told.amount == payment.amount
        and told.captured.currency == payment.amount.currency
        and 0 <= told.captured.minor <= payment.amount.minor
    )


def _next_look(payment: PaymentRecord, told: LookupResult, now: datetime) -> datetime | None:
    if payment.status not in OPEN:
        return None
    return now + (ACTION_TIME if isinstance(told, ActionRequired) else _NEXT_LOOK)
