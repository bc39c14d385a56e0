"""Commands that hand a cart to another device."""

from datetime import timedelta

from sqlalchemy import bindparam, delete, insert, select, update

from comptoir.cart import errors
from comptoir.cart.contents import CartKey, StoredCart
from comptoir.cart.models import CARTS, HANDOFFS
from comptoir.cart.queries import find_lines, lookup_cart, stored_cart
from comptoir.db.tx import Tx
from comptoir.ids import new_token

HANDOFF_LIFETIME = timedelta(minutes=10)
MOST_CODES = 10
"""Codes of one cart that wait to be claimed; a further one ends the oldest."""

_GIVE = insert(HANDOFFS)
_WAITING = (
    select(HANDOFFS.c.id)
    .where(HANDOFFS.c.cart_id == bindparam("of_cart"), HANDOFFS.c.claimed_at.is_(None))
    .order_by(HANDOFFS.c.id.desc())
    .offset(MOST_CODES - 1)
)
_END = delete(HANDOFFS).where(HANDOFFS.c.id.in_(bindparam("ids", expanding=True)))
# One statement finds the code and uses it up: of two devices that claim at once, one finds nothing.
_CLAIM = (
    update(HANDOFFS)
    .where(
        HANDOFFS.c.digest == bindparam("of_digest"),
        HANDOFFS.c.claimed_at.is_(None),
        HANDOFFS.c.expires_at > bindparam("of_now"),
    )
    .values(claimed_at=bindparam("of_now"))
    .returning(HANDOFFS.c.cart_id)
)
_MAKE_KEY = (
    update(CARTS)
    .where(CARTS.c.id == bindparam("of_cart"), CARTS.c.guest_key.is_(None))
    .values(guest_key=bindparam("fresh"))
)
_CART = select(CARTS).where(CARTS.c.id == bindparam("of_cart"), CARTS.c.expires_at > bindparam("of_now"))


def give_cart(tx: Tx, *, right: CartKey | None, digest: str) -> None:
    """Let whoever brings the code of that digest take the cart over, once within ten minutes."""
    cart = lookup_cart(tx, right=right) if right is not None else None
    if cart is None:
        raise errors.unknown_cart()
    if waiting := sorted(row.id for row in tx.all(_WAITING, {"of_cart": cart.id})):
        tx.execute(_END, {"ids": waiting})
    tx.execute(
        _GIVE,
        {"digest": digest, "cart_id": cart.id, "expires_at": tx.clock.now() + HANDOFF_LIFETIME},
    )


def claim_cart(tx: Tx, *, digest: str | None) -> StoredCart:
    """Use a code up and return its cart with the guest key, which is made when the first device claims it.

    `digest` is none for what cannot be a code. Raises `DomainError` with `HANDOFF_INVALID`.
    """
    now = tx.clock.now()
    claimed = tx.execute(_CLAIM, {"of_digest": digest, "of_now": now}).first() if digest else None
    if claimed is None:
        raise errors.handoff_invalid()
    tx.execute(_MAKE_KEY, {"of_cart": claimed.cart_id, "fresh": new_token(128)})
    row = tx.first(_CART, {"of_cart": claimed.cart_id, "of_now": now})
    if row is None:
        raise errors.handoff_invalid()
    return stored_cart(row, find_lines(tx, cart_id=row.id), right=CartKey(row.token, row.guest_key))
