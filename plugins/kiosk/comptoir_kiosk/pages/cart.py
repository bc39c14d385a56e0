"""The bag: what is in it, and its changes as plain forms."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import CartResult, Visit, add_lines, cart_stamp, change_cart, find_cart, read_form
from starlette.responses import Response

from comptoir_kiosk.pages import product as product_page
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.links import ROOT, product_path

_UNPROCESSABLE = 422


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
    """Return the bag's page, or its inner part for a script; `problems` are messages by line id, or by `bag`."""
    values: dict[str, Any] = {
        "cart": cart,
        "problems": problems or {},
        "product_path": product_path,
        "stamp": cart_stamp(cart) if cart else "",
    }
    if visit.wants_fragment:
        return visit.fragment("parts/bag.html", status=status, **values)
    return await visit.page("cart.html", status=status, tab="bag", **values)


async def add(visit: Visit) -> Response:
    """Put a variant into the bag."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    handle = str(form.get("handle", ""))[:255]
    number = str(form.get("variant", ""))[:20]
    data = await product_page.find(visit, handle, number)
    variant = product_page.variant_of(data["product"], number)
    if variant is None:
        absent = visit.texts.gettext("This choice does not exist. Please choose another.")
        return await product_page.render(visit, handle, number="", status=_UNPROCESSABLE, error=absent)
    wanted = variant["quantityRule"]["minimum"]
    result = await add_lines(visit, [{"merchandiseId": variant["id"], "quantity": wanted}])
    if problem := result.problem(visit):
        return await product_page.render(visit, handle, number=number, status=_UNPROCESSABLE, error=problem)
    if cautions := result.cautions(visit):
        return await render(visit, result.cart, problems=cautions)
    return visit.redirect(f"{ROOT}/cart")


async def update(visit: Visit) -> Response:
    """Raise or lower the quantity of a line, or take the line out."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    line = str(form.get("line", ""))[:300]
    cart = await find_cart(visit)
    entry = next((row for row in cart["lines"]["nodes"] if row["id"] == line), None) if cart else None
    if cart is None or entry is None:
        gone = visit.texts.gettext("That line is no longer in your bag.")
        return await render(visit, cart, status=_UNPROCESSABLE, problems={"bag": gone})
    quantity = _wanted(str(form.get("intent", "")), entry)
    if quantity == 0:
        result = await change_cart(visit, "cart_lines_remove", cartId=cart["id"], lineIds=[line])
    else:
        lines = [{"id": line, "quantity": quantity}]
        result = await change_cart(visit, "cart_lines_update", cartId=cart["id"], lines=lines)
    return await _settle(visit, result, line=line, before=cart)


def _wanted(intent: str, line: Mapping[str, Any]) -> int:
    quantity, step = int(line["quantity"]), int(line["merchandise"]["quantityRule"]["increment"])
    wanted = {"more": quantity + step, "fewer": max(quantity - step, 0), "remove": 0}
    return wanted.get(intent, quantity)


async def _settle(visit: Visit, result: CartResult, *, line: str, before: Mapping[str, Any]) -> Response:
    if problem := result.problem(visit):
        return await render(visit, result.cart or before, status=_UNPROCESSABLE, problems={line: problem})
    cautions = result.cautions(visit)
    if visit.wants_fragment or cautions:
        return await render(visit, result.cart, problems=cautions)
    return visit.redirect(f"{ROOT}/cart")
