"""Reads of reservations."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select

from comptoir.db.tx import ReadTx
from comptoir.errors import DomainError
from comptoir.reservations.codes import read_code
from comptoir.reservations.contacts import name_key, phone_key
from comptoir.reservations.errors import unknown_reservation
from comptoir.reservations.models import RESERVATIONS
from comptoir.reservations.records import Contact, Reservation, ReservationStatus, token_digest

_MOST = 200
_LONGEST_SEARCH = 120
_FEWEST_DIGITS = 4
_NEWEST = 2**62

_BY_TOKEN = select(RESERVATIONS).where(RESERVATIONS.c.token_digest == bindparam("digest"))
_BY_NUMBER = select(RESERVATIONS).where(RESERVATIONS.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationSearch:
    """What staff look for: by code, name, email address or phone number, at a place, in a state."""

    text: str = ""
    location_id: int | None = None
    status: ReservationStatus | None = None


def lookup_reservation(tx: ReadTx, *, token: str) -> Reservation | None:
    """Return the reservation that a shopper's token opens."""
    row = tx.first(_BY_TOKEN, {"digest": token_digest(token)})
    return reservation_record(row, now=tx.clock.now()) if row is not None else None


def get_reservation(tx: ReadTx, *, number: int) -> Reservation:
    """Return a reservation; raises `DomainError` with `RESERVATION_NOT_FOUND`."""
    row = tx.first(_BY_NUMBER, {"number": number})
    if row is None:
        raise unknown_reservation()
    return reservation_record(row, now=tx.clock.now())


def find_reservations(
    tx: ReadTx, *, search: ReservationSearch, count: int, below: int | None = None
) -> list[Reservation]:
    """Return reservations that fit, the newest first, those under the number `below`.

    A text that can be a code finds that reservation, too; one with at least four digits and nothing but what
    phone numbers have is looked for among those; any other among names and email addresses. Raises `DomainError`
    with `INVALID` for an overlong text.
    """
    now = tx.clock.now()
    statement = _fitting(search, now).where(RESERVATIONS.c.id < (_NEWEST if below is None else below))
    statement = statement.order_by(RESERVATIONS.c.id.desc()).limit(max(0, min(count, _MOST)))
    return [reservation_record(row, now=now) for row in tx.all(statement)]


def reservation_record(row: Row[Any], *, now: datetime) -> Reservation:
    """Return a row as a value; one that is due is EXPIRED, though no sweep has written that yet."""
    status = ReservationStatus(row.status)
    if status is ReservationStatus.ACTIVE and row.expires_at <= now:
        status = ReservationStatus.EXPIRED
    return Reservation(
        number=row.id,
        code=row.code,
        status=status,
        variant_id=row.variant_id,
        title=row.title,
        sku=row.sku,
        quantity=row.quantity,
        location_id=row.location_id,
        contact=Contact(name=row.name, email=row.email, phone=row.phone),
        pickup_by=row.pickup_by,
        expires_at=row.expires_at,
        created_at=row.created_at,
        closed_at=row.closed_at,
        reference=row.reference,
        channel=row.channel,
        language=row.language,
    )


def _fitting(search: ReservationSearch, now: datetime) -> Select[Any]:
    statement = select(RESERVATIONS)
    if search.location_id is not None:
        statement = statement.where(RESERVATIONS.c.location_id == search.location_id)
    if search.status is not None:
        statement = _of_status(statement, search.status, now)
    text = search.text.strip()
    if not text:
        return statement
    if len(text) > _LONGEST_SEARCH:
        raise DomainError("INVALID", f"at most {_LONGEST_SEARCH} characters", field=("query",))
    code = read_code(text)
    likely = [RESERVATIONS.c.code == code] if code else []
    digits = phone_key(text)
    if len(digits) >= _FEWEST_DIGITS and not text.strip("+0123456789 ().-/"):
        likely.append(RESERVATIONS.c.phone_key.contains(digits.lstrip("0"), autoescape=True))
    else:
        likely.append(RESERVATIONS.c.name_key.contains(name_key(text), autoescape=True))
        likely.append(RESERVATIONS.c.email.icontains(text, autoescape=True))
    return statement.where(or_(*likely))


def _of_status(statement: Select[Any], status: ReservationStatus, now: datetime) -> Select[Any]:
    active = RESERVATIONS.c.status == ReservationStatus.ACTIVE
    if status is ReservationStatus.ACTIVE:
        return statement.where(active, RESERVATIONS.c.expires_at > now)
    if status is ReservationStatus.EXPIRED:
        due = active & (RESERVATIONS.c.expires_at <= now)
        return statement.where(or_(RESERVATIONS.c.status == status, due))
    return statement.where(RESERVATIONS.c.status == status)
