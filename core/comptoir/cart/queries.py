"""Reads of carts."""

import hmac
import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.cart.contents import CartKey, StoredCart, StoredLine, unpack
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
    if row is None or not hmac.compare_digest(row.key, right.key) or row.expires_at <= tx.clock.now():
        return None
    return stored_cart(row, find_lines(tx, cart_id=row.id))


def find_lines(tx: ReadTx, *, cart_id: int) -> tuple[StoredLine, ...]:
    """Return the lines of a cart in the order they came."""
    return tuple(
        StoredLine(
            id=row.id, variant_id=row.variant_id, quantity=row.quantity, attributes=unpack(row.attributes)
        )
        for row in tx.all(_LINES, {"cart_id": cart_id})
    )


def stored_cart(row: Row[Any], lines: Sequence[StoredLine]) -> StoredCart:
    """Return a cart's row and lines as one value."""
    return StoredCart(
        id=row.id,
        token=row.token,
        key=row.key,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        country=row.country,
        email=row.email,
        phone=row.phone,
        note=row.note,
        attributes=unpack(row.attributes),
        discount_codes=tuple(json.loads(row.discount_codes)),
        lines=tuple(lines),
    )
