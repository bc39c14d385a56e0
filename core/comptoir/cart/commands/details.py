"""Commands on what a cart says beside its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, update

from comptoir.cart import errors
from comptoir.cart.commands.edit import Edited, begin_edit, finish_edit
from comptoir.cart.contents import (
    Attribute,
    CartKey,
    check_attributes,
    check_codes,
    check_email,
    check_note,
    check_phone,
    pack,
    unpack,
)
from comptoir.cart.models import CARTS
from comptoir.cart.queries import is_guest
from comptoir.db.tx import Tx, dumps

_OF_CART = CARTS.c.id == bindparam("of_cart")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerChange:
    """Who buys: fields in `given` are set (to none, where they are none), others stay."""

    given: frozenset[str]
    country: str | None = None
    email: str | None = None
    phone: str | None = None


def set_note(tx: Tx, *, right: CartKey | None, note: str | None, lifetime: timedelta) -> Edited:
    """Set the note; an empty one removes it.

    Raises `DomainError` where a device that took the cart over writes one: it cannot read the one that is there.
    That it writes none changes nothing.
    """
    note = check_note(note)
    row = begin_edit(tx, right=right, lifetime=lifetime)
    if right is not None and is_guest(row, right):
        if note is not None:
            raise errors.note_not_on_this_device()
        return _finish(tx, row, right, {})
    return _finish(tx, row, right, {"note": note})


def set_attributes(
    tx: Tx, *, right: CartKey | None, attributes: Sequence[Attribute], lifetime: timedelta
) -> Edited:
    """Set the attributes, replacing those that were there.

    A device that took the cart over replaces what it can see: private ones that it does not name stay.
    """
    given = check_attributes(attributes, field=("attributes",))
    row = begin_edit(tx, right=right, lifetime=lifetime)
    if right is not None and is_guest(row, right):
        unseen = [pair for pair in unpack(row.attributes) if pair.private]
        given = check_attributes([*unseen, *given], field=("attributes",))
    return _finish(tx, row, right, {"attributes": pack(given)})


def set_discount_codes(tx: Tx, *, right: CartKey | None, codes: Sequence[str], lifetime: timedelta) -> Edited:
    """Set the discount codes, replacing those that were there; whether one applies is the quote's business."""
    values = {"discount_codes": dumps(check_codes(codes))}
    return _finish(tx, begin_edit(tx, right=right, lifetime=lifetime), right, values)


def set_buyer(tx: Tx, *, right: CartKey | None, buyer: BuyerChange, lifetime: timedelta) -> Edited:
    """Set who buys; the country decides the market, and with it currency, prices and returns policy.

    Raises `DomainError` where a device that took the cart over gives an email address or a phone number: it
    could see them at no later time, and nobody else on it should. That it gives none changes nothing.
    """
    email, phone = check_email(buyer.email), check_phone(buyer.phone)
    row = begin_edit(tx, right=right, lifetime=lifetime)
    values: dict[str, Any] = {"country": buyer.country} if buyer.country else {}
    if right is not None and is_guest(row, right):
        if email or phone:
            raise errors.not_on_this_device()
    else:
        values |= {name: value for name, value in (("email", email), ("phone", phone)) if name in buyer.given}
    return _finish(tx, row, right, values)


def _finish(tx: Tx, row: Row[Any], right: CartKey | None, values: Mapping[str, Any]) -> Edited:
    if values:
        row = tx.execute(
            update(CARTS).where(_OF_CART).values(**values).returning(CARTS), {"of_cart": row.id}
        ).one()
    return finish_edit(tx, row, right=right)
