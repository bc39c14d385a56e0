"""Gift cards and store credit as tenders: paid, released and refunded within the shop's own transaction."""

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.hooks.payments import GIFT_CARD, STORE_CREDIT, Authorized, PaymentMethod
from comptoir.money import Money
from comptoir.payments.balances import EntryKind, change_balance
from comptoir.payments.gift_cards import get_usable_gift_card
from comptoir.payments.records import PaymentRecord
from comptoir.payments.store_credit import lookup_credit_balance

TENDERS = frozenset({GIFT_CARD, STORE_CREDIT})


def spend(tx: Tx, payment: PaymentRecord, *, token: str) -> Authorized:
    """Take a payment's amount from stored value: `token` is a gift card's code, or a credit's holder as text.

    Raises `DomainError` as `get_usable_gift_card` and `change_balance` do. Who may spend whose credit is for the
    caller to know.
    """
    if payment.provider == GIFT_CARD:
        card = get_usable_gift_card(tx, code=token, currency=payment.amount.currency)
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


def give_back(tx: Tx, payment: PaymentRecord, amount: Money, *, kind: EntryKind, reason: str = "") -> None:
    """Put an amount of a payment back where it was taken from, also on a card that expired or was withdrawn."""
    if amount.minor:
        change_balance(
            tx,
            balance_id=int(payment.provider_id),
            by=amount,
            kind=kind,
            payment_id=payment.id,
            reason=reason,
        )
