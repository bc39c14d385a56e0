"""Attempts to complete a cart, as they are stored and read."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam, func, select

from comptoir.cart.contents import CartKey
from comptoir.checkout.models import ATTEMPTS
from comptoir.db.tx import ReadTx, Tx
from comptoir.orders.drafts import OrderDraft
from comptoir.principal import Owner

MOST_DECLINED = 20
"""Attempts on one cart that may fail within an hour: whoever tries out stolen cards is stopped."""

_DRAFTS = TypeAdapter(OrderDraft)
_BY_KEY = select(ATTEMPTS).where(
    ATTEMPTS.c.cart_token == bindparam("token"), ATTEMPTS.c.idempotency_key == bindparam("key")
)
_NOT_OVER = select(ATTEMPTS).where(
    ATTEMPTS.c.cart_token == bindparam("token"), ATTEMPTS.c.state != "RELEASED"
)
_BY_IDENT = select(ATTEMPTS).where(ATTEMPTS.c.ident == bindparam("named"))
_LOCKED = _BY_IDENT.with_for_update()
_PLACED_BY = select(func.count()).where(
    ATTEMPTS.c.shopper == bindparam("who"), ATTEMPTS.c.state != "RELEASED"
)
_DECLINED = select(func.count()).where(
    ATTEMPTS.c.cart_token == bindparam("token"),
    ATTEMPTS.c.state == "RELEASED",
    ATTEMPTS.c.created_at > bindparam("since"),
)
_WAITING = (
    select(ATTEMPTS.c.ident)
    .where(ATTEMPTS.c.state == "OPEN", ATTEMPTS.c.looked_at <= bindparam("until"))
    .order_by(ATTEMPTS.c.looked_at, ATTEMPTS.c.id)
    .limit(50)
)


class AttemptState(StrEnum):
    """Where an attempt stands: goods are held while it is `OPEN`; `PLACED` is an order, `RELEASED` came to nothing."""

    OPEN = "OPEN"
    PLACED = "PLACED"
    RELEASED = "RELEASED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """An attempt to complete a cart."""

    number: int
    ident: str
    cart_id: int
    state: AttemptState
    code: str
    order_id: int | None
    draft_text: str
    key_digest: str
    guest_digest: str | None
    drafted: OrderDraft | None = None
    """What the draft's text was made of, for whoever made it."""

    @property
    def owner(self) -> Owner:
        """What holds and payments stand for."""
        return owner_of(self.ident)

    @property
    def origin(self) -> str:
        """The key that makes one order of it."""
        return f"checkout/{self.ident}"

    @property
    def draft(self) -> OrderDraft:
        """The order to place, without its secret."""
        return read_draft(self.draft_text) if self.drafted is None else self.drafted

    def draft_of(self, begun: "Attempt | None") -> OrderDraft:
        """Return the order to place; not read anew where the attempt as it was begun has the same."""
        known = begun is not None and begun.draft_text == self.draft_text
        return begun.draft if begun is not None and known else self.draft

    def opened_by(self, right: CartKey) -> bool:
        """Tell whether a key is one of those that the cart had."""
        return digest_of(right.key) in {self.key_digest, self.guest_digest}

    def is_guest(self, right: CartKey) -> bool:
        """Tell whether it is the key of devices that took the cart over by a code."""
        return digest_of(right.key) == self.guest_digest


def owner_of(ident: str) -> Owner:
    """Return what holds and payments of an attempt stand for."""
    return Owner(kind="checkout", ident=ident)


def pack_draft(draft: OrderDraft) -> str:
    """Return a draft as stored."""
    return _DRAFTS.dump_json(draft).decode()


def read_draft(text: str) -> OrderDraft:
    """Return a draft from how it is stored."""
    return _DRAFTS.validate_json(text)


def digest_of(text: str) -> str:
    """Return what is kept of a cart's key."""
    return hashlib.sha256(text.encode()).hexdigest()


def shopper_digest(shopper: str) -> str:
    """Return what is kept of whoever buys."""
    return digest_of("checkout.shopper:" + shopper.strip().casefold())


def lookup_attempt(tx: ReadTx, *, token: str, key: str) -> Attempt | None:
    """Return the attempt that a cart made under an idempotency key, or none."""
    return _maybe(tx.first(_BY_KEY, {"token": token, "key": key}))


def lookup_standing(tx: ReadTx, *, token: str) -> Attempt | None:
    """Return the attempt of a cart that is under way or became an order, or none."""
    return _maybe(tx.first(_NOT_OVER, {"token": token}))


def lookup_by_ident(tx: ReadTx, *, ident: str) -> Attempt | None:
    """Return an attempt, or none."""
    return _maybe(tx.first(_BY_IDENT, {"named": ident}))


def lock_attempt(tx: Tx, *, ident: str) -> Attempt | None:
    """Return an attempt, locked until the transaction ends; none where there is none."""
    return _maybe(tx.first(_LOCKED, {"named": ident}))


def count_orders(tx: ReadTx, *, shopper: str) -> int:
    """Return how many orders somebody placed through checkouts, or is about to: one under way counts."""
    return int(tx.scalar(_PLACED_BY, {"who": shopper_digest(shopper)}))


def count_declined(tx: ReadTx, *, token: str) -> int:
    """Return how many attempts of a cart came to nothing within the last hour."""
    return int(tx.scalar(_DECLINED, {"token": token, "since": tx.clock.now() - timedelta(hours=1)}))


def find_waiting(tx: ReadTx, *, until: datetime) -> Sequence[str]:
    """Return attempts under way that nobody looked at since a moment, the longest first."""
    return [row.ident for row in tx.all(_WAITING, {"until": until})]


def _maybe(row: Row[Any] | None) -> Attempt | None:
    return None if row is None else attempt_record(row)


def attempt_record(row: Row[Any]) -> Attempt:
    """Return a row as a value."""
    return Attempt(
        number=row.id,
        ident=row.ident,
        cart_id=row.cart_id,
        state=AttemptState(row.state),
        code=row.code,
        order_id=row.order_id,
        draft_text=row.draft,
        key_digest=row.key_digest,
        guest_digest=row.guest_digest,
    )
