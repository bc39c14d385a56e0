"""How reservations end: cancelled by the shopper, handed over or released by staff, or past their moment."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import (
    Demand,
    Owner,
    allocate_holds,
    find_allocations,
    find_holds,
    release_holds,
    ship_allocated,
)
from comptoir.reservations import errors
from comptoir.reservations.events import ReservationClosed
from comptoir.reservations.models import RESERVATIONS
from comptoir.reservations.queries import reservation_record
from comptoir.reservations.records import Reservation, ReservationStatus, owner_of, token_digest
from comptoir.staff.audit import record

SWEEP = 100
CONTACTS_KEPT = timedelta(days=90)
"""How long after its end a reservation tells who made it."""
_LONGEST_REFERENCE = 120

_BY_TOKEN = select(RESERVATIONS).where(RESERVATIONS.c.token_digest == bindparam("digest")).with_for_update()
_BY_NUMBER = select(RESERVATIONS).where(RESERVATIONS.c.id == bindparam("number")).with_for_update()
_DUE = (
    select(RESERVATIONS)
    .where(RESERVATIONS.c.status == "ACTIVE", RESERVATIONS.c.expires_at <= bindparam("now"))
    .order_by(RESERVATIONS.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLOSE = (
    update(RESERVATIONS)
    .where(RESERVATIONS.c.id == bindparam("number"), RESERVATIONS.c.status == "ACTIVE")
    .values(status=bindparam("new_status"), closed_at=bindparam("now"), reference=bindparam("new_reference"))
    .returning(RESERVATIONS)
)
_OLD = (
    select(RESERVATIONS.c.id)
    .where(RESERVATIONS.c.closed_at <= bindparam("ended_by"), RESERVATIONS.c.name != "")
    .order_by(RESERVATIONS.c.id)
    .limit(bindparam("most"))
)
_FORGET = (
    update(RESERVATIONS)
    .where(RESERVATIONS.c.id.in_(bindparam("numbers", expanding=True)))
    .values(name="", name_key="", email=None, phone=None, phone_key=None, client=None)
)


def cancel_reservation(tx: Tx, *, token: str, language: str = "en") -> Reservation:
    """Let go of what a shopper reserved, as the shopper wishes; a repeated wish changes nothing.

    Raises `DomainError` with `RESERVATION_NOT_FOUND`, or `RESERVATION_CLOSED` where it has ended otherwise.
    """
    found = _locked(tx, _BY_TOKEN, {"digest": token_digest(token)}, language=language)
    if found.status is ReservationStatus.CANCELLED:
        return found
    _check_open(found, language=language)
    release_holds(tx, owner=owner_of(found.number))
    return _close(tx, found, ReservationStatus.CANCELLED)


def lock_reservation(tx: Tx, *, number: int) -> Reservation:
    """Return a reservation that nobody else ends until the transaction does.

    Raises `DomainError` with `RESERVATION_NOT_FOUND`.
    """
    return _locked(tx, _BY_NUMBER, {"number": number})


def release_reservation(tx: Tx, *, number: int, reason: str | None = None) -> Reservation:
    """Put reserved pieces back on sale, as staff decide; told to the audit log.

    Raises `DomainError` with `RESERVATION_NOT_FOUND` or `RESERVATION_CLOSED`.
    """
    found = _locked(tx, _BY_NUMBER, {"number": number})
    _check_open(found)
    release_holds(tx, owner=owner_of(number))
    closed = _close(tx, found, ReservationStatus.RELEASED)
    _tell(tx, "reservation.released", found, closed, reason=reason)
    return closed


def collect_reservation(tx: Tx, *, number: int, to: Owner, reference: str = "") -> Reservation:
    """Let reserved pieces belong to an owner, such as the order that is paid in the store.

    The caller hands them out with `ship_allocated`. Raises `DomainError` with `RESERVATION_NOT_FOUND`, or
    `RESERVATION_CLOSED` where it has ended; an expired one has to be sold from what is on the shelf.
    """
    found = _locked(tx, _BY_NUMBER, {"number": number})
    _check_open(found)
    _check_reference(reference)
    if find_holds(tx, owner=owner_of(number)):
        allocate_holds(tx, owner=owner_of(number), to=to)
    return _close(tx, found, ReservationStatus.COLLECTED, reference=reference)


def hand_over_reservation(
    tx: Tx, *, number: int, reference: str = "", reason: str | None = None
) -> Reservation:
    """Hand reserved pieces out for a sale that is rung up elsewhere; `reference` is its receipt.

    On hand falls by a movement of the reservation; told to the audit log. Raises as `collect_reservation`, and
    `OUT_OF_STOCK` where a count has found the pieces missing.
    """
    owner = owner_of(number)
    closed = collect_reservation(tx, number=number, to=owner, reference=reference)
    if pieces := _allocated(tx, owner):
        ship_allocated(tx, owner=owner, demands=pieces, reason="collected", note=reference)
    _tell(tx, "reservation.handed_over", None, closed, reason=reason)
    return closed


def expire_reservations(tx: Tx, *, most: int = SWEEP) -> int:
    """End reservations that are past their moment; return how many: `most` means there are more."""
    now = tx.clock.now()
    due = [reservation_record(row, now=now) for row in tx.all(_DUE, {"now": now, "most": most})]
    for found in due:
        release_holds(tx, owner=owner_of(found.number))
        _close(tx, found, ReservationStatus.EXPIRED)
    return len(due)


def forget_contacts(tx: Tx, *, most: int = SWEEP) -> int:
    """Blank who came for reservations that ended ninety days ago; return how many: `most` means there are more."""
    ended_by = tx.clock.now() - CONTACTS_KEPT
    numbers = [row.id for row in tx.all(_OLD, {"ended_by": ended_by, "most": most})]
    if numbers:
        tx.execute(_FORGET, {"numbers": numbers})
    return len(numbers)


def _locked(tx: Tx, statement: Select[Any], wanted: dict[str, Any], *, language: str = "en") -> Reservation:
    row: Row[Any] | None = tx.first(statement, wanted)
    if row is None:
        raise errors.unknown_reservation(language)
    return reservation_record(row, now=tx.clock.now())


def _check_open(found: Reservation, *, language: str = "en") -> None:
    if found.status is not ReservationStatus.ACTIVE:
        raise errors.closed(found.status, language=language)


def _check_reference(reference: str) -> None:
    if len(reference) > _LONGEST_REFERENCE or not reference.isprintable():
        raise DomainError(
            "INVALID",
            f"a reference has at most {_LONGEST_REFERENCE} printable characters",
            field=("reference",),
        )


def _close(tx: Tx, found: Reservation, status: ReservationStatus, *, reference: str = "") -> Reservation:
    now = tx.clock.now()
    values = {"number": found.number, "new_status": status.value, "now": now, "new_reference": reference}
    row = tx.execute(_CLOSE, values).one()
    tx.emit(ReservationClosed(reservation_id=found.number, status=status.value))
    return reservation_record(row, now=now)


def _allocated(tx: Tx, owner: Owner) -> list[Demand]:
    return [
        Demand(variant_id=each.variant_id, location_id=each.location_id, quantity=each.quantity)
        for each in find_allocations(tx, owner=owner)
    ]


def _tell(tx: Tx, action: str, before: Reservation | None, after: Reservation, *, reason: str | None) -> None:
    record(
        tx,
        action=action,
        subject=after.id,
        before={"status": (before.status if before else ReservationStatus.ACTIVE).value},
        after={"status": after.status.value},
        reason=reason,
    )
