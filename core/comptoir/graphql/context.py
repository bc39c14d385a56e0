"""The context of one GraphQL operation: what resolvers may read."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import strawberry

from comptoir.customer_facts import NOBODY, CustomerFacts
from comptoir.principal import Actor
from comptoir.readmodel.snapshot import Snapshot

if TYPE_CHECKING:
    from comptoir.shop import Shop

T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class RequestContext:
    """What a resolver may read: one snapshot, one moment, one visitor.

    `country` and `language` are what the visitor asked for (`@inContext`, else the request), upper case as in
    the dialect, unchecked; `comptoir.markets.locale_of(context)` says which market that means.
    """

    shop: "Shop"
    snapshot: Snapshot
    actor: Actor
    now: datetime
    base_url: str
    """Address that absolute links start with, without a trailing slash."""
    country: str | None = None
    language: str | None = None
    client_address: str = ""
    """IP address that the request came from, for bounds on attempts; empty where none is known."""
    customer: CustomerFacts = NOBODY
    """What prices may depend on of whoever asks."""
    permissions: frozenset[str] = frozenset()
    """What a signed-in member of staff may do; nothing for everybody else."""
    memo: dict[Hashable, Any] = field(default_factory=dict)
    """Values derived once per operation."""

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value for a key, made at the first call in this operation."""
        try:
            found: T = self.memo[key]
        except KeyError:
            found = self.memo[key] = make()
        return found

    async def renewed(self) -> "RequestContext":
        """Return the context of the same visitor at this moment, over an up-to-date snapshot."""
        snapshot = await self.shop.readmodel.current()
        return replace(self, snapshot=snapshot, now=self.shop.clock.now(), memo={})


Info = strawberry.Info[RequestContext, None]
"""The `info` argument of resolvers: `info.context` is a `RequestContext`."""
