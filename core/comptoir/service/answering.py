"""What staff do with the queue: accept a request, fetch the piece, be done, or call it off; each told to the audit log.

Pieces are held from the moment they are fetched, not from the moment somebody asks: asking is free and anonymous, and
must take nothing off sale, whereas a piece in a fitting room cannot be sold to anybody else.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from comptoir.catalog.models import VARIANT
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import Demand, place_holds
from comptoir.service import errors
from comptoir.service.ending import close_request
from comptoir.service.events import ServiceRequestAccepted, ServiceRequestFetched
from comptoir.service.models import REQUESTS
from comptoir.service.queries import get_request
from comptoir.service.records import (
    OPEN,
    Party,
    RequestKind,
    RequestStatus,
    ServiceRequest,
    owner_of,
    place_key,
)
from comptoir.staff.audit import record

WORK_WITHIN = timedelta(hours=1)
"""How long a request that was accepted may wait to be fetched or done."""
_LONGEST_REASON = 200

_LOCKED = select(REQUESTS.c.id).where(REQUESTS.c.id == bindparam("number")).with_for_update()
_STEP = update(REQUESTS).where(
    REQUESTS.c.id == bindparam("number"),
    REQUESTS.c.status == bindparam("from_status"),
    REQUESTS.c.expires_at > bindparam("now"),
)
_ACCEPT = _STEP.values(
    status="ACCEPTED",
    accepted_by=bindparam("who"),
    accepted_at=bindparam("now"),
    expires_at=bindparam("until"),
)
_FETCH = _STEP.values(
    status="FETCHED",
    brought=bindparam("pieces"),
    held=bindparam("counted"),
    fetched_at=bindparam("now"),
    expires_at=bindparam("until"),
)
_IS_COUNTED = select(VARIANT.c.inventory_tracked).where(VARIANT.c.id == bindparam("variant"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomLimits:
    """What the shop allows in a fitting room."""

    pieces: int
    """At a time."""
    held_for: timedelta
    """From the moment a piece is fetched."""


def accept_request(tx: Tx, *, number: int) -> ServiceRequest:
    """Take a request on; of two who try at once, one does.

    Raises `DomainError` with `SERVICE_REQUEST_NOT_FOUND`, `SERVICE_REQUEST_CLOSED`, or `ALREADY_ACCEPTED`.
    """
    now = tx.clock.now()
    step = {"number": number, "from_status": "REQUESTED", "now": now, "until": now + WORK_WITHIN}
    taken = tx.execute(_ACCEPT, {**step, "who": tx.actor.ident}).rowcount
    after = get_request(tx, number=number)
    if not taken:
        _check_open(after)
        who = after.accepted_by or "somebody"
        raise errors.refused_step("ALREADY_ACCEPTED", f"{who} has accepted it already")
    tx.emit(ServiceRequestAccepted(request_id=number, location_id=after.location_id))
    _tell(tx, "service_request.accepted", RequestStatus.REQUESTED, after)
    return after


def fetch_request(tx: Tx, *, number: int, limits: RoomLimits, quantity: int | None = None) -> ServiceRequest:
    """Say that pieces were fetched to the fitting room, which holds them there; by default all that were asked for.

    A variant whose stock is not counted is fetched without a hold. Raises `DomainError` as `accept_request`, and with
    `NOT_ACCEPTED`, `ALREADY_FETCHED`, `NOTHING_TO_FETCH`, `MERCHANDISE_NOT_FOUND` where the variant is gone,
    `INVALID` for fewer than one piece or more than were asked for, `OUT_OF_STOCK` (an `OutOfStockError`), or
    `HOLD_LIMIT` for more than a fitting room may have; then nothing has changed.
    """
    before = _locked(tx, number)
    _check_fetchable(before)
    pieces = before.quantity if quantity is None else quantity
    if not 1 <= pieces <= before.quantity:
        raise DomainError(
            "INVALID", f"from 1 to {before.quantity} pieces can be fetched", field=("quantity",)
        )
    now = tx.clock.now()
    until = now + limits.held_for
    counted = tx.scalar(_IS_COUNTED, {"variant": before.variant_id})
    step: dict[str, Any] = {"number": number, "from_status": "ACCEPTED", "now": now, "until": until}
    if not tx.execute(_FETCH, {**step, "pieces": pieces, "counted": pieces if counted else 0}).rowcount:
        raise errors.closed(RequestStatus.EXPIRED)
    if counted:
        place_holds(
            tx,
            owner=owner_of(number),
            demands=[_demand(before, pieces)],
            expires_at=until,
            shopper=f"service:{before.location_id}:{place_key(before.place)}",
            cap=limits.pieces,
        )
    after = get_request(tx, number=number)
    tx.emit(ServiceRequestFetched(request_id=number, location_id=after.location_id, quantity=pieces))
    _tell(tx, "service_request.fetched", before.status, after)
    return after


def complete_request(tx: Tx, *, number: int) -> ServiceRequest:
    """Be done with a request; what was held for it is on sale again, or sold at the till.

    Raises `DomainError` as `accept_request`, and with `NOT_ACCEPTED`, or `NOT_FETCHED` where a piece was asked for.
    """
    before = _locked(tx, number)
    _check_accepted(before)
    if before.kind is RequestKind.FITTING_ROOM and before.status is not RequestStatus.FETCHED:
        raise errors.refused_step(
            "NOT_FETCHED", "the piece was not fetched; fetch it, or cancel with a reason"
        )
    after = close_request(tx, before, RequestStatus.DONE)
    _tell(tx, "service_request.done", before.status, after)
    return after


def drop_request(tx: Tx, *, number: int, reason: str) -> ServiceRequest:
    """Call a request off, as staff decide, for a reason that shoppers are not told.

    Raises `DomainError` with `SERVICE_REQUEST_NOT_FOUND`, `SERVICE_REQUEST_CLOSED`, or `INVALID` without a reason.
    """
    words = " ".join(reason.split())
    if not words or len(words) > _LONGEST_REASON or not words.isprintable():
        message = f"say why, in at most {_LONGEST_REASON} characters"
        raise DomainError("INVALID", message, field=("reason",))
    before = _locked(tx, number)
    _check_open(before)
    after = close_request(tx, before, RequestStatus.CANCELLED, by=Party.STAFF, reason=words)
    _tell(tx, "service_request.cancelled", before.status, after, reason=words)
    return after


def _locked(tx: Tx, number: int) -> ServiceRequest:
    """Return a request that nobody else changes until the transaction ends."""
    if tx.scalar(_LOCKED, {"number": number}) is None:
        raise errors.unknown_request()
    return get_request(tx, number=number)


def _check_open(found: ServiceRequest) -> None:
    if found.status not in OPEN:
        raise errors.closed(found.status)


def _check_accepted(found: ServiceRequest) -> None:
    _check_open(found)
    if found.status is RequestStatus.REQUESTED:
        raise errors.refused_step("NOT_ACCEPTED", "nobody has accepted the request yet")


def _check_fetchable(found: ServiceRequest) -> None:
    _check_accepted(found)
    if found.status is RequestStatus.FETCHED:
        raise errors.refused_step("ALREADY_FETCHED", "the piece was fetched already")
    if found.kind is not RequestKind.FITTING_ROOM:
        raise errors.refused_step("NOTHING_TO_FETCH", "the shopper asked for help, and for no piece")
    if found.variant_id is None:
        raise errors.refused_step("MERCHANDISE_NOT_FOUND", "the variant is gone from the catalogue")


def _demand(found: ServiceRequest, pieces: int) -> Demand:
    assert found.variant_id is not None
    return Demand(variant_id=found.variant_id, location_id=found.location_id, quantity=pieces)


def _tell(
    tx: Tx, action: str, before: RequestStatus, after: ServiceRequest, *, reason: str | None = None
) -> None:
    record(
        tx,
        action=action,
        subject=after.id,
        before={"status": before.value},
        after={"status": after.status.value},
        reason=reason,
    )
