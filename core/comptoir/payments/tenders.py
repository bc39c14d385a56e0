"""The shop's own tenders: paid, released and refunded within its own transaction.

Gift cards and store credit are value that the shop keeps. Cash and a terminal that the shop does not drive are taken
by staff: what they say was paid counts as paid, and what is refunded they hand back.
"""

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.hooks.payments import (
    CASH,
    EXTERNAL_TERMINAL,
    GIFT_CARD,
    STORE_CREDIT,
    Authorized,
    PaymentMethod,
)
from comptoir.money import Money
from comptoir.payments.balances import EntryKind, change_balance
from comptoir.payments.gift_cards import get_spendable_gift_card
from comptoir.payments.records import PaymentRecord
from comptoir.payments.store_credit import lookup_credit_balance

TAKEN_BY_STAFF = frozenset({CASH, EXTERNAL_TERMINAL})
TENDERS = frozenset({GIFT_CARD, STORE_CREDIT}) | TAKEN_BY_STAFF


def spend(tx: Tx, payment: PaymentRecord, *, token: str) -> Authorized:
    """Take a payment's amount: `token` is a gift card's code or `spending_token`, a credit's holder as text, or
    a receipt's reference.

    Raises `DomainError` as `get_spendable_gift_card` and `change_balance` do, and `PROVIDER_UNKNOWN` for what only
    staff may take. Who may spend whose credit is for the caller to know.
    """
    if payment.provider in TAKEN_BY_STAFF:
        return _taken_by_staff(tx, payment, reference=token)
    if payment.provider == GIFT_CARD:
        card = get_spendable_gift_card(tx, token=token, currency=payment.amount.currency)
        balance_id = card.balance_id
        method = PaymentMethod(kind="gift-card", last_characters=card.last_characters)
    else:
        found = lookup_credit_balance(tx, holder=token, currency=payment.amount.currency)
        if found is None:
            raise DomainError("INSUFFICIENT_BALANCE", "there is no store credit", field=("amount",))
        balance_id, method = found, PaymentMethod(kind="store-credit")
    taken = Money(-payment.amount.minor, payment.amount.currency)
    change_balance(tx, balance_id=balance_id, by=taken, kind=EntryKind.SPENT, payment_id=payment.id)
    return Authorized(
        provider_id=str(balance_id),
        amount=payment.amount,
        captured=payment.amount if payment.capture else Money(0, payment.amount.currency),
        method=method,
    )


def _taken_by_staff(tx: Tx, payment: PaymentRecord, *, reference: str) -> Authorized:
    if tx.actor.kind != "staff":
        raise DomainError("PROVIDER_UNKNOWN", f"only staff take {payment.provider}", field=("provider",))
    return Authorized(
        provider_id=payment.reference,
        amount=payment.amount,
        captured=payment.amount,
        method=PaymentMethod(kind=payment.provider, label=reference),
    )


def give_back(tx: Tx, payment: PaymentRecord, amount: Money, *, kind: EntryKind, reason: str = "") -> None:
    """Put an amount of a payment back where it was taken from, also on a card that expired or was withdrawn."""
    if amount.minor and payment.provider not in TAKEN_BY_STAFF:
        change_balance(
            tx,
            balance_id=int(payment.provider_id),
            by=amount,
            kind=kind,
            payment_id=payment.id,
            reason=reason,
        )
