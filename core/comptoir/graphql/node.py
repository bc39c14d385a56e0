"""The `Node` interface, and reading any object by its global id."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import strawberry

from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info, RequestContext
from comptoir.ids import split_gid

_MOST_IDS = 250


@strawberry.interface(description="An object with a global id.")
class Node:
    """An object with a global id."""

    id: strawberry.ID


async def load_node(context: RequestContext, ident: str) -> Any:
    """Return the object with a global id, or none where there is none; a malformed id is refused."""
    kind, _, _ = split_gid(ident)
    loader = context.shop.nodes.get(kind)
    if loader is None:
        return None
    found = loader(context, ident)
    return await found if isinstance(found, Awaitable) else found


@strawberry.type
class NodeQueries:
    """Objects by their global ids."""

    @strawberry.field(graphql_type=Node | None, description="The object with this global id.")
    async def node(self, info: Info, id: strawberry.ID) -> Any:
        """Return one object."""
        return await load_node(info.context, id)

    @strawberry.field(
        graphql_type=list[Node | None], description="The objects with these global ids, in order."
    )
    async def nodes(self, info: Info, ids: list[strawberry.ID]) -> Any:
        """Return several objects."""
        if len(ids) > _MOST_IDS:
            raise BadUserInputError(f"'ids' has {len(ids)} entries; {_MOST_IDS} is the most")
        return await asyncio.gather(*(load_node(info.context, ident) for ident in ids))
