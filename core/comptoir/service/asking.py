"""Calling staff: what a shopper may ask for, where, and how often."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.catalog.records import VariantRecord
from comptoir.db.tx import Tx
from comptoir.devices.records import DeviceRecord
from comptoir.ids import new_token
from comptoir.inventory import LocationRecord
from comptoir.inventory.guards import lock_named
from comptoir.inventory.models import HOLD, LEVEL
from comptoir.service import errors
from comptoir.service.events import ServiceRequested
from comptoir.service.models import REQUESTS
from comptoir.service.queries import get_request
from comptoir.service.records import OPEN, RequestKind, ServiceRequest, place_key, token_digest

MOST_AT_ONE_PLACE = 3
"""Open requests from one fitting room or screen."""
MOST_FROM_ONE_VISITOR = 20
"""Open requests from one address on the network: a store's own network is one address for all who shop there."""
MOST_AN_HOUR = 60
"""Requests from one address in an hour, ended ones too, so that asking and cancelling by turns is bounded."""
MOST_WAITING = 50
"""Requests at one location that nobody has answered."""
LONGEST_PLACE = 60
LONGEST_NOTE = 200
_LONGEST_KEY = 200
_HOUR = timedelta(hours=1)

_BY_KEY = select(REQUESTS.c.id).where(REQUESTS.c.idempotency_key == bindparam("key"))
_IS_OPEN = (
    REQUESTS.c.status.in_([status.value for status in OPEN]),
    REQUESTS.c.expires_at > bindparam("now"),
)
_OPEN_FROM = select(func.count()).where(REQUESTS.c.client == bindparam("of_client"), *_IS_OPEN)
_MADE_BY = select(func.count()).where(
    REQUESTS.c.client == bindparam("of_client"), REQUESTS.c.created_at > bindparam("since")
)
_OPEN_AT = select(func.count()).where(
    REQUESTS.c.location_id == bindparam("location"), REQUESTS.c.place_key == bindparam("place"), *_IS_OPEN
)
_WAITING = select(func.count()).where(
    REQUESTS.c.location_id == bindparam("location"),
    REQUESTS.c.status == "REQUESTED",
    REQUESTS.c.expires_at > bindparam("now"),
)
# Holds that are due are free to whoever wants the pieces, swept or not.
_DUE = (
    select(func.coalesce(func.sum(HOLD.c.quantity), 0))
    .where(
        HOLD.c.variant_id == LEVEL.c.variant_id,
        HOLD.c.location_id == LEVEL.c.location_id,
        HOLD.c.expires_at <= bindparam("now"),
    )
    .scalar_subquery()
)
_THERE = select(LEVEL.c.available + _DUE).where(
    LEVEL.c.variant_id == bindparam("variant"), LEVEL.c.location_id == bindparam("location")
)
_ASK = insert(REQUESTS).on_conflict_do_nothing().returning(REQUESTS.c.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a shopper asks for, and from where.

    `about_variant` and `from_device` say whether one was named, so that a name which the shop does not know is
    refused. `client` is where the request came from, for the bounds on requests.
    """

    kind: RequestKind
    place: str | None = None
    quantity: int = 1
    note: str = ""
    about_variant: bool = False
    from_device: bool = False
    language: str = "en"
    client: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the shop allows."""

    pieces: int
    """In one fitting room at a time."""
    answer_within: timedelta
    """After which a request that nobody answered expires."""
    when_closed: bool = False
    """Whether requests are taken while a location is closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request with its token, which opens it for the shopper."""

    request: ServiceRequest
    token: str


def ask_staff(
    tx: Tx,
    *,
    call: Call,
    variant: VariantRecord | None,
    location: LocationRecord | None,
    device: DeviceRecord | None,
    limits: Limits,
    token: str,
) -> Asked:
    """Put a request into the queue of a location; nothing is held for it until staff fetch it.

    `token` is the fresh secret with which the shopper follows and cancels it. A repeated `idempotency_key` gives
    the request that the first one made. Raises `DomainError` with `DEVICE_NOT_FOUND`, `LOCATION_NOT_FOUND`,
    `LOCATION_NOT_STAFFED`, `MERCHANDISE_NOT_FOUND`, `INVALID`, `LOCATION_CLOSED`, `RATE_LIMITED`, `PLACE_LIMIT`,
    `QUEUE_FULL` or `OUT_OF_STOCK`.
    """
    where = _checked_location(call, location, device)
    if call.about_variant and variant is None:
        raise errors.unknown_merchandise(call.language)
    if (before := _asked_before(tx, call, token)) is not None:
        return before
    row = _checked(call, variant, device, limits=limits)
    if not limits.when_closed and where.hours.known and not where.hours.is_open(tx.clock.now()):
        raise errors.closed_now(call.language)
    _check_bounds(tx, where, row, language=call.language)
    if call.kind is RequestKind.FITTING_ROOM and variant is not None:
        _check_stock(tx, variant, where, call)
    number = _write(tx, where, row, call=call, token=token, limits=limits)
    if number is None:
        return _repeated(tx, call, token)
    tx.emit(
        ServiceRequested(
            request_id=number, kind=call.kind.value, location_id=where.number, channel=tx.actor.channel
        )
    )
    return Asked(request=get_request(tx, number=number), token=token)


def new_request_token(key: str | None, *, signing_key: str) -> str:
    """Return the token of a new request.

    With an idempotency key it is derived from that and the shop's key, so that a repeated request can be told the
    same token, though only its digest is stored.
    """
    if key is None:
        return new_token(128)
    text = b"service.token:" + key.encode()
    return hmac.new(signing_key.encode(), text, hashlib.sha256).hexdigest()[:32]


def _checked_location(
    call: Call, location: LocationRecord | None, device: DeviceRecord | None
) -> LocationRecord:
    if call.from_device and (device is None or device.signed_in_elsewhere):
        raise errors.unknown_device(call.language)
    if location is None or (device is not None and device.location_number != location.number):
        raise errors.unknown_location(call.language)
    if location.kind != "store":
        raise errors.not_staffed(call.language)
    return location


def _checked(
    call: Call, variant: VariantRecord | None, device: DeviceRecord | None, *, limits: Limits
) -> dict[str, Any]:
    """Return what a row tells of a call, without needless blanks."""
    place = " ".join((call.place or (device.name if device else "")).split())
    if not place or len(place) > LONGEST_PLACE or not place.isprintable():
        raise errors.invalid("place", field="place", language=call.language, most=LONGEST_PLACE)
    note = " ".join(call.note.split())
    if len(note) > LONGEST_NOTE or not note.isprintable():
        raise errors.invalid("note", field="note", language=call.language, most=LONGEST_NOTE)
    if not 1 <= call.quantity <= limits.pieces:
        raise errors.invalid("quantity", field="quantity", language=call.language, most=limits.pieces)
    if call.kind is RequestKind.FITTING_ROOM and variant is None:
        raise errors.invalid("piece", field="variant_id", language=call.language)
    return {
        "place": place,
        "place_key": place_key(place),
        "note": note,
        "variant_id": variant.number if variant else None,
        "title": _title(variant) if variant else None,
        "sku": variant.sku if variant else None,
        "client": f"device/{device.number}" if device else call.client,
    }


def _check_bounds(tx: Tx, location: LocationRecord, row: dict[str, Any], *, language: str) -> None:
    """Refuse who asks too often. Counts are made one command at a time for a visitor, then for a location."""
    now = tx.clock.now()
    if row["client"] is not None:
        lock_named(tx, "service.client", row["client"])
        visitor = {"of_client": row["client"], "now": now}
        made = tx.scalar(_MADE_BY, {"of_client": row["client"], "since": now - _HOUR})
        if made >= MOST_AN_HOUR or tx.scalar(_OPEN_FROM, visitor) >= MOST_FROM_ONE_VISITOR:
            raise errors.too_often(language)
    lock_named(tx, "service.location", str(location.number))
    here = {"location": location.number, "now": now}
    if tx.scalar(_OPEN_AT, {**here, "place": row["place_key"]}) >= MOST_AT_ONE_PLACE:
        raise errors.place_limit(language)
    if tx.scalar(_WAITING, here) >= MOST_WAITING:
        raise errors.queue_full(language)


def _check_stock(tx: Tx, variant: VariantRecord, location: LocationRecord, call: Call) -> None:
    if not variant.inventory_tracked:
        return
    place = {"variant": variant.number, "location": location.number, "now": tx.clock.now()}
    there = max(0, int(tx.scalar(_THERE, place) or 0))
    if there < call.quantity:
        raise errors.out_of_stock(there, language=call.language)


def _asked_before(tx: Tx, call: Call, token: str) -> Asked | None:
    key = call.idempotency_key
    if key is None:
        return None
    if not 0 < len(key) <= _LONGEST_KEY:
        raise errors.invalid("key", field="idempotency_key", language=call.language, most=_LONGEST_KEY)
    number = tx.scalar(_BY_KEY, {"key": key})
    return None if number is None else Asked(request=get_request(tx, number=number), token=token)


def _write(
    tx: Tx, location: LocationRecord, row: dict[str, Any], *, call: Call, token: str, limits: Limits
) -> int | None:
    """Write the row and return its number; none where a request with the same key was quicker."""
    now = tx.clock.now()
    made: int | None = tx.execute(
        _ASK,
        row
        | {
            "token_digest": token_digest(token),
            "idempotency_key": call.idempotency_key,
            "kind": call.kind.value,
            "status": "REQUESTED",
            "quantity": call.quantity,
            "brought": 0,
            "held": 0,
            "location_id": location.number,
            "language": call.language,
            "channel": tx.actor.channel,
            "accepted_by": None,
            "cancelled_by": None,
            "reason": "",
            "created_at": now,
            "accepted_at": None,
            "fetched_at": None,
            "closed_at": None,
            "expires_at": now + limits.answer_within,
        },
    ).scalar()
    return made


def _repeated(tx: Tx, call: Call, token: str) -> Asked:
    found = _asked_before(tx, call, token)
    assert found is not None
    return found


def _title(variant: VariantRecord) -> str:
    product = variant.product.title
    return product if variant.title == "Default Title" else f"{product}, {variant.title}"
