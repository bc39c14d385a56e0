"""What several types have in common: tracking, an address in the online store, truncated texts."""

from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog.graphql.addresses import store_path
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import URL


@strawberry.type(description="What search engines show.")
class SEO:
    """What search engines show."""

    title: str | None
    description: str | None


@strawberry.enum(description="How far a count can be trusted.")
class CountPrecision(StrEnum):
    """How far a count can be trusted."""

    AT_LEAST = "AT_LEAST"
    EXACT = "EXACT"


@strawberry.type(description="How many there are.")
class Count:
    """How many there are."""

    count: int
    precision: CountPrecision


def exact_count(count: int) -> Count:
    """Return a count that is known exactly."""
    return Count(count=count, precision=CountPrecision.EXACT)


_ELLIPSIS = "..."


@strawberry.interface(description="Something whose visits can be attributed.")
class Trackable:
    """Something whose visits can be attributed."""

    @strawberry.field(description="Parameters for links to it; none are used here.")
    def tracking_parameters(self: Any) -> str | None:
        """Return nothing: links need no parameters."""
        return None


@strawberry.interface(description="Something with a page in the online store.")
class OnlineStorePublishable:
    """Something with a page in the online store."""

    @strawberry.field(graphql_type=URL | None, description="Address of its page in the online store.")
    def online_store_url(self: Any, info: Info) -> str | None:
        """Return the address of the page."""
        path = store_path(self)
        return info.context.base_url + path if path else None


def truncated(text: str, limit: int | None) -> str:
    """Return a text of at most `limit` characters, with an ellipsis where it was cut.

    Raises `BadUserInputError` for a negative limit.
    """
    if limit is None or len(text) <= limit:
        return text
    if limit < 0:
        raise BadUserInputError(f"'truncateAt' is {limit}; it cannot be negative")
    return text[: max(0, limit - len(_ELLIPSIS))].rstrip() + _ELLIPSIS[:limit]
