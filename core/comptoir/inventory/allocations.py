"""Allocations: pieces that belong to an owner, such as an order, until they are handed out or let go."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import ReadTx, Tx
from comptoir.inventory.errors import OutOfStockError, not_allocated
from comptoir.inventory.holds import (
    HeldStock,
    check_stock,
    delete_holds,
    end_holds,
    holds_in_the_way,
    lock_holds,
    pieces_of,
    sold_ahead,
)
from comptoir.inventory.ledger import Ledger
from comptoir.inventory.models import ALLOCATION
from comptoir.inventory.preorders import lock_preorders
from comptoir.inventory.promises import Allocation, Demand, Owner, Place, summed

_OWNED = (ALLOCATION.c.owner_kind == bindparam("kind"), ALLOCATION.c.owner_ident == bindparam("ident"))
_AT = (
    ALLOCATION.c.variant_id == bindparam("variant"),
    ALLOCATION.c.location_id == bindparam("location"),
)
_OF_OWNER = select(ALLOCATION).where(*_OWNED).order_by(ALLOCATION.c.variant_id, ALLOCATION.c.location_id)
_INSERT = insert(ALLOCATION).values(
    {column: bindparam(column.name) for column in ALLOCATION.c if column is not ALLOCATION.c.id}
)
_ADD = _INSERT.on_conflict_do_update(
    index_elements=["owner_kind", "owner_ident", "variant_id", "location_id"],
    set_={"quantity": ALLOCATION.c.quantity + _INSERT.excluded.quantity},
)
_LESS = update(ALLOCATION).where(*_OWNED, *_AT).values(quantity=bindparam("left"))
_GONE = delete(ALLOCATION).where(*_OWNED, *_AT)


def allocate_holds(tx: Tx, *, owner: Owner, to: Owner) -> tuple[Allocation, ...]:
    """Turn all that an owner holds into allocations of another, as when a checkout becomes an order.

    Raises `DomainError` with `HOLD_EXPIRED` where nothing is held, or not all of it any more; then nothing has
    changed, and the caller may place holds anew.
    """
    allocate_held(tx, held=lock_holds(tx, owner=owner), to=to)
    return find_allocations(tx, owner=to)


def allocate_held(tx: Tx, *, held: HeldStock, to: Owner) -> None:
    """Do so with holds that this transaction has locked."""
    pieces = delete_holds(tx, held.holds)
    for place, quantity in pieces.items():
        held.ledger.change(place, held=-quantity, allocated=quantity)
    held.ledger.save()
    _add(tx, to, pieces)


def allocate(tx: Tx, *, owner: Owner, demands: Sequence[Demand]) -> tuple[Allocation, ...]:
    """Allocate pieces to an owner, beside what it has: all that is asked for, or none.

    Raises `OutOfStockError` (`OUT_OF_STOCK`); then nothing has changed.
    """
    wanted = summed(demands)
    ahead = lock_preorders(tx, sold_ahead(wanted))
    ledger = Ledger(tx, wanted)
    due = holds_in_the_way(tx, ledger, wanted)
    check_stock(ledger, wanted, back=pieces_of(due), ahead=ahead)
    end_holds(tx, ledger, due)
    ledger.start(wanted)
    for place, demand in wanted.items():
        ledger.change(place, allocated=demand.quantity, backorder=demand.backorder)
    ledger.save()
    _add(tx, owner, {place: demand.quantity for place, demand in wanted.items()})
    return find_allocations(tx, owner=owner)


def move_allocation(
    tx: Tx, *, owner: Owner, variant_id: int, from_location: int, to_location: int, quantity: int
) -> tuple[Allocation, ...]:
    """Have another location stand for pieces that are allocated to an owner.

    Raises `DomainError` with `NOT_ALLOCATED`, or `OutOfStockError`; then nothing has changed.
    """
    source, target = (variant_id, from_location), (variant_id, to_location)
    demand = Demand(variant_id=variant_id, location_id=to_location, quantity=quantity)
    wanted = summed((demand,))
    ledger = Ledger(tx, (source, target))
    has = _owned(tx, owner).get(source, 0)
    if has < quantity:
        raise not_allocated(owner, wanted=quantity, allocated=has)
    if from_location == to_location:
        return find_allocations(tx, owner=owner)
    due = holds_in_the_way(tx, ledger, wanted)
    check_stock(ledger, wanted, back=pieces_of(due), ahead={})
    end_holds(tx, ledger, due)
    ledger.change(source, allocated=-quantity)
    ledger.change(target, allocated=quantity)
    ledger.save()
    _take(tx, owner, {source: quantity}, {source: has})
    _add(tx, owner, {target: quantity})
    return find_allocations(tx, owner=owner)


def release_allocations(tx: Tx, *, owner: Owner, demands: Sequence[Demand] | None = None) -> int:
    """Let go of all that is allocated to an owner, or of so much of it; return how many pieces.

    Raises `DomainError` with `NOT_ALLOCATED` where it has less; then nothing has changed.
    """
    if demands is None:
        wanted = _owned(tx, owner)
    else:
        wanted = {place: demand.quantity for place, demand in summed(demands).items()}
    ledger = Ledger(tx, wanted)
    has = _owned(tx, owner)
    if demands is None:
        # Another command for this owner may have been quicker; what it left is all there is to let go.
        wanted = {place: min(quantity, has.get(place, 0)) for place, quantity in wanted.items()}
        wanted = {place: quantity for place, quantity in wanted.items() if quantity}
    _check_owned(owner, wanted, has)
    for place, quantity in wanted.items():
        ledger.change(place, allocated=-quantity)
    ledger.save()
    _take(tx, owner, wanted, has)
    return sum(wanted.values())


def ship_allocated(
    tx: Tx, *, owner: Owner, demands: Sequence[Demand], reason: str, note: str = ""
) -> tuple[Allocation, ...]:
    """Let allocated pieces leave: on hand and allocated fall together, one movement each.

    `reason` is such as `shipped` or `collected`; the movement's reference is the owner. Returns what stays
    allocated. Raises `DomainError` with `NOT_ALLOCATED`, or `OutOfStockError` where the pieces are not there yet.
    """
    wanted = summed(demands)
    ledger = Ledger(tx, wanted)
    has = _owned(tx, owner)
    pieces = {place: demand.quantity for place, demand in wanted.items()}
    _check_owned(owner, pieces, has)
    for place, quantity in pieces.items():
        there = ledger.at(place).on_hand
        if there < quantity:
            raise OutOfStockError(variant_id=place[0], location_id=place[1], wanted=quantity, available=there)
    reference = f"{owner.kind}/{owner.ident}"
    for place, quantity in pieces.items():
        ledger.move(place, -quantity, allocated=-quantity, reason=reason, reference=reference, note=note)
    ledger.save()
    _take(tx, owner, pieces, has)
    return find_allocations(tx, owner=owner)


def find_allocations(tx: ReadTx, *, owner: Owner) -> tuple[Allocation, ...]:
    """Return what is allocated to an owner, by variant and location."""
    rows = tx.all(_OF_OWNER, {"kind": owner.kind, "ident": owner.ident})
    return tuple(allocation_record(row) for row in rows)


def allocation_record(row: Row[Any]) -> Allocation:
    """Return an allocation's row as a value."""
    return Allocation(
        owner=Owner(kind=row.owner_kind, ident=row.owner_ident),
        variant_id=row.variant_id,
        location_id=row.location_id,
        quantity=row.quantity,
    )


def _owned(tx: ReadTx, owner: Owner) -> dict[Place, int]:
    return {each.place: each.quantity for each in find_allocations(tx, owner=owner)}


def _check_owned(owner: Owner, wanted: Mapping[Place, int], has: Mapping[Place, int]) -> None:
    for place, quantity in wanted.items():
        if has.get(place, 0) < quantity:
            raise not_allocated(owner, wanted=quantity, allocated=has.get(place, 0))


def _add(tx: Tx, owner: Owner, pieces: Mapping[Place, int]) -> None:
    """Write more pieces to an owner; the levels are locked."""
    now = tx.clock.now()
    rows = [
        {
            "owner_kind": owner.kind,
            "owner_ident": owner.ident,
            "variant_id": variant,
            "location_id": location,
            "quantity": quantity,
            "allocated_at": now,
        }
        for (variant, location), quantity in pieces.items()
    ]
    if rows:
        tx.execute(_ADD, rows)


def _take(tx: Tx, owner: Owner, pieces: Mapping[Place, int], has: Mapping[Place, int]) -> None:
    """Write fewer pieces to an owner; the levels are locked."""
    for place, quantity in pieces.items():
        at = {"kind": owner.kind, "ident": owner.ident, "variant": place[0], "location": place[1]}
        left = has[place] - quantity
        if left:
            tx.execute(_LESS, {**at, "left": left})
        else:
            tx.execute(_GONE, at)
