"""What staff do at the desk: the commands of payments, each with a row of the audit log."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam

from comptoir.db.tx import ReadTx, Tx
from comptoir.money import Money
from comptoir.payments import gift_cards, operations
from comptoir.payments.gift_cards import CARDS, GiftCardRecord, IssuedGiftCard, gift_card_record
from comptoir.payments.ledger import PAYMENTS, payment_record
from comptoir.payments.models import GIFT_CARD, PAYMENT
from comptoir.payments.publishing import TermsDraft, publish_terms
from comptoir.payments.records import OperationRecord, PaymentRecord, PaymentStatus
from comptoir.payments.store_credit import grant_store_credit
from comptoir.payments.terms import PaymentTerms
from comptoir.principal import Owner
from comptoir.staff.audit import record

_NEWEST = 2**62
_PAYMENTS = (
    PAYMENTS.where(PAYMENT.c.id < bindparam("below")).order_by(PAYMENT.c.id.desc()).limit(bindparam("count"))
)
_BY_STATUS = _PAYMENTS.where(PAYMENT.c.status == bindparam("standing"))
_CARDS = (
    CARDS.where(GIFT_CARD.c.id < bindparam("below")).order_by(GIFT_CARD.c.id.desc()).limit(bindparam("count"))
)
_CARDS_ENDING = _CARDS.where(GIFT_CARD.c.last_characters == bindparam("ending"))


def find_recent_payments(
    tx: ReadTx, *, count: int, below: int | None = None, status: PaymentStatus | None = None
) -> list[PaymentRecord]:
    """Return payments, newest first."""
    window: dict[str, Any] = {"below": below or _NEWEST, "count": count}
    if status is None:
        return [payment_record(row) for row in tx.all(_PAYMENTS, window)]
    return [payment_record(row) for row in tx.all(_BY_STATUS, {**window, "standing": status.value})]


def find_gift_cards(
    tx: ReadTx, *, count: int, below: int | None = None, last_characters: str | None = None
) -> list[GiftCardRecord]:
    """Return gift cards, newest first."""
    window: dict[str, Any] = {"below": below or _NEWEST, "count": count}
    if last_characters is None:
        return [gift_card_record(row) for row in tx.all(_CARDS, window)]
    ending = last_characters.upper()
    return [gift_card_record(row) for row in tx.all(_CARDS_ENDING, {**window, "ending": ending})]


def capture(
    tx: Tx, *, payment_id: int, amount: Money | None, idempotency_key: str, reason: str | None
) -> OperationRecord:
    """Begin to take what is reserved."""
    begun = operations.begin_capture(
        tx, payment_id=payment_id, amount=amount, idempotency_key=idempotency_key
    )
    return _told(tx, begun, "payment.captured", reason)


def cancel(tx: Tx, *, payment_id: int, idempotency_key: str, reason: str | None) -> OperationRecord:
    """Begin to give a payment up."""
    begun = operations.begin_cancel(
        tx, payment_id=payment_id, idempotency_key=idempotency_key, reason=reason or ""
    )
    return _told(tx, begun, "payment.cancelled", reason)


def refund(
    tx: Tx, *, payment_id: int, amount: Money, idempotency_key: str, still_due: bool, reason: str | None
) -> OperationRecord:
    """Begin to give an amount back: as a concession, or because it is to be paid in another way."""
    begun = operations.begin_refund(
        tx,
        payment_id=payment_id,
        amount=amount,
        idempotency_key=idempotency_key,
        reason=reason or "",
        concession=not still_due,
    )
    return _told(tx, begun, "payment.refunded", reason, still_due=still_due)


def _told(tx: Tx, begun: OperationRecord, action: str, reason: str | None, **more: bool) -> OperationRecord:
    after = {"amount": _shown(begun.amount), "operation": begun.id, **more}
    record(tx, action=action, subject=f"payment:{begun.payment_id}", after=after, reason=reason)
    return begun


def issue(
    tx: Tx, *, value: Money, expires_at: datetime | None, note: str, reason: str | None
) -> IssuedGiftCard:
    """Issue a gift card."""
    issued = gift_cards.issue_gift_card(
        tx, value=value, expires_at=expires_at, note=note, reason=reason or ""
    )
    record(tx, action="gift_card.issued", subject=issued.card.id, after=_state(issued.card), reason=reason)
    return issued


def disable(tx: Tx, *, number: int, reason: str | None) -> GiftCardRecord:
    """Withdraw a gift card."""
    before = gift_cards.get_gift_card(tx, number=number)
    after = gift_cards.disable_gift_card(tx, number=number)
    _changed(tx, "gift_card.disabled", before, after, reason)
    return after


def correct(tx: Tx, *, number: int, by: Money, reason: str | None) -> GiftCardRecord:
    """Add to a gift card, or take from it."""
    before = gift_cards.get_gift_card(tx, number=number)
    after = gift_cards.correct_gift_card(tx, number=number, by=by, reason=reason or "")
    _changed(tx, "gift_card.corrected", before, after, reason)
    return after


def _changed(tx: Tx, action: str, before: GiftCardRecord, after: GiftCardRecord, reason: str | None) -> None:
    record(tx, action=action, subject=after.id, before=_state(before), after=_state(after), reason=reason)


def _state(card: GiftCardRecord) -> dict[str, Any]:
    return {
        "balance": _shown(card.balance),
        "enabled": card.enabled,
        "last_characters": card.last_characters,
        "expires_at": card.expires_at.isoformat() if card.expires_at else None,
    }


def grant(tx: Tx, *, holder: Owner, amount: Money, reason: str | None) -> Money:
    """Give somebody store credit, or take it back."""
    balance = grant_store_credit(tx, holder=holder, amount=amount, reason=reason or "")
    record(
        tx,
        action="store_credit.granted",
        subject=f"store-credit:{holder}",
        after={"amount": _shown(amount), "balance": _shown(balance)},
        reason=reason,
    )
    return balance


def publish(tx: Tx, *, draft: TermsDraft, reason: str | None) -> PaymentTerms:
    """Publish a version of payment terms."""
    terms = publish_terms(tx, draft=draft)
    action = "payment_terms.withdrawn" if draft.withdrawn else "payment_terms.published"
    after = {
        "version": terms.version,
        "basis_points": terms.basis_points,
        "fixed": _shown(terms.fixed) if terms.fixed else None,
        "least": _shown(terms.least) if terms.least else None,
        "ships_after": terms.ships_after,
        "balance_days": terms.balance_days,
        "market": draft.market,
    }
    record(tx, action=action, subject=f"payment-terms:{terms.handle}", after=after, reason=reason)
    return terms


def _shown(amount: Money) -> str:
    return f"{amount.amount} {amount.currency}"
