"""What selling at the counter adds to the shopper's reservation: the order that it became."""

from typing import Any

import strawberry

from comptoir.checkout.completing import order_token
from comptoir.checkout.counter.sales import lookup_standing_sale
from comptoir.graphql.context import Info, RequestContext
from comptoir.orders.graphql.operations import read_order
from comptoir.orders.graphql.order import Order
from comptoir.orders.view import OrderView


@strawberry.type
class ReservationOrderFields:
    """What checkout adds to a reservation."""

    @strawberry.field(
        graphql_type=Order | None,
        description="The order that was paid for at the counter, with its secret; null where there is none.",
    )
    async def order(self: Any, info: Info) -> OrderView | None:
        """Return the order that the reservation became."""
        return await load_order_of(info.context, reservation=self.reservation.number)


async def load_order_of(context: RequestContext, *, reservation: int) -> OrderView | None:
    """Return the order of a reservation that was sold; whoever reserved it has the right to it."""
    sale = await context.shop.db.read(lookup_standing_sale, reservation=reservation)
    if sale is None or sale.order_id is None:
        return None
    return await read_order(
        context, order_id=sale.order_id, token=order_token(context.shop, origin=sale.origin)
    )
