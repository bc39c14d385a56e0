"""Movements: goods that come, go from place to place, are counted, lost or found. Each is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.inventory.errors import OutOfStockError
from comptoir.inventory.ledger import MAX_LEVEL, Ledger
from comptoir.inventory.models import LEVEL, MOVEMENT
from comptoir.inventory.promises import Place

_MOST_SHOWN = 500

_MOVEMENTS = (
    select(MOVEMENT)
    .where(MOVEMENT.c.variant_id == bindparam("variant"), MOVEMENT.c.id < bindparam("before"))
    .order_by(MOVEMENT.c.id.desc())
    .limit(bindparam("most"))
)
_SHORTAGES = select(LEVEL).where(LEVEL.c.shortage > 0).order_by(LEVEL.c.location_id, LEVEL.c.variant_id)
_FROM_THE_NEWEST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Pieces of a variant that came to a location, or left it (below zero); `balance` is what was there then."""

    id: int
    variant_id: int
    location_id: int
    quantity: int
    balance: int
    reason: str
    reference: str
    note: str
    actor_kind: str
    actor_ident: str
    channel: str | None
    moved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """What is promised of a variant at a location and was found missing when it was counted."""

    variant_id: int
    location_id: int
    missing: int
    on_hand: int
    promised: int


def receive(
    tx: Tx,
    *,
    location_id: int,
    quantities: Mapping[int, int],
    reason: str = "received",
    reference: str = "",
    note: str = "",
) -> dict[int, int]:
    """Take in pieces by variant number; return what is on hand now.

    They make up for shortages first, then for what was sold on back order. Raises `DomainError` with `INVALID`
    for a quantity below one, or a level above ten million.
    """
    for quantity in quantities.values():
        _check(quantity, low=1)
    places = _places(location_id, quantities)
    ledger = Ledger(tx, places)
    ledger.start(places)
    for place in places:
        ledger.move(place, quantities[place[0]], reason=reason, reference=reference, note=note)
    ledger.save()
    return {place[0]: ledger.at(place).on_hand for place in places}


def transfer(
    tx: Tx,
    *,
    from_location: int,
    to_location: int,
    quantities: Mapping[int, int],
    reference: str = "",
    note: str = "",
) -> None:
    """Move pieces that are not promised from one location to another, by variant number: all or none.

    Raises `OutOfStockError` where fewer are free to go, `DomainError` with `INVALID` for a quantity below one
    or two locations that are the same.
    """
    if from_location == to_location:
        raise DomainError("INVALID", "the two locations are the same", field=("to_location",))
    for quantity in quantities.values():
        _check(quantity, low=1)
    sources, targets = _places(from_location, quantities), _places(to_location, quantities)
    ledger = Ledger(tx, (*sources, *targets))
    for source in sources:
        available = ledger.at(source).available
        if available < quantities[source[0]]:
            raise OutOfStockError(
                variant_id=source[0],
                location_id=from_location,
                wanted=quantities[source[0]],
                available=available,
            )
    ledger.start(targets)
    for source, target in zip(sources, targets, strict=True):
        quantity = quantities[source[0]]
        ledger.move(source, -quantity, reason="transferred", reference=reference, note=note)
        ledger.move(target, quantity, reason="transferred", reference=reference, note=note)
    ledger.save()


def count_stock(
    tx: Tx, *, location_id: int, counts: Mapping[int, int], reference: str = "", note: str = ""
) -> tuple[Shortage, ...]:
    """Make what is on hand what was counted, by variant number; return what is short at those places now.

    A count below what is promised is recorded as a shortage for staff to settle, never refused. Raises
    `DomainError` with `INVALID` for a count below zero or above ten million.
    """
    for count in counts.values():
        _check(count, low=0)
    places = _places(location_id, counts)
    ledger = recount(tx, places, counts=counts, reference=reference, note=note)
    ledger.save()
    return tuple(
        Shortage(
            variant_id=place[0],
            location_id=place[1],
            missing=ledger.at(place).shortage,
            on_hand=ledger.at(place).on_hand,
            promised=ledger.at(place).held + ledger.at(place).allocated,
        )
        for place in places
        if ledger.at(place).shortage
    )


def recount(
    tx: Tx, places: Sequence[Place], *, counts: Mapping[int, int], reference: str = "", note: str = ""
) -> Ledger:
    """Return a ledger in which the places have what was counted; the caller saves it."""
    ledger = Ledger(tx, places)
    ledger.start(places)
    for place in places:
        missing = counts[place[0]] - ledger.at(place).on_hand
        ledger.move(place, missing, reason="counted", reference=reference, note=note)
    return ledger


def shortages(tx: ReadTx) -> tuple[Shortage, ...]:
    """Return all shortages, by location and variant."""
    return tuple(
        Shortage(
            variant_id=row.variant_id,
            location_id=row.location_id,
            missing=row.shortage,
            on_hand=row.on_hand,
            promised=row.held + row.allocated,
        )
        for row in tx.all(_SHORTAGES)
    )


def find_movements(
    tx: ReadTx, *, variant_id: int, before: int | None = None, most: int = 50
) -> tuple[Movement, ...]:
    """Return what moved of a variant, the newest first; `before` is the id of the last one that was seen."""
    wanted = {
        "variant": variant_id,
        "before": _FROM_THE_NEWEST if before is None else before,
        "most": max(0, min(most, _MOST_SHOWN)),
    }
    return tuple(_record(row) for row in tx.all(_MOVEMENTS, wanted))


def _record(row: Row[Any]) -> Movement:
    return Movement(
        id=row.id,
        variant_id=row.variant_id,
        location_id=row.location_id,
        quantity=row.quantity,
        balance=row.balance,
        reason=row.reason,
        reference=row.reference,
        note=row.note,
        actor_kind=row.actor_kind,
        actor_ident=row.actor_ident,
        channel=row.channel,
        moved_at=row.moved_at,
    )


def _places(location_id: int, quantities: Mapping[int, int]) -> list[Place]:
    return [(variant, location_id) for variant in sorted(quantities)]


def _check(quantity: int, *, low: int) -> None:
    if not low <= quantity <= MAX_LEVEL:
        raise DomainError(
            "INVALID", f"{quantity} is not a number of pieces: {low} to {MAX_LEVEL}", field=("levels",)
        )
