"""Following a cart over GraphQL."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from functools import partial

import strawberry

from comptoir.cart.contents import parse_cart_id
from comptoir.cart.graphql.cart import Cart
from comptoir.cart.view import CartView
from comptoir.cart.watching import follow_cart
from comptoir.graphql.context import Info, RequestContext


@strawberry.type
class CartSubscriptions:
    """Following carts."""

    @strawberry.subscription(
        graphql_type=Cart,
        description="The cart as it is, then after each edit, whichever device makes it; ends with the cart.",
    )
    async def cart_updated(
        self, info: Info, cart_id: strawberry.ID
    ) -> AsyncGenerator[Callable[[RequestContext], CartView], None]:
        """Follow a cart; each state is shown with the prices of that moment."""
        async with aclosing(follow_cart(info.context.shop, right=parse_cart_id(cart_id))) as states:
            async for stored in states:
                yield partial(CartView, stored)
