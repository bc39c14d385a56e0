"""Sales of reservations, as they are stored and read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from comptoir.checkout.attempts import AttemptState, read_draft, shopper_digest
from comptoir.checkout.models import SALES
from comptoir.db.tx import ReadTx, Tx
from comptoir.orders.drafts import OrderDraft
from comptoir.principal import Owner

SALE = "sale"
"""The kind of owner that payments of a sale stand for until it is an order."""

_BY_KEY = select(SALES).where(
    SALES.c.reservation_id == bindparam("reservation"), SALES.c.idempotency_key == bindparam("key")
)
_NOT_OVER = select(SALES).where(
    SALES.c.reservation_id == bindparam("reservation"), SALES.c.state != "RELEASED"
)
_BY_IDENT = select(SALES).where(SALES.c.ident == bindparam("named"))
_LOCKED = _BY_IDENT.with_for_update()
_PLACED_BY = select(func.count()).where(SALES.c.shopper == bindparam("who"), SALES.c.state != "RELEASED")
_WAITING = (
    select(SALES.c.ident)
    .where(SALES.c.state == "OPEN", SALES.c.looked_at <= bindparam("until"))
    .order_by(SALES.c.looked_at, SALES.c.id)
    .limit(50)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """The sale of a reservation: `OPEN` while it is paid for, `PLACED` as an order, `RELEASED` for nothing."""

    number: int
    ident: str
    reservation_id: int
    location_id: int
    state: AttemptState
    code: str
    order_id: int | None
    draft_text: str

    @property
    def owner(self) -> Owner:
        """What its payments stand for until it is an order."""
        return Owner(kind=SALE, ident=self.ident)

    @property
    def origin(self) -> str:
        """The key that makes one order of it."""
        return f"{SALE}/{self.ident}"

    @property
    def draft(self) -> OrderDraft:
        """The order to place, without its secret."""
        return read_draft(self.draft_text)


def lookup_sale(tx: ReadTx, *, reservation: int, key: str) -> Sale | None:
    """Return the sale of a reservation that was begun under a key, or none."""
    return _maybe(tx.first(_BY_KEY, {"reservation": reservation, "key": key}))


def lookup_standing_sale(tx: ReadTx, *, reservation: int) -> Sale | None:
    """Return the sale of a reservation that is under way or became an order, or none."""
    return _maybe(tx.first(_NOT_OVER, {"reservation": reservation}))


def lock_sale(tx: Tx, *, ident: str) -> Sale | None:
    """Return a sale, locked until the transaction ends; none where there is none."""
    return _maybe(tx.first(_LOCKED, {"named": ident}))


def count_sales(tx: ReadTx, *, shopper: str) -> int:
    """Return how many orders somebody placed at counters, or is about to."""
    return int(tx.scalar(_PLACED_BY, {"who": shopper_digest(shopper)}))


def find_waiting_sales(tx: ReadTx, *, until: datetime) -> Sequence[str]:
    """Return sales under way that nobody looked at since a moment, the longest first."""
    return [row.ident for row in tx.all(_WAITING, {"until": until})]


def sale_record(row: Row[Any]) -> Sale:
    """Return a row as a value."""
    return Sale(
        number=row.id,
        ident=row.ident,
        reservation_id=row.reservation_id,
        location_id=row.location_id,
        state=AttemptState(row.state),
        code=row.code,
        order_id=row.order_id,
        draft_text=row.draft,
    )


def _maybe(row: Row[Any] | None) -> Sale | None:
    return None if row is None else sale_record(row)
