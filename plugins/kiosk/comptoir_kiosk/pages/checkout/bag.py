"""The bag that is being bought, as the steps read it."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_kiosk.views.links import ROOT

Bag = Mapping[str, Any]
UNPROCESSABLE = 422


async def find_bag(visit: Visit) -> Bag | None:
    """Return the visitor's bag with all that buying it takes; none where there is nothing in it."""
    found = await ask_checkout(visit)
    return found["cart"] if found else None


async def ask_checkout(visit: Visit) -> Mapping[str, Any] | None:
    """Return the bag and who takes payments; none where there is nothing to buy."""
    if visit.cart_id is None:
        return None
    data = await visit.ask("checkout", id=visit.cart_id)
    cart = data["cart"]
    return data if cart is not None and cart["lines"]["nodes"] else None


def to_bag(visit: Visit) -> Response:
    """Go to the bag, which says that it is empty."""
    return visit.redirect(f"{ROOT}/cart")
