"""Lists of texts, such as all tags."""

from collections.abc import Iterable

import strawberry

from comptoir.graphql.pagination import Page, PageInfo, paginate


@strawberry.type(description="A text in a list.")
class StringEdge:
    """A text in a list."""

    cursor: str
    node: str


@strawberry.type(description="A page of texts.")
class StringConnection:
    """A page of texts."""

    edges: list[StringEdge]
    nodes: list[str]
    page_info: PageInfo


def distinct_strings(texts: Iterable[str], *, first: int) -> Page[str]:
    """Return the first few of some texts in alphabetical order, each once and none empty."""
    found = sorted({text for text in texts if text}, key=lambda text: (text.casefold(), text))
    return paginate(found, first=first, key=str)
