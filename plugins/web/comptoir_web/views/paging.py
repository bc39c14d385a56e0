"""Pages of a list by cursors: addresses that can be shared, and links to the pages before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir_web.views.links import with_query

PAGE_SIZE = 24
_CURSORS = frozenset({"after", "before"})
_LONGEST_CURSOR = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Links to the pages before and after this one, where there are any."""

    previous: str | None
    following: str | None


def window(query: Mapping[str, str], *, size: int = PAGE_SIZE) -> dict[str, Any]:
    """Return the paging variables that an address asks for."""
    before, after = query.get("before", ""), query.get("after", "")
    if before and len(before) <= _LONGEST_CURSOR:
        return {"last": size, "before": before}
    if after and len(after) <= _LONGEST_CURSOR:
        return {"first": size, "after": after}
    return {"first": size}


def pager(path: str, pairs: Sequence[tuple[str, str]], info: Mapping[str, Any]) -> Pager:
    """Return the links around a page; `pairs` is the address's query."""
    kept = [pair for pair in pairs if pair[0] not in _CURSORS]
    previous = with_query(path, [*kept, ("before", info["startCursor"] or "")])
    following = with_query(path, [*kept, ("after", info["endCursor"] or "")])
    return Pager(
        previous=previous if info["hasPreviousPage"] else None,
        following=following if info["hasNextPage"] else None,
    )
