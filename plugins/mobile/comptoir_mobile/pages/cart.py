"""The bag."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, cart_stamp, find_cart, may_check_out
from starlette.responses import Response

from comptoir_mobile.views.links import product_path


async def show(visit: Visit) -> Response:
    """Show the bag."""
    return await render(visit, await find_cart(visit))


async def render(
    visit: Visit,
    cart: Mapping[str, Any] | None,
    *,
    status: int = 200,
    problems: Mapping[str, str] | None = None,
) -> Response:
    """Return the bag's page, or its inner part for a script.

    `problems` are messages by line id, or by `discount` or `bag`.
    """
    values = {
        "cart": cart,
        "problems": problems or {},
        "product_path": product_path,
        "stamp": cart_stamp(cart) if cart else "",
        "checkout": cart is not None and await may_check_out(visit),
    }
    if visit.wants_fragment:
        return visit.fragment("parts/bag.html", status=status, **values)
    return await visit.page("cart.html", status=status, tab="bag", **values)
