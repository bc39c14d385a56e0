"""The command that removes carts nobody came back to."""

from sqlalchemy import bindparam, delete, select

from comptoir.cart.models import CARTS, HANDOFFS
from comptoir.db.tx import Tx

_BATCH = 500
_EXPIRED = select(CARTS.c.id).where(CARTS.c.expires_at <= bindparam("now")).order_by(CARTS.c.id).limit(_BATCH)
_DELETE = delete(CARTS).where(CARTS.c.id.in_(bindparam("ids", expanding=True)))
_OLD_CODES = (
    select(HANDOFFS.c.id)
    .where(HANDOFFS.c.expires_at <= bindparam("now"))
    .order_by(HANDOFFS.c.id)
    .limit(_BATCH)
)
_DELETE_CODES = delete(HANDOFFS).where(HANDOFFS.c.id.in_(bindparam("ids", expanding=True)))


def remove_expired(tx: Tx) -> int:
    """Remove up to 500 expired carts and return how many; the lines go with them."""
    ids = [row.id for row in tx.all(_EXPIRED, {"now": tx.clock.now()})]
    if ids:
        tx.execute(_DELETE, {"ids": ids})
    return len(ids)


def remove_expired_handoffs(tx: Tx) -> int:
    """Remove up to 500 hand-off codes that have expired, claimed or not, and return how many."""
    ids = [row.id for row in tx.all(_OLD_CODES, {"now": tx.clock.now()})]
    if ids:
        tx.execute(_DELETE_CODES, {"ids": ids})
    return len(ids)
