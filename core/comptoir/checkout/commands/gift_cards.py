"""Commands that apply gift cards to a cart. Nothing is taken from them before the cart is completed.

A gift card is money of whoever applied it: a device that took the cart over by a code neither sees nor spends it.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, update

from comptoir.cart.commands.edit import Edited, begin_edit, finish_edit
from comptoir.cart.contents import CartKey
from comptoir.cart.models import CARTS
from comptoir.cart.queries import is_guest, unpack_gift_cards
from comptoir.checkout.commands.paying import MOST_GIFT_CARDS, too_many_gift_cards
from comptoir.db.tx import Tx, dumps
from comptoir.errors import DomainError
from comptoir.payments.gift_cards import get_usable_gift_card

_FIELD = "gift_card_codes"
_SAVE = (
    update(CARTS)
    .where(CARTS.c.id == bindparam("of_cart"))
    .values(gift_cards=bindparam("to_cards"))
    .returning(CARTS)
)


def set_gift_cards(
    tx: Tx, *, right: CartKey | None, codes: Sequence[str], currency: str, lifetime: timedelta
) -> Edited:
    """Put gift cards in the place of all that were applied.

    Raises `DomainError` with `INVALID` for a code that is no usable card's in that currency, or too many.
    """
    row = _begin(tx, right, lifetime)
    return _save(tx, row, _numbers(tx, codes, currency), right=right)


def add_gift_cards(
    tx: Tx, *, right: CartKey | None, codes: Sequence[str], currency: str, lifetime: timedelta
) -> Edited:
    """Apply gift cards after those that were applied; errors as `set_gift_cards`."""
    row = _begin(tx, right, lifetime)
    return _save(tx, row, [*unpack_gift_cards(row), *_numbers(tx, codes, currency)], right=right)


def remove_gift_cards(
    tx: Tx, *, right: CartKey | None, numbers: Sequence[int], lifetime: timedelta
) -> Edited:
    """Apply these gift cards no longer; one that was not applied changes nothing."""
    row = _begin(tx, right, lifetime)
    return _save(tx, row, [each for each in unpack_gift_cards(row) if each not in numbers], right=right)


def _begin(tx: Tx, right: CartKey | None, lifetime: timedelta) -> Row[Any]:
    row = begin_edit(tx, right=right, lifetime=lifetime)
    if right is not None and is_guest(row, right):
        raise DomainError(
            "INVALID",
            "This screen took the cart over by a code: name gift cards when you pay.",
            field=(_FIELD,),
        )
    return row


def _numbers(tx: Tx, codes: Sequence[str], currency: str) -> list[int]:
    if len(codes) > MOST_GIFT_CARDS:
        raise too_many_gift_cards(_FIELD)
    found: list[int] = []
    for index, code in enumerate(codes):
        try:
            found.append(get_usable_gift_card(tx, code=code, currency=currency).number)
        except DomainError as error:
            # The dialect's codes know of no gift card; the sentence says what is wrong with it.
            raise DomainError("INVALID", error.message, field=(_FIELD, str(index))) from error
    return found


def _save(tx: Tx, row: Row[Any], numbers: Sequence[int], *, right: CartKey | None) -> Edited:
    once = list(dict.fromkeys(numbers))
    if len(once) > MOST_GIFT_CARDS:
        raise too_many_gift_cards(_FIELD)
    saved = tx.execute(_SAVE, {"of_cart": row.id, "to_cards": dumps(once)}).one()
    return finish_edit(tx, saved, right=right)
