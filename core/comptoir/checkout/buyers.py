"""What promotions may depend on of whoever buys, once that is known: by the contact of a checkout or a reservation."""

from comptoir.checkout.attempts import count_orders
from comptoir.checkout.counter.sales import count_sales
from comptoir.db.tx import ReadTx
from comptoir.graphql.context import RequestContext
from comptoir.pricing import PROMOTIONS, PromotionLimits, find_limits


async def ask_buyer_limits(context: RequestContext, *, shopper: str, currency: str) -> PromotionLimits:
    """Return how often somebody has ordered, on the web and at counters, and what is left of promotions for them.

    Where no promotion of the shop depends on that, nothing is read and nothing said.
    """
    if not context.snapshot[PROMOTIONS].depend_on_buyer:
        return PromotionLimits()
    return await context.shop.db.read(_find, shopper=shopper, currency=currency)


def _find(tx: ReadTx, *, shopper: str, currency: str) -> PromotionLimits:
    orders = count_orders(tx, shopper=shopper) + count_sales(tx, shopper=shopper)
    return find_limits(tx, shopper=shopper, currency=currency, orders_placed=orders)
