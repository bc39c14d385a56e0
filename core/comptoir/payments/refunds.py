"""How a refund is spread over payments: pure, exact, newest payment first."""

from collections.abc import Sequence
from dataclasses import dataclass

from comptoir.errors import DomainError
from comptoir.money import Money, total
from comptoir.payments.records import PaymentRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundShare:
    """What one payment gives back."""

    payment: PaymentRecord
    amount: Money


def split_refund(payments: Sequence[PaymentRecord], amount: Money) -> tuple[RefundShare, ...]:
    """Spread a refund over what each payment can still give back, newest first.

    Shares add up to the amount exactly. Raises `DomainError` for an amount that is not positive, of another
    currency, or more than there is.
    """
    if amount.minor <= 0:
        raise DomainError("INVALID_AMOUNT", "a refund gives back more than nothing", field=("amount",))
    if any(payment.amount.currency != amount.currency for payment in payments):
        raise DomainError(
            "CURRENCY_MISMATCH", "the payments were made in another currency", field=("amount",)
        )
    left = amount
    shares = []
    for payment in sorted(payments, key=lambda each: -each.id):
        share = min(left.minor, payment.refundable.minor)
        if share > 0:
            shares.append(RefundShare(payment=payment, amount=Money(share, amount.currency)))
            left -= shares[-1].amount
    if left.minor:
        there = total((payment.refundable for payment in payments), currency=amount.currency)
        raise DomainError(
            "REFUND_TOO_HIGH",
            f"{there.amount} {there.currency} can be given back at most",
            field=("amount",),
        )
    return tuple(shares)
