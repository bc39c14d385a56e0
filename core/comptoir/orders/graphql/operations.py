"""Reading orders."""

from typing import Annotated

import strawberry

from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info, RequestContext
from comptoir.ids import numeric_id, split_gid
from comptoir.orders.graphql.order import Order
from comptoir.orders.queries import lookup_order
from comptoir.orders.view import OrderView

Secret = Annotated[
    str | None, strawberry.argument(description="The order's secret; it may be in the id too.")
]


async def read_order(context: RequestContext, *, order_id: int, token: str) -> OrderView | None:
    """Return the order that a token gives the right to; unknown orders and wrong tokens look the same."""
    found = await context.shop.db.read(lookup_order, order_id=order_id, token=token)
    return OrderView(found, context) if found else None


async def load_order(context: RequestContext, ident: str) -> OrderView | None:
    """Return the order that an id gives the right to: it has to carry the secret, as `?key=<token>`.

    Anything that cannot be the id of an order is none, too: nothing tells what exists.
    """
    try:
        order_id = numeric_id(ident, "Order")
    except BadUserInputError:
        return None
    token = key_in(ident)
    return await read_order(context, order_id=order_id, token=token) if token else None


def key_in(ident: str) -> str | None:
    """Return the secret that an id carries, if it carries one; raises `BadUserInputError` for a malformed id."""
    pairs = (part.partition("=")[::2] for part in split_gid(ident)[2].split("&"))
    return dict(pairs).get("key") or None


@strawberry.type
class OrderQueries:
    """Reading orders."""

    @strawberry.field(graphql_type=Order | None, description="The order that this secret gives the right to.")
    async def order(self, info: Info, id: strawberry.ID, token: Secret = None) -> OrderView | None:
        """Return an order; none for one that is unknown or whose secret does not fit."""
        order_id = numeric_id(id, "Order")
        secret = token or key_in(id)
        return await read_order(info.context, order_id=order_id, token=secret) if secret else None
