"""Between this screen and a phone: the bag taken along as a code, and a phone's bag taken over here."""

from typing import Any

from comptoir.api import Visit, claim_handoff, find_cart, phone_address, qr_svg, read_form, read_handoff_code
from starlette.responses import Response

from comptoir_kiosk.pages import cart as bag
from comptoir_kiosk.pages.checkout.taken import note_taken
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.links import ROOT

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The alphabet of codes (Douglas Crockford, Base 32): without I, L, O and U."""
_UNPROCESSABLE = 422
_TOO_MANY = 429


async def give(visit: Visit) -> Response:
    """Make a code of the visitor's bag and show it, as letters and as a QR code."""
    if await read_form(visit) is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    if cart is None or not cart["lines"]["nodes"]:
        empty = visit.texts.gettext("Your bag is empty: there is nothing to take along yet.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": empty})
    handoff = (await visit.ask("handoff_create", cartId=cart["id"]))["change"]["handoff"]
    if handoff is None:
        sorry = visit.texts.gettext("We could not make a code just now. Please try again.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": sorry})
    url = await phone_address(visit, handoff["code"]) or handoff["url"]
    label = visit.texts.gettext("QR code of your bag")
    return await visit.page(
        "handoff_code.html",
        tab="bag",
        back=f"{ROOT}/cart",
        handoff=handoff,
        url=url,
        qr=qr_svg(url, label=label),
    )


async def enter(visit: Visit) -> Response:
    """Show the field and the keys for a code."""
    typed = visit.request.query_params.get("code", "")[:20]
    return await _ask(visit, typed=typed if typed.isprintable() else "")


async def claim(visit: Visit) -> Response:
    """Take over the bag behind a code; it becomes this visitor's."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    typed = str(form.get("code", ""))[:40]
    code = read_handoff_code(typed)
    if code is None:
        return await _refused(visit, typed, status=_UNPROCESSABLE)
    if (status := await claim_handoff(visit, code)) is not None:
        return await _refused(visit, code, status=status)
    note_taken(visit)
    return visit.redirect(f"{ROOT}/cart")


async def _refused(visit: Visit, typed: str, *, status: int) -> Response:
    problem = visit.texts.gettext(
        "This code does not work: it was used, is older than ten minutes, or has a wrong character. "
        "Make a new one on your phone."
    )
    if status == _TOO_MANY:
        problem = visit.texts.gettext("Too many codes were tried. Wait a minute, then try again.")
    return await _ask(visit, typed=typed if typed.isprintable() else "", problem=problem, status=status)


async def _ask(visit: Visit, *, typed: str, problem: str | None = None, status: int = 200) -> Response:
    own = await find_cart(visit)
    values: dict[str, Any] = {"typed": typed, "problem": problem, "kept": own["totalQuantity"] if own else 0}
    return await visit.page(
        "handoff_enter.html", status=status, tab="bag", back=f"{ROOT}/cart", letters=_LETTERS, **values
    )
