"""Pages of lists whose newest entry, with the highest number, comes first."""

from collections.abc import Sequence
from typing import Any, Protocol, TypedDict, TypeVar

from comptoir.errors import BadUserInputError
from comptoir.graphql.pagination import Page, check_window, decode_cursor, encode_cursor

_LONGEST_NUMBER = 18


class Numbered(Protocol):
    """Something with a number."""

    @property
    def number(self) -> int:
        """The number."""
        ...


N = TypeVar("N", bound=Numbered)


class Window(TypedDict):
    """What a query takes: one entry more than is shown, those under a number."""

    count: int
    below: int | None


def number_window(*, first: int, after: str | None) -> Window:
    """Return what to ask a query for; raises `BadUserInputError` for a bad count or cursor."""
    check_window(first=first, last=None, after=after)
    return {"count": first + 1, "below": None if after is None else _number(after)}


def number_page(found: Sequence[N], *, first: int, after: str | None) -> Page[Any]:
    """Return a page of what a query gave for a window."""
    return Page(
        found[:first],
        cursors=lambda entry: encode_cursor(str(entry.number)),
        has_next=len(found) > first,
        has_previous=after is not None,
        total_count=len(found),
    )


def _number(cursor: str) -> int:
    text = decode_cursor(cursor)
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        raise BadUserInputError(f"'{cursor[:40]}' is not a cursor of this list")
    return int(text)
