"""Making a reservation."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.catalog.records import VariantRecord
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.ids import new_token
from comptoir.inventory import Demand, LocationRecord, OutOfStockError, place_holds
from comptoir.reservations import errors
from comptoir.reservations.codes import new_code
from comptoir.reservations.contacts import checked_contact, name_key, phone_key, shopper_of
from comptoir.reservations.events import ReservationMade
from comptoir.reservations.models import RESERVATIONS
from comptoir.reservations.pickup import Pickup, plan_pickup
from comptoir.reservations.queries import reservation_record
from comptoir.reservations.records import Contact, Reservation, owner_of, token_digest

MOST_FROM_ONE_ADDRESS = 20
"""Open reservations that one address on the network may have, so that nobody empties a store by a script."""
_LONGEST_KEY = 200
_TRIES = 8

_BY_KEY = select(RESERVATIONS).where(RESERVATIONS.c.idempotency_key == bindparam("key"))
_OPEN_FROM = select(func.count()).where(
    RESERVATIONS.c.client == bindparam("of_client"),
    RESERVATIONS.c.status == "ACTIVE",
    RESERVATIONS.c.expires_at > bindparam("now"),
)
# Whatever collides: a code is drawn again, a request that is repeated at the same time is found then.
_MAKE = insert(RESERVATIONS).on_conflict_do_nothing().returning(RESERVATIONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a shopper asks for. `client` is where the request came from, for the bound on open reservations."""

    quantity: int
    contact: Contact
    pickup_by: datetime | None = None
    language: str = "en"
    client: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the shop allows."""

    pieces: int
    """That one shopper has reserved at a time."""
    longest: timedelta
    """From now to the pickup."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A reservation with its token, which is told this once; none where the request was a repeated one."""

    reservation: Reservation
    token: str


def reserve(
    tx: Tx,
    *,
    variant: VariantRecord | None,
    location: LocationRecord | None,
    wish: Wish,
    limits: Limits,
    token: str,
) -> Made:
    """Keep pieces of a variant at a location for a shopper, unpaid.

    `token` is the fresh secret with which the shopper reads and cancels it. A repeated `idempotency_key` gives the
    reservation that the first request made. Raises `DomainError` with `MERCHANDISE_NOT_FOUND`, `LOCATION_NOT_FOUND`,
    `INVALID`, `PICKUP_TIME_INVALID`, `OUT_OF_STOCK`, `HOLD_LIMIT` or `RATE_LIMITED`.
    """
    if variant is None:
        raise errors.unknown_merchandise(wish.language)
    if location is None or not location.pickup_enabled:
        raise errors.unknown_location(wish.language)
    if (before := _made_before(tx, wish, token)) is not None:
        return before
    contact = checked_contact(wish.contact, language=wish.language)
    if wish.quantity < 1:
        raise errors.invalid("quantity", field=("quantity",), language=wish.language)
    if wish.quantity > limits.pieces:
        raise errors.too_many(limits.pieces, language=wish.language)
    now = tx.clock.now()
    if wish.client is not None and _open_from(tx, wish.client) >= MOST_FROM_ONE_ADDRESS:
        raise errors.too_often(wish.language)
    pickup = plan_pickup(
        location, wanted=wish.pickup_by, now=now, longest=limits.longest, language=wish.language
    )
    made = _write(tx, variant, location, wish, contact=contact, pickup=pickup, token=token)
    if made is None:
        return _repeated(tx, wish, token)
    if variant.inventory_tracked:
        _hold(tx, made, contact, limits)
    tx.emit(
        ReservationMade(reservation_id=made.number, location_id=location.number, channel=tx.actor.channel)
    )
    return Made(reservation=made, token=token)


def new_reservation_token(wish_key: str | None, *, signing_key: str) -> str:
    """Return the token of a new reservation.

    With an idempotency key it is derived from that and the shop's key, so that a repeated request can be told the
    same token, though only its digest is stored.
    """
    if wish_key is None:
        return new_token(128)
    text = b"reservations.token:" + wish_key.encode()
    return hmac.new(signing_key.encode(), text, hashlib.sha256).hexdigest()[:32]


def _made_before(tx: Tx, wish: Wish, token: str) -> Made | None:
    key = wish.idempotency_key
    if key is None:
        return None
    if not 0 < len(key) <= _LONGEST_KEY:
        raise errors.invalid("key", field=("idempotency_key",), language=wish.language, most=_LONGEST_KEY)
    row = tx.first(_BY_KEY, {"key": key})
    if row is None:
        return None
    return Made(reservation=reservation_record(row, now=tx.clock.now()), token=token)


def _open_from(tx: Tx, client: str) -> int:
    return int(tx.scalar(_OPEN_FROM, {"of_client": client, "now": tx.clock.now()}))


def _write(
    tx: Tx,
    variant: VariantRecord,
    location: LocationRecord,
    wish: Wish,
    *,
    contact: Contact,
    pickup: Pickup,
    token: str,
) -> Reservation | None:
    """Write the row; none where a request with the same key was quicker."""
    now = tx.clock.now()
    row = {
        "token_digest": token_digest(token),
        "idempotency_key": wish.idempotency_key,
        "status": "ACTIVE",
        "variant_id": variant.number,
        "title": _title(variant),
        "sku": variant.sku,
        "quantity": wish.quantity,
        "location_id": location.number,
        "name": contact.name,
        "name_key": name_key(contact.name),
        "email": contact.email,
        "phone": contact.phone,
        "phone_key": phone_key(contact.phone) if contact.phone else None,
        "pickup_by": pickup.by,
        "expires_at": pickup.expires_at,
        "created_at": now,
        "closed_at": None,
        "reference": "",
        "channel": tx.actor.channel,
        "language": wish.language,
        "client": wish.client,
    }
    for _ in range(_TRIES):
        made = tx.execute(_MAKE, row | {"code": new_code()}).first()
        if made is not None:
            return reservation_record(made, now=now)
        if _made_before(tx, wish, token) is not None:
            return None
    raise RuntimeError("no free reservation code was found")


def _repeated(tx: Tx, wish: Wish, token: str) -> Made:
    found = _made_before(tx, wish, token)
    assert found is not None
    return found


def _hold(tx: Tx, made: Reservation, contact: Contact, limits: Limits) -> None:
    demand = Demand(variant_id=made.variant_id or 0, location_id=made.location_id, quantity=made.quantity)
    try:
        place_holds(
            tx,
            owner=owner_of(made.number),
            demands=[demand],
            expires_at=made.expires_at,
            shopper=shopper_of(contact),
            cap=limits.pieces,
        )
    except OutOfStockError as refusal:
        raise errors.out_of_stock(refusal.available, language=made.language) from refusal
    except DomainError as refusal:
        if refusal.code == "HOLD_LIMIT":
            raise errors.too_many(limits.pieces, language=made.language) from refusal
        raise


def _title(variant: VariantRecord) -> str:
    product = variant.product.title
    return product if variant.title == "Default Title" else f"{product}, {variant.title}"
