"""The bag: the page, and the drawer that scripts open."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, find_cart
from starlette.responses import Response


async def show(visit: Visit) -> Response:
    """Show the bag."""
    cart = await find_cart(visit)
    taken = cart is not None and visit.request.query_params.get("taken") == "1"
    notice = visit.texts.gettext("You hold the same bag as the other screen now.") if taken else None
    return await render(visit, cart, notice=notice)


async def drawer(visit: Visit) -> Response:
    """Return the bag as a piece of a page."""
    return visit.fragment("parts/drawer.html", cart=await find_cart(visit), added=None, problems={})


async def render(
    visit: Visit,
    cart: Mapping[str, Any] | None,
    *,
    status: int = 200,
    problems: Mapping[str, str] | None = None,
    notice: str | None = None,
    entered: Mapping[str, str] | None = None,
) -> Response:
    """Return the bag's page, or its inner part for a script.

    `problems` are messages by line id, or by `note`, `discount` or `bag`; `entered` what was typed in their
    fields.
    """
    values = {"cart": cart, "problems": problems or {}, "notice": notice, "entered": entered or {}}
    if visit.wants_fragment:
        return visit.fragment("parts/bag.html", status=status, **values)
    return await visit.page("cart.html", status=status, facts=[], **values)
