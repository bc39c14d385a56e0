"""Stock levels: set them, adjust one, read them exactly.

The snapshot shows only whether something is there, so a change row is written only when that flips: for a
variant at a location, and with it for the variant as a whole. An ordinary sale moves numbers and no snapshot.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, func, or_, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.inventory.ledger import MAX_LEVEL, Ledger, chunks
from comptoir.inventory.models import LEVEL, LOCATION
from comptoir.inventory.movements import recount

__all__ = [
    "MAX_LEVEL",
    "adjust_level",
    "find_location",
    "levels_of",
    "offered_total",
    "set_levels",
    "set_levels_at",
]

_LOCATION = select(LOCATION.c.id).where(LOCATION.c.handle == bindparam("handle"))
_IS_OFFERED = and_(LOCATION.c.active, or_(LOCATION.c.fulfils_online, LOCATION.c.pickup_enabled))
_OFFERED = (
    select(LEVEL.c.variant_id, LEVEL.c.location_id, LEVEL.c.available)
    .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
    .where(_IS_OFFERED)
    .where(LEVEL.c.variant_id.in_(bindparam("variants", expanding=True)))
    .order_by(LEVEL.c.variant_id, LOCATION.c.position, LOCATION.c.id)
)


def set_levels(tx: Tx, *, location: str, levels: Mapping[int, int]) -> int:
    """Record how many of each variant (by number) were counted at a location; return for how many that was news.

    Raises `DomainError` with `LOCATION_NOT_FOUND`, or `INVALID` for a level below zero or above ten million.
    A variant that does not exist is an integrity error of the database: callers have the number from it.
    What is promised of them stays promised, see `comptoir.inventory.movements.count_stock`.
    """
    _check(levels)
    return set_levels_at(tx, location_id=find_location(tx, handle=location), levels=levels)


def set_levels_at(tx: Tx, *, location_id: int, levels: Mapping[int, int]) -> int:
    """Do as `set_levels` at a location known by its number, such as that of `default_location`."""
    _check(levels)
    places = [(variant, location_id) for variant in sorted(levels)]
    return recount(tx, places, counts=levels).save()


def adjust_level(
    tx: Tx,
    *,
    location: str,
    variant_id: int,
    by: int,
    reason: str = "adjusted",
    reference: str = "",
    note: str = "",
) -> int:
    """Add pieces to a location, or take such as are not promised, and return what is available there now.

    Raises `DomainError` with `LOCATION_NOT_FOUND`, or `INSUFFICIENT_STOCK` when fewer are there to take,
    `INVALID` when the level would pass ten million; then nothing has changed.
    """
    if abs(by) > MAX_LEVEL:
        raise DomainError("INVALID", f"{by} is too large an adjustment", field=("by",))
    place = (variant_id, find_location(tx, handle=location))
    ledger = Ledger(tx, (place,))
    if by < 0 and ledger.at(place).available < -by:
        raise DomainError("INSUFFICIENT_STOCK", f"there are fewer than {-by} to take", field=("by",))
    ledger.start((place,))
    ledger.move(place, by, reason=reason, reference=reference, note=note)
    ledger.save()
    return ledger.at(place).available


def levels_of(tx: ReadTx, *, variant_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Return what can be bought: pieces by variant number, then by location number.

    It counts active locations that ship or hand out orders, as `Availability` does. Every variant asked for
    has an entry; locations that never held it have none.
    """
    wanted = sorted(set(variant_ids))
    found: dict[int, dict[int, int]] = {variant: {} for variant in wanted}
    for chunk in chunks(wanted):
        for row in tx.all(_OFFERED, {"variants": chunk}):
            found[row.variant_id][row.location_id] = row.available
    return found


def offered_total(variant: ColumnElement[int]) -> ScalarSelect[int]:
    """Return an expression for what active locations hold of a variant, to be read along with its other facts."""
    held = select(func.coalesce(func.sum(LEVEL.c.available), 0))
    return (
        held.select_from(LEVEL.join(LOCATION))
        .where(_IS_OFFERED, LEVEL.c.variant_id == variant)
        .scalar_subquery()
    )


def find_location(tx: ReadTx, *, handle: str) -> int:
    """Return the number of a location; raises `DomainError` with `LOCATION_NOT_FOUND`."""
    found = tx.scalar(_LOCATION, {"handle": handle})
    if found is None:
        raise DomainError("LOCATION_NOT_FOUND", f"there is no location '{handle[:80]}'", field=("location",))
    return int(found)


def _check(levels: Mapping[int, int]) -> None:
    for level in levels.values():
        if not 0 <= level <= MAX_LEVEL:
            raise DomainError("INVALID", f"{level} is not a stock level: 0 to {MAX_LEVEL}", field=("levels",))
