"""Connections: windows over ordered lists, with cursors that name an element rather than a position.

A cursor stays good while elements come and go: it holds the element's key. `first` and `last` take 1 to 250.
"""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import strawberry

from comptoir.errors import BadUserInputError

T = TypeVar("T")

MAX_PAGE = 250
_CURSOR_LENGTH = 2_000


@strawberry.type(description="Where a page lies in its list.")
class PageInfo:
    """Where a page lies in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class PageInfoRecord:
    """Where a page lies in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(frozen=True, slots=True)
class Edge(Generic[T]):
    """An element with its cursor."""

    node: T
    cursor: str


class Page(Generic[T]):
    """A window of a list, as connections show it."""

    __slots__ = ("_cursors", "_has_next", "_has_previous", "extra", "nodes", "total_count")

    def __init__(
        self,
        nodes: Sequence[T],
        *,
        cursors: Sequence[str] | Callable[[T], str],
        has_next: bool,
        has_previous: bool,
        total_count: int,
        extra: Any = None,
    ) -> None:
        self.nodes = nodes
        self.total_count = total_count
        self.extra = extra
        self._cursors = cursors
        self._has_next = has_next
        self._has_previous = has_previous

    def _cursor(self, index: int) -> str:
        return self._cursors(self.nodes[index]) if callable(self._cursors) else self._cursors[index]

    @property
    def edges(self) -> list[Edge[T]]:
        """The elements with their cursors."""
        return [Edge(node, self._cursor(index)) for index, node in enumerate(self.nodes)]

    @property
    def page_info(self) -> PageInfoRecord:
        """Where the window lies."""
        start, end = (self._cursor(0), self._cursor(-1)) if self.nodes else (None, None)
        return PageInfoRecord(self._has_next, self._has_previous, start, end)


def encode_cursor(key: str) -> str:
    """Return an opaque cursor for a key."""
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> str:
    """Return the key in a cursor; raises `BadUserInputError` for anything that is not one."""
    try:
        padded = cursor[:_CURSOR_LENGTH] + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError) as error:
        raise BadUserInputError(f"'{cursor[:40]}' is not a cursor of this list") from error


def check_window(
    *, first: int | None, last: int | None, after: str | None = None, before: str | None = None
) -> None:
    """Check the arguments of a connection; raises `BadUserInputError` and says which is wrong."""
    if first is None and last is None:
        raise BadUserInputError("give 'first' or 'last': how many to return")
    if first is not None and last is not None:
        raise BadUserInputError("give either 'first' or 'last', not both")
    for name, count in (("first", first), ("last", last)):
        if count is not None and not 0 <= count <= MAX_PAGE:
            raise BadUserInputError(f"'{name}' is {count}; 0 to {MAX_PAGE} is allowed")
    if first is not None and before is not None and after is None:
        raise BadUserInputError("'before' goes with 'last'")
    if last is not None and after is not None and before is None:
        raise BadUserInputError("'after' goes with 'first'")


def paginate(
    items: Sequence[T],
    *,
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    key: Callable[[T], str] = lambda item: str(item.id),  # type: ignore[attr-defined]
    default: int | None = None,
) -> Page[T]:
    """Return the window of a short list; `default` is how many where neither first nor last is given.

    Raises `BadUserInputError` for a cursor that no element of the list has, and for bad counts.
    """
    if first is None and last is None and default is not None:
        first = default
    check_window(first=first, last=last, after=after, before=before)
    keys = [key(item) for item in items] if after is not None or before is not None else []
    start = _position(keys, after) + 1 if after is not None else 0
    end = _position(keys, before) if before is not None else len(items)
    end = max(start, end)
    if first is not None:
        end = min(end, start + first)
    elif last is not None:
        start = max(start, end - last)
    return Page(
        items[start:end],
        cursors=lambda item: encode_cursor(key(item)),
        has_next=end < len(items),
        has_previous=start > 0,
        total_count=len(items),
    )


def _position(keys: Sequence[str], cursor: str) -> int:
    wanted = decode_cursor(cursor)
    try:
        return keys.index(wanted)
    except ValueError as error:
        raise BadUserInputError(f"'{cursor[:40]}' is not a cursor of this list") from error
