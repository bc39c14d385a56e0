"""Holds: pieces set aside for an owner until a moment. One ledger for checkouts, reservations, fitting rooms."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Row, Subquery, bindparam, cast, delete, func, insert, select, update

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.inventory.errors import OutOfStockError, hold_expired, hold_limit
from comptoir.inventory.guards import lock_owner, lock_shopper
from comptoir.inventory.ledger import Ledger, chunks
from comptoir.inventory.models import HOLD
from comptoir.inventory.preorders import lock_preorders
from comptoir.inventory.promises import Demand, Hold, Owner, Place, summed

SWEEP = 200
"""Holds that one transaction of the sweep lets go at most, so that it never stalls a checkout."""

_OWNED = (HOLD.c.owner_kind == bindparam("kind"), HOLD.c.owner_ident == bindparam("ident"))
_OF_OWNER = select(HOLD).where(*_OWNED).order_by(HOLD.c.variant_id, HOLD.c.location_id)
_DUE_AT = (
    select(HOLD)
    .where(HOLD.c.variant_id.in_(bindparam("variants", expanding=True)))
    .where(HOLD.c.location_id.in_(bindparam("locations", expanding=True)))
    .where(HOLD.c.expires_at <= bindparam("now"))
)
_DUE = (
    select(HOLD)
    .where(HOLD.c.expires_at <= bindparam("now"))
    .order_by(HOLD.c.expires_at, HOLD.c.id)
    .limit(bindparam("most"))
)
_OF_SHOPPER = select(func.coalesce(func.sum(HOLD.c.quantity), 0).label("pieces")).where(
    HOLD.c.shopper == bindparam("who"),
    HOLD.c.owner_kind == bindparam("kind"),
    HOLD.c.owner_ident != bindparam("ident"),
    HOLD.c.expires_at > bindparam("now"),
)
_PLACE = (
    insert(HOLD)
    .values({column: bindparam(column.name) for column in HOLD.c if column is not HOLD.c.id})
    .returning(HOLD)
)
_EXTEND = update(HOLD).where(*_OWNED).values(expires_at=bindparam("until"))
_ENDED = (HOLD.c.variant_id, HOLD.c.location_id, HOLD.c.quantity)
_END = delete(HOLD).where(HOLD.c.id.in_(bindparam("idents", expanding=True))).returning(*_ENDED)
_END_ONE = delete(HOLD).where(HOLD.c.id == bindparam("hold")).returning(*_ENDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldStock:
    """Holds whose levels a transaction has locked."""

    holds: tuple[Hold, ...]
    ledger: Ledger


def place_holds(
    tx: Tx,
    *,
    owner: Owner,
    demands: Sequence[Demand],
    expires_at: datetime,
    shopper: str | None = None,
    cap: int | None = None,
) -> tuple[Hold, ...]:
    """Set pieces aside for an owner: all that is asked for, or none.

    What the owner held before is let go in the same transaction: afterwards it holds exactly the demands,
    so that repeating a request is harmless. Holds of others that are due end here where they are in the way.
    `cap` bounds the pieces that a shopper has in holds of this kind of owner.

    Raises `OutOfStockError` (`OUT_OF_STOCK`), or `DomainError` with `HOLD_LIMIT`, or with `INVALID` for an
    empty or impossible demand; then nothing has changed.
    """
    wanted = summed(demands)
    if expires_at <= tx.clock.now():
        raise DomainError("INVALID", "a hold ends after now", field=("expires_at",))
    if shopper is not None and cap is not None:
        _check_cap(tx, owner=owner, shopper=shopper, wanted=wanted.values(), cap=cap)
    lock_owner(tx, owner)
    own = _of(tx, owner)
    ahead = lock_preorders(tx, sold_ahead(wanted))
    ledger = Ledger(tx, {*wanted, *(hold.place for hold in own)})
    own = _again(tx, owner, own)
    ending = [*own, *holds_in_the_way(tx, ledger, wanted, own=own)]
    check_stock(ledger, wanted, back=pieces_of(ending), ahead=ahead)
    ledger.start(wanted)
    end_holds(tx, ledger, ending)
    for place, demand in wanted.items():
        ledger.change(place, held=demand.quantity, backorder=demand.backorder)
    ledger.save()
    return _insert(tx, owner, tuple(wanted.values()), expires_at=expires_at, shopper=shopper)


def holds_in_the_way(
    tx: Tx, ledger: Ledger, wanted: Mapping[Place, Demand], *, own: Sequence[Hold] = ()
) -> list[Hold]:
    """Return the holds that are due at places that have too few without them; the levels are locked."""
    back = pieces_of(own)
    short = {
        place
        for place, demand in wanted.items()
        if ledger.at(place).changed(held=-back[place]).available < demand.quantity
    }
    known = {hold.id for hold in own}
    return [hold for hold in _still_due(tx, short) if hold.id not in known] if short else []


def sold_ahead(wanted: Mapping[Place, Demand]) -> list[int]:
    """Return the variants that may be sold although they are not there."""
    return [variant for (variant, _), demand in wanted.items() if demand.backorder]


def check_stock(
    ledger: Ledger,
    wanted: Mapping[Place, Demand],
    *,
    back: Mapping[Place, int],
    ahead: Mapping[int, int],
) -> None:
    """Raise `OutOfStockError` where a place has fewer than wanted, with the pieces that are given back there.

    `ahead` is how many more pieces of a variant can be sold before they come; without an entry, any number.
    """
    ahead = dict(ahead)
    for place, demand in wanted.items():
        before = ledger.at(place)
        level = before.changed(held=-back.get(place, 0))
        left = level.available
        if demand.backorder and place[0] in ahead:
            after = level.changed(held=demand.quantity, backorder=True)
            left += max(0, ahead[place[0]] + before.backordered - level.backordered)
            ahead[place[0]] -= after.backordered - before.backordered
        if left < demand.quantity and (not demand.backorder or place[0] in ahead):
            raise OutOfStockError(
                variant_id=place[0], location_id=place[1], wanted=demand.quantity, available=left
            )


def extend_holds(tx: Tx, *, owner: Owner, expires_at: datetime) -> tuple[Hold, ...]:
    """Hold what an owner has until another moment.

    Raises `DomainError` with `HOLD_EXPIRED` where nothing is held, or not all of it any more.
    """
    held = lock_holds(tx, owner=owner)
    tx.execute(_EXTEND, {"kind": owner.kind, "ident": owner.ident, "until": expires_at})
    return tuple(replace(hold, expires_at=expires_at) for hold in held.holds)


def release_holds(tx: Tx, *, owner: Owner) -> int:
    """Let go of all that an owner holds; return how many pieces that were. Without holds, nothing happens."""
    lock_owner(tx, owner)
    held = _of(tx, owner)
    if not held:
        return 0
    ledger = Ledger(tx, {hold.place for hold in held})
    pieces = end_holds(tx, ledger, _again(tx, owner, held))
    ledger.save()
    return pieces


def expire_holds(tx: Tx, *, most: int = SWEEP) -> int:
    """Let go of holds that are due, the longest due first; return how many rows: `most` means there are more."""
    due = [hold_record(row) for row in tx.all(_DUE, {"now": tx.clock.now(), "most": most})]
    if not due:
        return 0
    ledger = Ledger(tx, {hold.place for hold in due})
    still = _still_due(tx, {hold.place for hold in due}, idents={hold.id for hold in due})
    end_holds(tx, ledger, still)
    ledger.save()
    return len(due)


def find_holds(tx: ReadTx, *, owner: Owner) -> tuple[Hold, ...]:
    """Return what an owner holds, by variant and location; due holds are still among them until the sweep."""
    return _of(tx, owner)


def lock_holds(tx: Tx, *, owner: Owner) -> HeldStock:
    """Return all that an owner holds, with its levels locked until the transaction ends.

    Raises `DomainError` with `HOLD_EXPIRED` where there is nothing, or one of them is due or gone.
    """
    lock_owner(tx, owner)
    rows = _rows(tx, owner)
    ledger = Ledger(tx, {(row.variant_id, row.location_id) for row in rows})
    if tx.dialect != "sqlite":
        # Before the levels were locked a sweep may have been quicker.
        rows = _rows(tx, owner)
    if not rows or len(rows) != rows[0].siblings:
        raise hold_expired(owner)
    first = min(row.expires_at for row in rows)
    if first <= tx.clock.now():
        raise hold_expired(owner, at=first)
    return HeldStock(holds=tuple(hold_record(row) for row in rows), ledger=ledger)


def end_holds(tx: Tx, ledger: Ledger, holds: Iterable[Hold]) -> int:
    """Delete holds whose levels are locked, and give their pieces back; return how many pieces."""
    ended = delete_holds(tx, holds)
    for place, quantity in ended.items():
        ledger.change(place, held=-quantity)
    return ended.total()


def delete_holds(tx: Tx, holds: Iterable[Hold]) -> Counter[Place]:
    """Delete holds whose levels are locked; return their pieces, which the levels still count as held."""
    pieces = Counter[Place]()
    for row in _deleted(tx, sorted({hold.id for hold in holds})):
        pieces[row.variant_id, row.location_id] += row.quantity
    return pieces


def _deleted(tx: Tx, idents: Sequence[int]) -> Iterator[Any]:
    if tx.dialect == "sqlite":
        for ident in idents:
            yield from tx.all(_END_ONE, {"hold": ident})
        return
    for chunk in chunks(idents):
        yield from tx.execute(_END, {"idents": chunk})


def hold_record(row: Row[Any]) -> Hold:
    """Return a hold's row as a value."""
    return Hold(
        id=row.id,
        owner=Owner(kind=row.owner_kind, ident=row.owner_ident),
        variant_id=row.variant_id,
        location_id=row.location_id,
        quantity=row.quantity,
        shopper=row.shopper,
        placed_at=row.placed_at,
        expires_at=row.expires_at,
    )


def _rows(tx: ReadTx, owner: Owner) -> Sequence[Row[Any]]:
    return tx.all(_OF_OWNER, {"kind": owner.kind, "ident": owner.ident})


def _of(tx: ReadTx, owner: Owner) -> tuple[Hold, ...]:
    return tuple(hold_record(row) for row in _rows(tx, owner))


def _again(tx: Tx, owner: Owner, before: tuple[Hold, ...]) -> tuple[Hold, ...]:
    """Return what an owner holds now that the levels are locked: a sweep may have been quicker."""
    return before if tx.dialect == "sqlite" else _of(tx, owner)


def pieces_of(holds: Iterable[Hold]) -> Counter[Place]:
    """Return how many pieces holds have at each place."""
    found = Counter[Place]()
    for hold in holds:
        found[hold.place] += hold.quantity
    return found


def _check_cap(tx: Tx, *, owner: Owner, shopper: str, wanted: Iterable[Demand], cap: int) -> None:
    lock_shopper(tx, shopper)
    who = {"who": shopper, "kind": owner.kind, "ident": owner.ident, "now": tx.clock.now()}
    if int(tx.scalar(_OF_SHOPPER, who)) + sum(demand.quantity for demand in wanted) > cap:
        raise hold_limit(cap)


def _still_due(tx: Tx, places: set[Place], *, idents: set[int] | None = None) -> list[Hold]:
    """Return holds at locked levels that are due."""
    numbers = {
        "variants": sorted({variant for variant, _ in places}),
        "locations": sorted({location for _, location in places}),
        "now": tx.clock.now(),
    }
    found = (hold_record(row) for row in tx.all(_DUE_AT, numbers))
    return [hold for hold in found if hold.place in places and (idents is None or hold.id in idents)]


def _insert(
    tx: Tx, owner: Owner, demands: Sequence[Demand], *, expires_at: datetime, shopper: str | None
) -> tuple[Hold, ...]:
    now = tx.clock.now()
    rows = [
        {
            "owner_kind": owner.kind,
            "owner_ident": owner.ident,
            "variant_id": demand.variant_id,
            "location_id": demand.location_id,
            "quantity": demand.quantity,
            "siblings": len(demands),
            "shopper": shopper,
            "placed_at": now,
            "expires_at": expires_at,
        }
        for demand in demands
    ]
    placed = tx.execute(_PLACE, rows)
    return tuple(sorted((hold_record(row) for row in placed), key=lambda hold: hold.place))


def pieces_held(kind: str) -> Subquery:
    """Return a query of how many `pieces` the owners of a kind hold, by the `number` that names them."""
    return (
        select(
            cast(HOLD.c.owner_ident, BigInteger).label("number"), func.sum(HOLD.c.quantity).label("pieces")
        )
        .where(HOLD.c.owner_kind == kind)
        .group_by(HOLD.c.owner_ident)
        .subquery()
    )
