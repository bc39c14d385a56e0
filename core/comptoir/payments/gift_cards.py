"""Gift cards: issued with a code that is told once, spent, topped up by refunds, disabled."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, insert, select, update

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.money import Money
from comptoir.payments.balances import EntryKind, change_balance, open_balance
from comptoir.payments.models import BALANCE, GIFT_CARD

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no letter that is taken for a digit."""
_READ_AS = str.maketrans("OIL", "011", " -")
_LENGTH, _GROUP, _SHOWN = 20, 5, 4
_CODE = re.compile(f"[{_ALPHABET}]{{{_LENGTH}}}")

_ADD = insert(GIFT_CARD).returning(GIFT_CARD.c.id)
CARDS = select(GIFT_CARD, BALANCE.c.amount, BALANCE.c.currency).join(
    BALANCE, BALANCE.c.id == GIFT_CARD.c.balance_id
)
_BY_DIGEST = CARDS.where(GIFT_CARD.c.digest == bindparam("of_code"))
_BY_IDS = CARDS.where(GIFT_CARD.c.id.in_(bindparam("cards", expanding=True)))
_NUMBERED = "gift-card/"
_BY_ID = CARDS.where(GIFT_CARD.c.id == bindparam("card"))
_DISABLE = update(GIFT_CARD).where(GIFT_CARD.c.id == bindparam("card")).values(enabled=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftCardRecord:
    """A gift card as it stands."""

    number: int
    balance_id: int
    last_characters: str
    balance: Money
    initial: Money
    enabled: bool
    expires_at: datetime | None
    note: str

    @property
    def id(self) -> str:
        """The global id."""
        return gid("GiftCard", self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedGiftCard:
    """A gift card that was just issued. Its code is told this once and kept nowhere."""

    card: GiftCardRecord
    code: str

    def __repr__(self) -> str:
        return f"IssuedGiftCard(card={self.card!r})"


def issue_gift_card(
    tx: Tx, *, value: Money, expires_at: datetime | None = None, note: str = "", reason: str = ""
) -> IssuedGiftCard:
    """Issue a gift card of a value; raises `DomainError` for one that is not positive, or expired already."""
    if value.minor <= 0:
        raise DomainError("INVALID_AMOUNT", "a gift card is worth more than nothing", field=("value",))
    if expires_at is not None and expires_at <= tx.clock.now():
        raise DomainError("INVALID", "this date has passed", field=("expires_at",))
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    balance_id = open_balance(tx, currency=value.currency)
    change_balance(tx, balance_id=balance_id, by=value, kind=EntryKind.ISSUED, reason=reason)
    row = {
        "balance_id": balance_id,
        "digest": _digest(code),
        "last_characters": code[-_SHOWN:],
        "initial": value.minor,
        "enabled": True,
        "issued_at": tx.clock.now(),
        "expires_at": expires_at,
        "note": note,
    }
    number = int(tx.execute(_ADD, row).scalar_one())
    shown = "-".join(code[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
    return IssuedGiftCard(card=get_gift_card(tx, number=number), code=shown)


def get_gift_card(tx: ReadTx, *, number: int) -> GiftCardRecord:
    """Return a gift card; raises `DomainError` where there is none."""
    row = tx.first(_BY_ID, {"card": number})
    if row is None:
        raise DomainError("NOT_FOUND", f"there is no gift card {number}", field=("id",))
    return gift_card_record(row)


def get_usable_gift_card(tx: ReadTx, *, code: str, currency: str) -> GiftCardRecord:
    """Return the gift card of a code, typed with or without dashes, in either case.

    Raises `DomainError`: `GIFT_CARD_UNKNOWN`, `GIFT_CARD_DISABLED`, `GIFT_CARD_EXPIRED`, `CURRENCY_MISMATCH`.
    """
    plain = code.upper().translate(_READ_AS)
    row = tx.first(_BY_DIGEST, {"of_code": _digest(plain)}) if _CODE.fullmatch(plain) else None
    if row is None:
        raise DomainError("GIFT_CARD_UNKNOWN", "there is no gift card with this code", field=("code",))
    card = gift_card_record(row)
    _check_usable(tx, card, currency=currency)
    return card


def find_usable_gift_cards(tx: ReadTx, *, numbers: Sequence[int], currency: str) -> list[GiftCardRecord]:
    """Return those of some gift cards that can be spent in a currency, in the order of the numbers."""
    rows = {row.id: row for row in tx.all(_BY_IDS, {"cards": list(numbers)})} if numbers else {}
    found: list[GiftCardRecord] = []
    for number in numbers:
        try:
            card = gift_card_record(rows[number])
            _check_usable(tx, card, currency=currency)
        except (KeyError, DomainError):
            continue
        found.append(card)
    return found


def spending_token(card: GiftCardRecord) -> str:
    """Return what spends a gift card whose code was checked before, in place of the code; no code looks like it."""
    return f"{_NUMBERED}{card.number}"


def get_spendable_gift_card(tx: ReadTx, *, token: str, currency: str) -> GiftCardRecord:
    """Return the gift card of a code or of a `spending_token`; raises `DomainError` as `get_usable_gift_card`."""
    if not token.startswith(_NUMBERED):
        return get_usable_gift_card(tx, code=token, currency=currency)
    card = get_gift_card(tx, number=int(token.removeprefix(_NUMBERED)))
    _check_usable(tx, card, currency=currency)
    return card


def _check_usable(tx: ReadTx, card: GiftCardRecord, *, currency: str) -> None:
    if not card.enabled:
        raise DomainError("GIFT_CARD_DISABLED", "this gift card was withdrawn", field=("code",))
    if card.expires_at is not None and card.expires_at <= tx.clock.now():
        raise DomainError("GIFT_CARD_EXPIRED", "this gift card has expired", field=("code",))
    if card.balance.currency != currency:
        raise DomainError(
            "CURRENCY_MISMATCH", f"this gift card is in {card.balance.currency}", field=("code",)
        )


def disable_gift_card(tx: Tx, *, number: int) -> GiftCardRecord:
    """Withdraw a gift card; what is on it stays, and refunds still reach it."""
    get_gift_card(tx, number=number)
    tx.execute(_DISABLE, {"card": number})
    return get_gift_card(tx, number=number)


def correct_gift_card(tx: Tx, *, number: int, by: Money, reason: str) -> GiftCardRecord:
    """Add to a gift card or take from it by hand.

    Raises `DomainError`: `NOT_FOUND`, `CURRENCY_MISMATCH`, `INVALID_AMOUNT`, `INSUFFICIENT_BALANCE`.
    """
    card = get_gift_card(tx, number=number)
    if by.currency != card.balance.currency:
        raise DomainError(
            "CURRENCY_MISMATCH", f"this gift card is in {card.balance.currency}", field=("amount",)
        )
    if not by.minor:
        raise DomainError("INVALID_AMOUNT", "a correction changes something", field=("amount",))
    change_balance(tx, balance_id=card.balance_id, by=by, kind=EntryKind.CORRECTED, reason=reason)
    return get_gift_card(tx, number=number)


def gift_card_record(row: Row[Any]) -> GiftCardRecord:
    """Return a row of `CARDS` as a value."""
    return GiftCardRecord(
        number=row.id,
        balance_id=row.balance_id,
        last_characters=row.last_characters,
        balance=Money(row.amount, row.currency),
        initial=Money(row.initial, row.currency),
        enabled=row.enabled,
        expires_at=row.expires_at,
        note=row.note,
    )


def _digest(code: str) -> str:
    # A hundred random bits: a plain digest gives none away.
    return hashlib.sha256(code.encode()).hexdigest()
