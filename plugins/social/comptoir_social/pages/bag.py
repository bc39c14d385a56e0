"""The bag."""

from collections.abc import Mapping, Sequence
from typing import Any

from comptoir.api import Visit, find_cart, may_check_out
from starlette.responses import Response


async def show(visit: Visit) -> Response:
    """Show the bag."""
    return await render(visit, await find_cart(visit))


async def render(
    visit: Visit,
    cart: Mapping[str, Any] | None,
    *,
    status: int = 200,
    problem: str | None = None,
    cautions: Sequence[str] = (),
    handoff: Mapping[str, Any] | None = None,
) -> Response:
    """Return the bag's page; `problem` says what could not be done, `handoff` is a code for another screen."""
    values = {"cart": cart, "problem": problem, "cautions": cautions, "handoff": handoff}
    checkout = cart is not None and await may_check_out(visit)
    return await visit.page("bag.html", status=status, checkout=checkout, **values)
