"""Walking between screens: the bag as a code for another one, and a bag taken over from another one."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, claim_handoff, find_cart, qr_svg, read_form, read_handoff_code
from starlette.responses import Response

from comptoir_mobile.pages import cart as bag
from comptoir_mobile.pages.forms import refuse
from comptoir_mobile.views.codes import handoff_path
from comptoir_mobile.views.links import ROOT

_UNPROCESSABLE = 422
_NOT_FOUND = 404
_TOO_MANY = 429


async def give(visit: Visit) -> Response:
    """Make a code of the visitor's bag and show it, as letters and as a QR code."""
    if await read_form(visit) is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    if cart is None or not cart["lines"]["nodes"]:
        empty = visit.texts.gettext("Your bag is empty: there is nothing to hand over yet.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": empty})
    change = (await visit.ask("handoff_create", cartId=cart["id"]))["change"]
    handoff: Mapping[str, Any] | None = change["handoff"]
    if handoff is None:
        sorry = visit.texts.gettext("We could not make a code just now. Please try again.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": sorry})
    label = visit.texts.gettext("QR code of your bag")
    values: dict[str, Any] = {"handoff": handoff, "qr": qr_svg(handoff["url"], label=label)}
    if visit.wants_fragment:
        return visit.fragment("parts/handoff_code.html", **values)
    return await visit.page("handoff_code.html", tab="bag", back=f"{ROOT}/cart", **values)


async def enter(visit: Visit) -> Response:
    """Show the field for a code; with one, go on to its confirmation."""
    typed = visit.request.query_params.get("code", "")
    if not typed.strip():
        return await visit.page("handoff_enter.html", tab="bag", back=f"{ROOT}/cart", problem=None, typed="")
    code = read_handoff_code(typed)
    if code is None:
        return await _refused(visit, typed, status=_UNPROCESSABLE)
    return visit.redirect(handoff_path(code))


async def confirm(visit: Visit) -> Response:
    """Ask whether to take over the bag behind a code: opening an address alone changes nothing."""
    code = read_handoff_code(visit.request.path_params["code"])
    if code is None:
        return await _refused(visit, visit.request.path_params["code"], status=_NOT_FOUND)
    own = await find_cart(visit)
    kept = own["totalQuantity"] if own else 0
    return await visit.page("handoff_confirm.html", tab="bag", back=f"{ROOT}/cart", code=code, kept=kept)


async def claim(visit: Visit) -> Response:
    """Take over the bag behind a code; it becomes this visitor's."""
    if await read_form(visit) is None:
        return await refuse(visit)
    typed = visit.request.path_params["code"]
    code = read_handoff_code(typed)
    if code is None:
        return await _refused(visit, typed, status=_NOT_FOUND)
    if (status := await claim_handoff(visit, code)) is not None:
        return await _refused(visit, code, status=status)
    return visit.redirect(f"{ROOT}/cart")


async def _refused(visit: Visit, typed: str, *, status: int) -> Response:
    problem = visit.texts.gettext(
        "This code does not work: it was used, is older than ten minutes, or has a wrong character. "
        "Ask the other screen for a new one."
    )
    if status == _TOO_MANY:
        problem = visit.texts.gettext("Too many codes were tried. Wait a minute, then try again.")
    shown = typed[:20] if typed.isprintable() else ""
    return await visit.page(
        "handoff_enter.html",
        status=status,
        tab="bag",
        back=f"{ROOT}/cart",
        problem=problem,
        typed=shown,
    )
