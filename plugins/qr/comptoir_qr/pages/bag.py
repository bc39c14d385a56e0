"""The bag, and the fitting room, where the bag is what one brought."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from comptoir.api import Visit, find_cart, may_check_out
from starlette.responses import Response

from comptoir_qr.qr_site import stores
from comptoir_qr.views.calling import CallForm
from comptoir_qr.views.links import item_path, place_number
from comptoir_qr.views.sizes import shelf


async def show(visit: Visit) -> Response:
    """Show the bag."""
    return await render(visit, await find_cart(visit))


async def render(
    visit: Visit,
    cart: Mapping[str, Any] | None,
    *,
    status: int = 200,
    problems: Mapping[str, str] | None = None,
    at: int | None = None,
) -> Response:
    """Return the bag's page; `problems` are messages by line id, or by `bag`."""
    at = at if at is not None else place_number(visit.request.query_params.get("at", ""))
    checkout = cart is not None and await may_check_out(visit)
    return await visit.page(
        "bag.html", status=status, cart=cart, problems=problems or {}, at=at, checkout=checkout
    )


async def room(
    visit: Visit,
    *,
    at: int | None,
    spot: int | None,
    status: int = 200,
    calling: CallForm | None = None,
) -> Response:
    """Show a fitting room: the pieces of the bag with their stock here, and how to be helped."""
    place = next((row for row in await stores(visit) if row["id"].endswith(f"/{at}")), None)
    cart = await find_cart(visit)
    return await visit.page(
        "room.html",
        status=status,
        cart=cart,
        place=place,
        spot=spot,
        at=at if place else None,
        item_path=partial(item_path, spot=spot),
        shelf=shelf,
        problems={},
        calling=calling or CallForm(),
    )
