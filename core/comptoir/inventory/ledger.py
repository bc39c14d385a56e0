"""The ledger at work: levels locked, changed, and written back with their movements and flips.

The lock on a level's row guards its holds and allocations too: whoever adds, changes or deletes one has the
level locked. Levels are locked in the order of their places, so that two commands wait, never for each other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects import postgresql

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory.counts import Counts
from comptoir.inventory.models import LEVEL, MOVEMENT
from comptoir.inventory.promises import Place

MAX_LEVEL = 10_000_000
"""Pieces; the sum over two hundred locations still fits into GraphQL's Int."""
_CHUNK = 500
_LONGEST_REASON = 40
_LONGEST_TEXT = 255
T = TypeVar("T")

_COUNTS = ("on_hand", "held", "allocated", "backordered", "shortage")
# As two lists, not as pairs: SQLite reads a whole table for pairs. What they give too many is left aside.
_LOCK = (
    select(LEVEL)
    .where(LEVEL.c.variant_id.in_(bindparam("variants", expanding=True)))
    .where(LEVEL.c.location_id.in_(bindparam("locations", expanding=True)))
    .order_by(LEVEL.c.variant_id, LEVEL.c.location_id)
    .with_for_update()
)
_LOCK_ONE = select(LEVEL).where(
    LEVEL.c.variant_id == bindparam("variant"), LEVEL.c.location_id == bindparam("location")
)
_FEW = 16
"""Places that SQLite is asked for one by one: a prepared statement is quicker than one with lists."""
_START = postgresql.insert(LEVEL).on_conflict_do_nothing()
_SAVE = (
    update(LEVEL)
    .where(LEVEL.c.variant_id == bindparam("variant"), LEVEL.c.location_id == bindparam("location"))
    .values({LEVEL.c[name]: bindparam(f"new_{name}") for name in _COUNTS})
)
_MOVED = insert(MOVEMENT)


class Ledger:
    """Levels that a command has locked. `save` writes what it changed, as the command's last step on stock."""

    def __init__(self, tx: Tx, places: Iterable[Place]) -> None:
        """Lock the levels at places, where there are any."""
        self._tx = tx
        self._before = _lock(tx, sorted(set(places)))
        self._now = dict(self._before)
        self._started: set[Place] = set()
        self._moved: list[dict[str, Any]] = []

    def start(self, places: Iterable[Place]) -> None:
        """Begin levels that do not exist yet, with nothing.

        A variant or location that does not exist is an integrity error of the database: callers have the
        numbers from it.
        """
        missing = sorted({place for place in places if place not in self._now})
        for chunk in chunks(missing):
            self._tx.execute(_START, [_row(place, Counts()) for place in chunk])
        found = _lock(self._tx, missing)
        self._before |= found
        self._now |= found
        self._started.update(found)

    def __contains__(self, place: Place) -> bool:
        return place in self._now

    def at(self, place: Place) -> Counts:
        """Return the counts at a place, with the changes so far; nothing where there is no level."""
        return self._now.get(place) or Counts()

    def change(self, place: Place, *, held: int = 0, allocated: int = 0, backorder: bool = False) -> None:
        """Promise more, or less, of what a place has."""
        self._now[place] = self._now[place].changed(held=held, allocated=allocated, backorder=backorder)

    def move(
        self,
        place: Place,
        quantity: int,
        *,
        reason: str,
        reference: str = "",
        note: str = "",
        allocated: int = 0,
    ) -> None:
        """Let pieces come (or leave, below zero), as a movement; `allocated` changes along with them."""
        if not quantity:
            return
        now = self._now[place].changed(on_hand=quantity, allocated=allocated)
        if now.on_hand > MAX_LEVEL:
            raise DomainError("INVALID", f"a level is at most {MAX_LEVEL}", field=("quantity",))
        self._now[place] = now
        actor = self._tx.actor
        self._moved.append(
            {
                "variant_id": place[0],
                "location_id": place[1],
                "quantity": quantity,
                "balance": now.on_hand,
                "reason": check_text(reason, longest=_LONGEST_REASON, field="reason"),
                "reference": check_text(reference, longest=_LONGEST_TEXT, field="reference"),
                "note": check_text(note, longest=_LONGEST_TEXT, field="note"),
                "actor_kind": actor.kind,
                "actor_ident": actor.ident,
                "channel": actor.channel,
                "moved_at": self._tx.clock.now(),
            }
        )

    def save(self) -> int:
        """Write what changed; return how many levels began or changed. A variant that is in stock no more, or again, is
        told to the stream that the snapshot follows; ordinary sales are not.
        """
        news = [place for place, counts in self._now.items() if counts != self._before[place]]
        for chunk in chunks(news):
            self._tx.execute(_SAVE, [_change(place, self._now[place]) for place in chunk])
        for movements in chunks(self._moved):
            self._tx.execute(_MOVED, movements)
        for place in news:
            if (self._now[place].available > 0) != (self._before[place].available > 0):
                self._tx.changed("stock", "variant", place[0])
        return len(self._started.union(news))


def check_text(value: str, *, longest: int, field: str) -> str:
    """Return a text; raises `DomainError` with `INVALID` for one that is too long or not printable."""
    if len(value) > longest or not value.isprintable():
        raise DomainError("INVALID", f"a printable text of at most {longest} characters", field=(field,))
    return value


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Yield the parts of a list that one statement takes."""
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]


def _lock(tx: Tx, places: Sequence[Place]) -> dict[Place, Counts]:
    wanted = set(places)
    found = ((row.variant_id, row.location_id, row) for row in _locked(tx, places))
    return {
        (variant, location): Counts(
            on_hand=row.on_hand,
            held=row.held,
            allocated=row.allocated,
            backordered=row.backordered,
            shortage=row.shortage,
        )
        for variant, location, row in found
        if (variant, location) in wanted
    }


def _locked(tx: Tx, places: Sequence[Place]) -> Iterator[Any]:
    if tx.dialect == "sqlite" and len(places) <= _FEW:
        # The one writer has locked everything.
        for variant, location in places:
            yield from tx.all(_LOCK_ONE, {"variant": variant, "location": location})
        return
    for chunk in chunks(places):
        numbers = {
            "variants": sorted({variant for variant, _ in chunk}),
            "locations": sorted({location for _, location in chunk}),
        }
        yield from tx.all(_LOCK, numbers)


def _row(place: Place, counts: Counts) -> Mapping[str, int]:
    return {
        "variant_id": place[0],
        "location_id": place[1],
        **{name: getattr(counts, name) for name in _COUNTS},
    }


def _change(place: Place, counts: Counts) -> Mapping[str, int]:
    return {
        "variant": place[0],
        "location": place[1],
        **{f"new_{name}": getattr(counts, name) for name in _COUNTS},
    }
