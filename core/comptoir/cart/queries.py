"""Reads of carts. Whoever reads says with which key: the guest key shows nothing personal."""

import hmac
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row, bindparam, select

from comptoir.cart.contents import CartKey, StoredCart, StoredLine, unpack
from comptoir.cart.delivery import unpack_delivery
from comptoir.cart.models import CARTS, LINES
from comptoir.db.tx import ReadTx

_CART = select(CARTS).where(CARTS.c.token == bindparam("token"))
_LINES = (
    select(LINES.c.id, LINES.c.variant_id, LINES.c.quantity, LINES.c.attributes)
    .where(LINES.c.cart_id == bindparam("cart_id"))
    .order_by(LINES.c.id)
)


def lookup_cart(tx: ReadTx, *, right: CartKey) -> StoredCart | None:
    """Return a cart that is in force, or none: unknown, expired and not yours look the same."""
    row = tx.first(_CART, {"token": right.token})
    if row is None or not opens(row, right) or row.expires_at <= tx.clock.now():
        return None
    return stored_cart(row, find_lines(tx, cart_id=row.id), right=right)


def opens(row: Row[Any], right: CartKey) -> bool:
    """Tell whether a key is one of the cart's two, in a time that tells nothing of them."""
    guest = row.guest_key is not None and _same(row.guest_key, right.key)
    return _same(row.key, right.key) or guest


def find_lines(tx: ReadTx, *, cart_id: int) -> tuple[StoredLine, ...]:
    """Return the lines of a cart in the order they came."""
    return tuple(
        StoredLine(
            id=row.id, variant_id=row.variant_id, quantity=row.quantity, attributes=unpack(row.attributes)
        )
        for row in tx.all(_LINES, {"cart_id": cart_id})
    )


def is_guest(row: Row[Any], right: CartKey) -> bool:
    """Tell whether a key that opens a cart is its guest key."""
    return not _same(row.key, right.key)


def _same(key: str, given: str) -> bool:
    return hmac.compare_digest(key.encode(), given.encode())


def unpack_gift_cards(row: Row[Any]) -> tuple[int, ...]:
    """Return the numbers of the gift cards of a cart's row."""
    # Most carts have none: what is read on every edit is not parsed for them.
    return () if row.gift_cards == "[]" else tuple(orjson.loads(row.gift_cards))


def stored_cart(row: Row[Any], lines: Sequence[StoredLine], *, right: CartKey) -> StoredCart:
    """Return a cart's row and lines as one value, as a holder of that key may see them."""
    guest = is_guest(row, right)
    attributes = unpack(row.attributes)
    return StoredCart(
        id=row.id,
        token=row.token,
        key=right.key,
        guest=guest,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        country=row.country,
        email=None if guest else row.email,
        phone=None if guest else row.phone,
        note=None if guest else row.note,
        attributes=tuple(pair for pair in attributes if not pair.private) if guest else attributes,
        discount_codes=tuple(orjson.loads(row.discount_codes)),
        delivery=unpack_delivery(row.delivery),
        region=row.region,
        gift_cards=() if guest else unpack_gift_cards(row),
        lines=tuple(lines),
    )
