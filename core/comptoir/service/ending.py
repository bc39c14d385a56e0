"""How requests end but by being done: called off by the shopper, or past their moment."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select, update

from comptoir.db.tx import Tx
from comptoir.inventory import release_holds
from comptoir.service import errors
from comptoir.service.events import ServiceRequestClosed
from comptoir.service.models import REQUESTS
from comptoir.service.queries import get_request
from comptoir.service.records import OPEN, Party, RequestStatus, ServiceRequest, owner_of, token_digest

SWEEP = 100
TOLD_FOR = timedelta(days=30)
"""How long after its end a request tells what was written with it, and from which address it came."""
_OPEN = [status.value for status in OPEN]

_LOCKED = select(REQUESTS.c.id).where(REQUESTS.c.token_digest == bindparam("digest")).with_for_update()
_DUE = (
    select(REQUESTS.c.id)
    .where(REQUESTS.c.status.in_(_OPEN), REQUESTS.c.expires_at <= bindparam("now"))
    # Their levels are locked one after the other: in the order in which everybody locks them.
    .order_by(REQUESTS.c.variant_id, REQUESTS.c.location_id, REQUESTS.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLOSE = (
    update(REQUESTS)
    .where(REQUESTS.c.id == bindparam("number"), REQUESTS.c.status.in_(_OPEN))
    .values(
        status=bindparam("new_status"),
        held=0,
        closed_at=bindparam("now"),
        cancelled_by=bindparam("by"),
        reason=bindparam("because"),
    )
)
_OLD = (
    select(REQUESTS.c.id)
    .where(REQUESTS.c.closed_at <= bindparam("ended_by"))
    .where((REQUESTS.c.note != "") | REQUESTS.c.client.is_not(None))
    .order_by(REQUESTS.c.id)
    .limit(bindparam("most"))
)
_FORGET = (
    update(REQUESTS)
    .where(REQUESTS.c.id.in_(bindparam("numbers", expanding=True)))
    .values(note="", client=None)
)


def cancel_request(tx: Tx, *, token: str, language: str = "en") -> ServiceRequest:
    """Call a request off, as the shopper wishes; a repeated wish changes nothing.

    Raises `DomainError` with `SERVICE_REQUEST_NOT_FOUND`, or `SERVICE_REQUEST_CLOSED` where it has ended otherwise.
    """
    number = tx.scalar(_LOCKED, {"digest": token_digest(token)})
    if number is None:
        raise errors.unknown_request(language)
    found = get_request(tx, number=number)
    if found.status is RequestStatus.CANCELLED:
        return found
    if found.status not in OPEN:
        raise errors.closed(found.status, language=language)
    return close_request(tx, found, RequestStatus.CANCELLED, by=Party.SHOPPER)


def close_request(
    tx: Tx,
    found: ServiceRequest,
    status: RequestStatus,
    *,
    by: Party | None = None,
    reason: str = "",
) -> ServiceRequest:
    """End a request whose row is locked, and let go of what is held for it."""
    ended: dict[str, Any] = {
        "number": found.number,
        "new_status": status.value,
        "now": tx.clock.now(),
        "by": by.value if by else None,
        "because": reason,
    }
    tx.execute(_CLOSE, ended)
    release_holds(tx, owner=owner_of(found.number))
    tx.emit(ServiceRequestClosed(request_id=found.number, location_id=found.location_id, status=status.value))
    return get_request(tx, number=found.number)


def expire_requests(tx: Tx, *, most: int = SWEEP) -> int:
    """End requests that are past their moment; return how many: `most` means there are more."""
    due = [row.id for row in tx.all(_DUE, {"now": tx.clock.now(), "most": most})]
    for number in due:
        close_request(tx, get_request(tx, number=number), RequestStatus.EXPIRED)
    return len(due)


def forget_notes(tx: Tx, *, most: int = SWEEP) -> int:
    """Blank notes and addresses of requests that ended thirty days ago; return how many: `most` means more."""
    ended_by = tx.clock.now() - TOLD_FOR
    numbers = [row.id for row in tx.all(_OLD, {"ended_by": ended_by, "most": most})]
    if numbers:
        tx.execute(_FORGET, {"numbers": numbers})
    return len(numbers)
