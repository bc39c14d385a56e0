"""Channels in the GraphQL schema: the doors of this shop, and what each lets people do."""

from collections.abc import Sequence
from typing import Any

import strawberry

from comptoir.channels.capabilities import capabilities_among
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import URL
from comptoir.hooks import contributions


@strawberry.type(
    name="ChannelCapability", description="Something a channel lets people do, or what they do instead."
)
class ChannelCapability:
    """Something a channel lets people do, or what they do instead."""

    name: str
    supported: bool
    fallback: str | None = strawberry.field(description="What to do instead, where it is not supported.")


@strawberry.type(name="Channel", description="A front end of this shop.")
class ChannelType:
    """A front end of this shop."""

    name: str
    title: str

    @strawberry.field(description="What it is for, in a sentence, in the language of the request.")
    def summary(self: Any, info: Info) -> str | None:
        """Return the sentence; English where it is not said in that language."""
        found: str | None = self.summary.get((info.context.language or "en").lower())
        return found or self.summary.get("en")

    @strawberry.field(description="Where it stands on the shop's site, such as `/mobile`.")
    def path(self: Any) -> str:
        """Return its path; that of the root is `/`."""
        return self.path or "/"

    @strawberry.field(description="Its address.")
    def url(self: Any, info: Info) -> URL:
        """Return its address."""
        return URL(f"{info.context.base_url}{self.path or '/'}")

    @strawberry.field(graphql_type=list[ChannelCapability], description="What it lets people do.")
    def capabilities(self: Any, info: Info) -> Sequence[contributions.Capability]:
        """Return its capabilities, those that need another channel as this shop has it."""
        return capabilities_among(self, info.context.shop.channels)


@strawberry.type
class ChannelQueries:
    """Reading channels."""

    @strawberry.field(graphql_type=list[ChannelType], description="The front ends of this shop.")
    def channels(self, info: Info) -> Sequence[contributions.Channel]:
        """Return the channels that run."""
        return info.context.shop.channels
