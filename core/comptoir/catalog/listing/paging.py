"""Pages of lists that are sorted already: a page costs what it holds, not what the list holds.

A cursor holds the sort value and number of its element, so that pages stay in step while elements come and
go between them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar, overload

import orjson

from comptoir.errors import BadUserInputError
from comptoir.graphql.pagination import Page, check_window, decode_cursor, encode_cursor

T = TypeVar("T")
Key = tuple[int, Any, int]
"""Tier, sort value, number: what elements are ordered by."""
_KEY_LENGTH = 3
Bounds = list[tuple[int, int]]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Places (any integers) in ascending order; with `raw`, only those whose bit is set belong to the list."""

    tier: int
    places: Sequence[int]
    raw: bytes | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Matches(Generic[T]):
    """A list to take pages of: runs of places, one after the other by tier."""

    runs: Sequence[Run]
    record: Callable[[int], T]
    value: Callable[[int], Any]
    """Sort value of a place: text or number, the same type throughout."""
    number: Callable[[int], int]
    """Number of a place, which parts equal sort values."""
    reverse: bool = False
    total: int = 0
    relocate: Callable[[Any, int], tuple[Any, int]] | None = None
    """Gives the present sort value and number for those of a cursor, where values are mere positions."""

    def walk(self, bounds: Bounds, *, ascending: bool) -> Iterator[tuple[int, int]]:
        """Yield (tier, place) within bounds, one pair for each run."""
        pairs = list(zip(self.runs, bounds, strict=True))
        for run, (low, high) in pairs if ascending else reversed(pairs):
            places, raw, tier = run.places, run.raw, run.tier
            for index in range(low, high) if ascending else range(high - 1, low - 1, -1):
                place = places[index]
                if raw is None or raw[place >> 3] >> (place & 7) & 1:
                    yield tier, place

    def everything(self) -> Bounds:
        """Return the bounds of the whole list."""
        return [(0, len(run.places)) for run in self.runs]

    def places(self) -> Iterator[int]:
        """Yield all places in the order of the list."""
        for _, place in self.walk(self.everything(), ascending=not self.reverse):
            yield place

    def cursor(self, tier: int, place: int) -> str:
        """Return the cursor of an element."""
        return encode_cursor(orjson.dumps((tier, self.value(place), self.number(place))).decode())

    def key_of(self, cursor: str) -> Key:
        """Return what a cursor holds; raises `BadUserInputError` when it is not one of a list like this."""
        try:
            held = orjson.loads(decode_cursor(cursor))
        except orjson.JSONDecodeError as error:
            raise _bad_cursor(cursor) from error
        if not isinstance(held, list) or len(held) != _KEY_LENGTH:
            raise _bad_cursor(cursor)
        tier, value, number = held
        if type(tier) is not int or type(number) is not int:
            raise _bad_cursor(cursor)
        value = tuple(value) if isinstance(value, list) else value
        if self.relocate is not None:
            value, number = self.relocate(value, number)
        return tier, value, number

    def split(self, cursor: str, *, behind: bool) -> list[int]:
        """Return for each run the index that a cursor parts it at, behind or ahead of its element."""
        tier, value, number = self.key_of(cursor)
        bisect = bisect_right if behind else bisect_left
        try:
            return [
                (0 if run.tier > tier else len(run.places))
                if run.tier != tier
                else bisect(run.places, (value, number), key=lambda p: (self.value(p), self.number(p)))
                for run in self.runs
            ]
        except TypeError as error:
            raise _bad_cursor(cursor) from error


def _bad_cursor(cursor: str) -> BadUserInputError:
    return BadUserInputError(f"'{cursor[:40]}' is not a cursor of this list")


class _Cursors(Sequence[str]):
    """The cursors of a page, made when asked for: most clients read the first and last alone."""

    def __init__(self, matches: Matches[Any], taken: Sequence[tuple[int, int]]) -> None:
        self._matches = matches
        self._taken = taken

    def __len__(self) -> int:
        return len(self._taken)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            return [self._matches.cursor(*pair) for pair in self._taken[index]]
        return self._matches.cursor(*self._taken[index])


def page(
    matches: Matches[T],
    *,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    extra: Any = None,
) -> Page[T]:
    """Return a window of a list as a connection shows it.

    Raises `BadUserInputError` for a malformed cursor and for counts that connections refuse.
    """
    check_window(first=first, last=last, after=after, before=before)
    low, high = (before, after) if matches.reverse else (after, before)
    lows = [0] * len(matches.runs) if low is None else matches.split(low, behind=True)
    highs = [len(run.places) for run in matches.runs] if high is None else matches.split(high, behind=False)
    bounds = [(start, max(start, end)) for start, end in zip(lows, highs, strict=True)]
    ascending = (last is None) != matches.reverse
    count = (first if last is None else last) or 0
    taken = list(islice(matches.walk(bounds, ascending=ascending), count + 1))
    more = len(taken) > count
    del taken[count:]
    ends = [len(run.places) for run in matches.runs]
    under = low is not None and _any(matches, [(0, start) for start, _ in bounds], ascending=False)
    over = high is not None and _any(
        matches, [(end, stop) for (_, end), stop in zip(bounds, ends, strict=True)], ascending=True
    )
    if ascending:
        over = over or more
    else:
        under = under or more
    if last is not None:
        taken.reverse()
    return Page(
        [matches.record(place) for _, place in taken],
        cursors=_Cursors(matches, taken),
        has_next=under if matches.reverse else over,
        has_previous=over if matches.reverse else under,
        total_count=matches.total,
        extra=matches if extra is None else extra,
    )


def _any(matches: Matches[Any], bounds: Bounds, *, ascending: bool) -> bool:
    return next(matches.walk(bounds, ascending=ascending), None) is not None
