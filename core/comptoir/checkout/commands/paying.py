"""What is to be paid now, and by which tenders: gift cards first, then store credit, the provider for the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from comptoir.checkout import errors
from comptoir.checkout.attempts import Attempt
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.hooks.payments import GIFT_CARD, STORE_CREDIT
from comptoir.money import Money
from comptoir.orders.drafts import OrderDraft, Terms
from comptoir.payments.gift_cards import (
    GiftCardRecord,
    find_usable_gift_cards,
    get_usable_gift_card,
    spending_token,
)
from comptoir.payments.publishing import get_terms_in_force
from comptoir.payments.records import PaymentRecord
from comptoir.payments.starting import start_payment
from comptoir.payments.store_credit import find_store_credit
from comptoir.payments.terms import PaymentTerms, check_first_payment
from comptoir.principal import Owner

MOST_GIFT_CARDS = 10
_AMOUNT_CODES = frozenset(
    {"AMOUNT_TOO_HIGH", "CURRENCY_MISMATCH", "DEPOSIT_NOT_ALLOWED", "DEPOSIT_TOO_LOW", "INVALID_AMOUNT"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentWish:
    """How somebody pays: by gift cards, by store credit, and by a provider or a tender of the counter's for the rest.

    `amount` is what the last of them is asked for, where that is not the rest. Whoever makes a wish knows that the
    credit is the payer's, or staff name its holder.
    """

    provider: str | None = None
    token: str = ""
    amount: Money | None = None
    gift_cards: tuple[str, ...] = ()
    store_credit: Owner | None = None

    def __repr__(self) -> str:
        return f"PaymentWish(provider={self.provider!r}, amount={self.amount!r})"


def start_payments(
    tx: Tx, *, attempt: Attempt, draft: OrderDraft, wish: PaymentWish, applied: Sequence[int] = ()
) -> tuple[OrderDraft, PaymentRecord | None]:
    """Write down the payments of an attempt; return its draft with the terms that it is placed under, and one of them.

    That is the payment that a provider is to be asked for; there is none where gift cards pay for all. Gift cards pay
    at once: those `applied` to the cart, then those of the request; then store credit.
    Raises `DomainError`: `PAYMENT_REQUIRED`, `PAYMENT_AMOUNT`, and why a gift card is none.
    """
    due = draft.total
    by_value = pay_by_value(
        tx,
        owner=attempt.owner,
        due=due,
        codes=wish.gift_cards,
        holder=wish.store_credit,
        applied=applied,
    )
    offered = offered_amount(due - by_value, wish)
    paid = by_value + offered
    if paid.minor < draft.total.minor:
        terms = get_terms_in_force(tx, market=draft.market)
        _check_deposit(terms, total=draft.total, paid=paid, named=wish.amount is not None)
        draft = replace(draft, terms=_freeze(tx, terms, deposit=paid))
    if not offered.minor:
        return draft, None
    assert wish.provider is not None
    asked = start_payment(
        tx,
        owner=attempt.owner,
        provider=wish.provider,
        amount=offered,
        idempotency_key="checkout",
        token=wish.token,
        ceiling=draft.total,
    )
    return draft, asked


def pay_by_value(
    tx: Tx,
    *,
    owner: Owner,
    due: Money,
    codes: Sequence[str],
    holder: Owner | None,
    applied: Sequence[int] = (),
    ceiling: Money | None = None,
    prefix: str = "",
    capture: bool = True,
) -> Money:
    """Take what is due from gift cards, then from a holder's store credit, or set it aside; return how much that is.

    `applied` are numbers of cards that the cart has: those that cannot be spent any more are passed over.
    `ceiling` bounds all payments of the owner, also those before; by default it is what is due.
    Raises `DomainError`: why one of the cards is none, with its place in the list, and `INSUFFICIENT_BALANCE` where
    there is no store credit to spend.
    """
    spend = partial(
        start_payment, tx, owner=owner, ceiling=due if ceiling is None else ceiling, capture=capture
    )
    paid = _pay_by_cards(tx, due=due, codes=codes, applied=applied, spend=partial(_spend, spend, prefix))
    if holder is not None and paid < due:
        paid += _pay_by_credit(tx, holder=holder, due=due - paid, spend=spend, prefix=prefix)
    return paid


def _pay_by_cards(
    tx: Tx,
    *,
    due: Money,
    codes: Sequence[str],
    applied: Sequence[int],
    spend: Callable[..., Money],
) -> Money:
    if len(codes) > MOST_GIFT_CARDS:
        raise too_many_gift_cards("input", "gift_card_codes")
    paid = Money(0, due.currency)
    for card in find_usable_gift_cards(tx, numbers=applied, currency=due.currency):
        paid += spend(card=card, left=due - paid)
    for index, code in enumerate(codes):
        try:
            card = get_usable_gift_card(tx, code=code, currency=due.currency)
            paid += spend(card=card, left=due - paid)
        except DomainError as error:
            field = ("input", "gift_card_codes", str(index))
            raise DomainError(error.code, error.message, field=field) from error
    return paid


def _pay_by_credit(
    tx: Tx, *, holder: Owner, due: Money, spend: Callable[..., PaymentRecord], prefix: str
) -> Money:
    found = find_store_credit(tx, holder=holder)
    has = next((each for each in found if each.currency == due.currency), Money(0, due.currency))
    amount = min(has, due)
    if not amount.minor:
        raise errors.no_store_credit()
    try:
        spend(
            provider=STORE_CREDIT,
            amount=amount,
            idempotency_key=f"{prefix}store-credit",
            token=str(holder),
        )
    except DomainError as error:
        raise DomainError(error.code, error.message, field=("input", "store_credit")) from error
    return amount


def too_many_gift_cards(*field: str) -> DomainError:
    """More gift cards than may pay for one order."""
    return DomainError("INVALID", f"At most {MOST_GIFT_CARDS} gift cards pay for an order.", field=field)


def _spend(start: Callable[..., PaymentRecord], prefix: str, *, card: GiftCardRecord, left: Money) -> Money:
    amount = min(card.balance, left)
    if amount.minor:
        start(
            provider=GIFT_CARD,
            amount=amount,
            idempotency_key=f"{prefix}gift-card-{card.number}",
            token=spending_token(card),
        )
    return amount


def offered_amount(rest: Money, wish: PaymentWish) -> Money:
    """Return what the provider is asked for: the rest, or the amount that the shopper named.

    Raises `DomainError` `PAYMENT_AMOUNT` for one that is not above nothing, or above the rest.
    """
    if wish.provider is None:
        return Money(0, rest.currency)
    if wish.amount is None:
        return rest
    if wish.amount.currency != rest.currency:
        raise errors.payment_amount(f"The total is in {rest.currency}.")
    if wish.amount.minor < 0 or (wish.amount.minor == 0) != (rest.minor == 0):
        raise errors.payment_amount("A payment is of more than nothing.")
    if wish.amount.minor > rest.minor:
        raise errors.payment_amount(f"{rest.amount} {rest.currency} are due.")
    return wish.amount


def _check_deposit(terms: PaymentTerms, *, total: Money, paid: Money, named: bool) -> None:
    try:
        check_first_payment(terms, total=total, offered=paid)
    except DomainError as error:
        if error.code in _AMOUNT_CODES and named:
            raise errors.payment_amount(error.message) from error
        raise errors.payment_required(total - paid) from error


def _freeze(tx: Tx, terms: PaymentTerms, *, deposit: Money) -> Terms:
    days = terms.balance_days
    return Terms(
        name=f"{terms.handle}@{terms.version}",
        deposit=deposit,
        balance_due_at=None if days is None else tx.clock.now() + timedelta(days=days),
        hold_until_paid=terms.ships_after == "BALANCE",
    )
