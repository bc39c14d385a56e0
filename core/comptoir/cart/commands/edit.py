"""How every edit of a cart begins and ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, or_, update

from comptoir.cart import errors
from comptoir.cart.contents import MOST_LINES, CartKey, StoredCart, StoredLine
from comptoir.cart.models import CARTS
from comptoir.cart.queries import find_lines, opens, stored_cart
from comptoir.db.tx import Tx

_BEGIN = (
    update(CARTS)
    .where(
        CARTS.c.token == bindparam("of_token"),
        or_(CARTS.c.key == bindparam("of_key"), CARTS.c.guest_key == bindparam("of_key")),
        CARTS.c.expires_at > bindparam("of_now"),
    )
    .values(version=CARTS.c.version + 1, updated_at=bindparam("of_now"), expires_at=bindparam("of_expires"))
    .returning(CARTS)
)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something a shopper should know that did not stop the edit; codes are the dialect's `CartWarningCode`."""

    code: str
    message: str
    merchandise_id: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A cart after an edit."""

    cart: StoredCart
    warnings: tuple[Warned, ...] = ()


def begin_edit(tx: Tx, *, right: CartKey | None, lifetime: timedelta) -> Row[Any]:
    """Lock a cart for this transaction and return its row; edits of one cart follow one another.

    The same statement counts the edit and puts the expiry off. Raises `DomainError` for a cart that does not
    exist, has expired, or whose key does not fit.
    """
    if right is None:
        raise errors.unknown_cart()
    now = tx.clock.now()
    row = tx.first(
        _BEGIN, {"of_token": right.token, "of_key": right.key, "of_now": now, "of_expires": now + lifetime}
    )
    # Compared once more in constant time, so that how long the search takes tells nothing of the key.
    if row is None or not opens(row, right):
        raise errors.unknown_cart()
    return row


def finish_edit(
    tx: Tx,
    row: Row[Any],
    *,
    right: CartKey | None,
    warnings: tuple[Warned, ...] = (),
    lines: Sequence[StoredLine] | None = None,
) -> Edited:
    """Return the cart as whoever edited may see it; raises `DomainError` where it has become too large.

    `lines` are those of the cart where they were read under its lock and have not changed since.
    """
    assert right is not None, "begin_edit refuses without a right"
    lines = find_lines(tx, cart_id=row.id) if lines is None else lines
    if len(lines) > MOST_LINES:
        raise errors.too_large(MOST_LINES)
    return Edited(stored_cart(row, lines, right=right), warnings)
