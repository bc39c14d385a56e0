"""Discount codes: typed on a page of their own, taken away in the bag."""

from string import ascii_uppercase, digits

from comptoir.api import Visit, change_cart, find_cart, read_form
from starlette.responses import Response

from comptoir_kiosk.pages import cart as bag
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.links import ROOT

_LONGEST_CODE = 100
_UNPROCESSABLE = 422


async def enter(visit: Visit) -> Response:
    """Show the field and the keys for a code."""
    return await _ask(visit)


async def change(visit: Visit) -> Response:
    """Enter a discount code, or take one away; one that reduces nothing stays in the bag and says why."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    if cart is None:
        return visit.redirect(f"{ROOT}/cart")
    code = str(form.get("code", "")).strip()[:_LONGEST_CODE]
    codes = [row["code"] for row in cart["discountCodes"] if row["code"] != code]
    if form.get("intent") != "remove":
        if not code:
            return await _ask(visit, problem=visit.texts.gettext("Enter a code."), status=_UNPROCESSABLE)
        codes.append(code)
    result = await change_cart(visit, "cart_discounts", cartId=cart["id"], codes=codes)
    if problem := result.problem(visit):
        return await bag.render(visit, result.cart or cart, status=_UNPROCESSABLE, problems={"bag": problem})
    return visit.redirect(f"{ROOT}/cart")


async def _ask(visit: Visit, *, problem: str = "", status: int = 200) -> Response:
    return await visit.page(
        "discount.html",
        status=status,
        tab="bag",
        back=f"{ROOT}/cart",
        problem=problem,
        letters=f"{digits}{ascii_uppercase}-",
    )
