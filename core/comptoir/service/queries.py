"""Reads of service requests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, select

from comptoir.db.tx import ReadTx
from comptoir.service.errors import unknown_request
from comptoir.service.models import REQUESTS
from comptoir.service.records import OPEN, Party, RequestKind, RequestStatus, ServiceRequest, token_digest
from comptoir.staff.models import ACCOUNTS

_OLDEST = 0

_TOLD = select(REQUESTS, ACCOUNTS.c.name.label("accepted_by_name")).select_from(
    REQUESTS.outerjoin(ACCOUNTS, REQUESTS.c.accepted_by == ACCOUNTS.c.id.cast(REQUESTS.c.accepted_by.type))
)
_BY_TOKEN = _TOLD.where(REQUESTS.c.token_digest == bindparam("digest"))
_BY_NUMBER = _TOLD.where(REQUESTS.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSearch:
    """What staff look for: at a place, of a kind, in any of some states."""

    location_id: int | None = None
    kind: RequestKind | None = None
    statuses: Sequence[RequestStatus] = OPEN


def lookup_request(tx: ReadTx, *, token: str) -> ServiceRequest | None:
    """Return the request that a shopper's token opens."""
    row = tx.first(_BY_TOKEN, {"digest": token_digest(token)})
    return request_record(row, now=tx.clock.now()) if row is not None else None


def get_request(tx: ReadTx, *, number: int) -> ServiceRequest:
    """Return a request; raises `DomainError` with `SERVICE_REQUEST_NOT_FOUND`."""
    row = tx.first(_BY_NUMBER, {"number": number})
    if row is None:
        raise unknown_request()
    return request_record(row, now=tx.clock.now())


def find_requests(
    tx: ReadTx, *, search: RequestSearch, count: int, above: int | None = None
) -> list[ServiceRequest]:
    """Return requests that fit, the oldest first, those over the number `above`."""
    now = tx.clock.now()
    statement = _TOLD.where(REQUESTS.c.id > (_OLDEST if above is None else above))
    if search.location_id is not None:
        statement = statement.where(REQUESTS.c.location_id == search.location_id)
    if search.kind is not None:
        statement = statement.where(REQUESTS.c.kind == search.kind.value)
    statement = _of_statuses(statement, search.statuses, now).order_by(REQUESTS.c.id).limit(count)
    return [request_record(row, now=now) for row in tx.all(statement)]


def request_record(row: Row[Any], *, now: datetime) -> ServiceRequest:
    """Return a row as a value; one that is due is EXPIRED, though no sweep has written that yet."""
    status = RequestStatus(row.status)
    if status in OPEN and row.expires_at <= now:
        status = RequestStatus.EXPIRED
    return ServiceRequest(
        number=row.id,
        kind=RequestKind(row.kind),
        status=status,
        variant_id=row.variant_id,
        title=row.title,
        sku=row.sku,
        quantity=row.quantity,
        quantity_brought=row.brought,
        held=row.held,
        location_id=row.location_id,
        place=row.place,
        note=row.note,
        language=row.language,
        channel=row.channel,
        accepted_by=row.accepted_by_name,
        cancelled_by=Party(row.cancelled_by) if row.cancelled_by else None,
        reason=row.reason,
        created_at=row.created_at,
        accepted_at=row.accepted_at,
        fetched_at=row.fetched_at,
        closed_at=row.closed_at,
        expires_at=row.expires_at,
    )


def _of_statuses(statement: Select[Any], statuses: Sequence[RequestStatus], now: datetime) -> Select[Any]:
    open_ones = [status.value for status in statuses if status in OPEN]
    others = [status.value for status in statuses if status not in OPEN]
    alive = REQUESTS.c.status.in_(open_ones) & (REQUESTS.c.expires_at > now)
    ended = REQUESTS.c.status.in_(others)
    if RequestStatus.EXPIRED in statuses:
        due = REQUESTS.c.status.in_([status.value for status in OPEN]) & (REQUESTS.c.expires_at <= now)
        return statement.where(or_(alive, ended, due))
    return statement.where(or_(alive, ended))
