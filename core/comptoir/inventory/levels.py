"""Stock levels: set them, adjust one, read them exactly.

The snapshot shows only whether something is there, so a change row is written only when that flips: for a
variant at a location, and with it for the variant as a whole. An ordinary sale moves numbers and no snapshot.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, func, or_, select, update
from sqlalchemy.dialects import postgresql

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.inventory.models import LEVEL, LOCATION

MAX_LEVEL = 10_000_000
"""Pieces; the sum over two hundred locations still fits into GraphQL's Int."""
_CHUNK = 500
T = TypeVar("T")

_LOCATION = select(LOCATION.c.id).where(LOCATION.c.handle == bindparam("handle"))
_AT_LOCATION = (
    select(LEVEL.c.variant_id, LEVEL.c.available)
    .where(LEVEL.c.location_id == bindparam("location"))
    .where(LEVEL.c.variant_id.in_(bindparam("variants", expanding=True)))
    .order_by(LEVEL.c.variant_id)
    .with_for_update()
)
_IS_OFFERED = and_(LOCATION.c.active, or_(LOCATION.c.fulfils_online, LOCATION.c.pickup_enabled))
_OFFERED = (
    select(LEVEL.c.variant_id, LEVEL.c.location_id, LEVEL.c.available)
    .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
    .where(_IS_OFFERED)
    .where(LEVEL.c.variant_id.in_(bindparam("variants", expanding=True)))
    .order_by(LEVEL.c.variant_id, LOCATION.c.position, LOCATION.c.id)
)
_PUT = postgresql.insert(LEVEL)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["variant_id", "location_id"], set_={"available": _PUT.excluded.available}
)
_START = (
    postgresql.insert(LEVEL)
    .values(variant_id=bindparam("variant"), location_id=bindparam("location"), available=0)
    .on_conflict_do_nothing()
)
_ADJUST = (
    update(LEVEL)
    .where(LEVEL.c.variant_id == bindparam("variant"))
    .where(LEVEL.c.location_id == bindparam("location"))
    .where(LEVEL.c.available + bindparam("by") >= 0)
    .where(LEVEL.c.available + bindparam("by") <= MAX_LEVEL)
    .values(available=LEVEL.c.available + bindparam("by"))
    .returning(LEVEL.c.available)
)


def set_levels(tx: Tx, *, location: str, levels: Mapping[int, int]) -> int:
    """Set how many of each variant (by number) a location has; return for how many that was news.

    Raises `DomainError` with `LOCATION_NOT_FOUND`, or `INVALID` for a level below zero or above ten million.
    A variant that does not exist is an integrity error of the database: callers have the number from it.
    """
    for available in levels.values():
        _check(available)
    return _put_levels(tx, location=find_location(tx, handle=location), levels=levels)


def set_levels_at(tx: Tx, *, location_id: int, levels: Mapping[int, int]) -> int:
    """Do as `set_levels` at a location known by its number, such as that of `default_location`."""
    for available in levels.values():
        _check(available)
    return _put_levels(tx, location=location_id, levels=levels)


def adjust_level(tx: Tx, *, location: str, variant_id: int, by: int) -> int:
    """Add to a level, or take from it, and return what is there now.

    Raises `DomainError` with `LOCATION_NOT_FOUND`, or `INSUFFICIENT_STOCK` when it would fall below zero,
    `INVALID` when it would pass ten million; then nothing has changed.
    """
    if abs(by) > MAX_LEVEL:
        raise DomainError("INVALID", f"{by} is too large an adjustment", field=("by",))
    place = {"variant": variant_id, "location": find_location(tx, handle=location)}
    tx.execute(_START, place)
    now = tx.execute(_ADJUST, {**place, "by": by}).scalar()
    if now is None:
        if by > 0:
            raise DomainError("INVALID", f"a level is at most {MAX_LEVEL}", field=("by",))
        raise DomainError("INSUFFICIENT_STOCK", f"there are fewer than {-by} to take", field=("by",))
    if (now > 0) != (now - by > 0):
        tx.changed("stock", "variant", variant_id)
    return int(now)


def levels_of(tx: ReadTx, *, variant_ids: Iterable[int]) -> dict[int, dict[int, int]]:
    """Return what can be bought: pieces by variant number, then by location number.

    It counts active locations that ship or hand out orders, as `Availability` does. Every variant asked for
    has an entry; locations that never held it have none.
    """
    wanted = sorted(set(variant_ids))
    found: dict[int, dict[int, int]] = {variant: {} for variant in wanted}
    for chunk in _chunks(wanted):
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


def _check(available: int) -> None:
    if not 0 <= available <= MAX_LEVEL:
        raise DomainError("INVALID", f"{available} is not a stock level: 0 to {MAX_LEVEL}", field=("levels",))


def _put_levels(tx: Tx, *, location: int, levels: Mapping[int, int]) -> int:
    before = _levels_at(tx, location=location, variants=sorted(levels))
    news = {variant: levels[variant] for variant in sorted(levels) if before.get(variant) != levels[variant]}
    rows = [
        {"variant_id": variant, "location_id": location, "available": available}
        for variant, available in news.items()
    ]
    for chunk in _chunks(rows):
        tx.execute(_PUT, chunk)
    for variant, available in news.items():
        if (available > 0) != (before.get(variant, 0) > 0):
            tx.changed("stock", "variant", variant)
    return len(news)


def _levels_at(tx: Tx, *, location: int, variants: Sequence[int]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for chunk in _chunks(variants):
        rows = tx.all(_AT_LOCATION, {"location": location, "variants": chunk})
        found.update((row.variant_id, row.available) for row in rows)
    return found


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
