"""What promotions may depend on of whoever buys, once that is known: by the contact of a checkout or a reservation."""

from comptoir.checkout.attempts import count_orders
from comptoir.checkout.counter.sales import count_sales
from comptoir.db.tx import ReadTx
from comptoir.pricing import PromotionLimits, find_limits


def find_buyer_limits(tx: ReadTx, *, shopper: str, currency: str) -> PromotionLimits:
    """Return how often somebody has ordered, on the web and at counters, and what is left of promotions for them."""
    orders = count_orders(tx, shopper=shopper) + count_sales(tx, shopper=shopper)
    return find_limits(tx, shopper=shopper, currency=currency, orders_placed=orders)
