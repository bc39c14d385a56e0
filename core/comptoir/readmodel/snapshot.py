"""The snapshot: an immutable in-memory read model, swapped whole, built from parts that contexts register."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from comptoir.db.tx import Change, ReadTx

T = TypeVar("T")
M = TypeVar("M")


@dataclass(frozen=True, eq=False)
class SnapshotPart(Generic[T]):
    """A named part of the snapshot, and the key to read it: `snapshot[CATALOG]`.

    `build(tx, parts)` makes the value from SQL; `refresh(tx, value, changes, parts)` returns the value after
    changes, sharing what did not change. `parts` reads the values of the parts named in `requires`. A part
    is refreshed for changes of its `streams` and whenever a part that it requires has changed (then
    `changes` may be empty). A value may have `next_boundary`, an aware datetime: everything is built anew when
    that moment comes, such as when a product is to be published.
    """

    name: str
    build: Callable[[ReadTx, "Parts"], T]
    refresh: Callable[[ReadTx, T, Sequence[Change], "Parts"], T]
    streams: frozenset[str]
    requires: tuple["SnapshotPart[Any]", ...] = ()


class Parts:
    """Read access to the values of parts by their keys."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, part: SnapshotPart[M]) -> M:
        value: M = self._values[part.name]
        return value


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot(Parts):
    """All parts at one revision. Never mutated, save `memo`: values derived from it, kept as long as it lives."""

    _values: Mapping[str, Any]
    revisions: Mapping[str, int]
    """Revision of each stream, such as `{"catalog": 12, "stock": 3}`."""
    _memo: dict[object, Any] = field(default_factory=dict)

    @property
    def revision(self) -> str:
        """One text that names the state of all streams, such as `catalog:12,stock:3`."""
        return ",".join(f"{name}:{self.revisions[name]}" for name in sorted(self.revisions))

    def memo(self, key: object, make: Callable[[], M]) -> M:
        """Return a value derived from this snapshot, made at the first call (twice at worst, in a race)."""
        try:
            found: M = self._memo[key]
        except KeyError:
            found = self._memo[key] = make()
        return found
