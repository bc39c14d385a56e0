"""Walking between screens: the bag as a code for another one, and a bag taken over from another one."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from comptoir.api import Visit, claim_handoff, find_cart, phone_address, qr_svg, read_form, read_handoff_code
from starlette.responses import Response

from comptoir_web.pages import cart as bag
from comptoir_web.pages.forms import refuse
from comptoir_web.views.links import handoff_path

_NOT_FOUND = 404
_UNPROCESSABLE = 422
_TOO_MANY = 429


async def give(visit: Visit) -> Response:
    """Make a code of the visitor's bag and show it, as letters and as a QR code."""
    if await read_form(visit) is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    if cart is None or not cart["lines"]["nodes"]:
        empty = visit.texts.gettext("Your bag is empty: there is nothing to hand over yet.")
        return await _not_given(visit, cart, empty)
    handoff = (await visit.ask("handoff_create", cartId=cart["id"]))["change"]["handoff"]
    if handoff is None:
        sorry = visit.texts.gettext("We could not make a code just now. Please try again.")
        return await _not_given(visit, cart, sorry)
    values = await _shown(visit, handoff)
    if visit.wants_fragment:
        return visit.fragment("parts/handoff_code.html", **values)
    return await visit.page("handoff_code.html", facts=[], **values)


async def _not_given(visit: Visit, cart: Mapping[str, Any] | None, problem: str) -> Response:
    if visit.wants_fragment:
        return visit.fragment("parts/problem.html", status=_UNPROCESSABLE, text=problem)
    return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": problem})


async def _shown(visit: Visit, handoff: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the page of a code shows; phones that scan it land on the channel made for them, if there is one."""
    address = await phone_address(visit, handoff["code"]) or handoff["url"]
    left = datetime.fromisoformat(handoff["expiresAt"]) - datetime.now(UTC)
    return {
        "code": handoff["code"],
        "qr": qr_svg(address, label=visit.texts.gettext("QR code of your bag")),
        # Counted from when the page was made, so that a device whose clock is wrong counts right.
        "seconds": max(int(left.total_seconds()), 0),
        "enter_at": visit.site.base_url(visit.request).partition("://")[2] + "/handoff",
    }


async def enter(visit: Visit) -> Response:
    """Show the field for a code; with one typed, go on to its confirmation."""
    typed = visit.request.query_params.get("code", "")
    if not typed.strip():
        return await visit.page("handoff_enter.html", problem=None, typed="", facts=[])
    code = read_handoff_code(typed)
    if code is None:
        return await _refused(visit, typed, status=_UNPROCESSABLE)
    return visit.redirect(handoff_path(code))


async def confirm(visit: Visit) -> Response:
    """Ask whether to take over the bag behind a code: opening an address alone changes nothing."""
    typed = visit.request.path_params["code"]
    code = read_handoff_code(typed)
    if code is None:
        return await _refused(visit, typed, status=_NOT_FOUND)
    own = await find_cart(visit)
    kept = own["totalQuantity"] if own else 0
    return await visit.page("handoff_confirm.html", code=code, kept=kept, facts=[])


async def claim(visit: Visit) -> Response:
    """Take over the bag behind a code; it becomes this visitor's too."""
    if await read_form(visit) is None:
        return await refuse(visit)
    typed = visit.request.path_params["code"]
    code = read_handoff_code(typed)
    if code is None:
        return await _refused(visit, typed, status=_NOT_FOUND)
    if (status := await claim_handoff(visit, code)) is not None:
        return await _refused(visit, code, status=status)
    return visit.redirect("/cart?taken=1")


async def _refused(visit: Visit, typed: str, *, status: int) -> Response:
    _ = visit.texts.gettext
    problem = " ".join(
        [
            _("This code does not work: it was used, is older than ten minutes, or has a wrong character."),
            _("Ask the other screen for a new one."),
        ]
    )
    if status == _TOO_MANY:
        problem = _("Too many codes were tried. Wait a minute, then try again.")
    shown = typed[:20] if typed.isprintable() else ""
    return await visit.page("handoff_enter.html", status=status, problem=problem, typed=shown, facts=[])
