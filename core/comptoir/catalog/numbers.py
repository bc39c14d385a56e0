"""Numbers for the rows of the catalogue, and the lock of its one writer.

Every row of the catalogue, of whatever table, has its number from one series that only grows: a number is
never used again, so that a cart never finds another variant under the number it remembers.
"""

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects import postgresql

from comptoir.catalog.models import NUMBER
from comptoir.db.tx import Tx

_LOCK = select(NUMBER.c.next_number).where(NUMBER.c.id == 1).with_for_update()
_START = postgresql.insert(NUMBER).values(id=1, next_number=1).on_conflict_do_nothing()
_ADVANCE = update(NUMBER).where(NUMBER.c.id == 1).values(next_number=bindparam("next_free"))


class Numbers:
    """Hands out numbers within one transaction; made first, it waits until no other writes the catalogue."""

    __slots__ = ("_next", "_start", "_tx")

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        found = tx.scalar(_LOCK)
        if found is None:
            tx.execute(_START)
            found = tx.scalar(_LOCK)
        self._next = self._start = int(found)

    def take(self) -> int:
        """Return a fresh number."""
        taken = self._next
        self._next = taken + 1
        return taken

    def keep(self) -> None:
        """Store how far the series went."""
        if self._next != self._start:
            self._tx.execute(_ADVANCE, {"next_free": self._next})
            self._start = self._next
