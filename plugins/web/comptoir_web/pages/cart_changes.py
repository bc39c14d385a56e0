"""Changes of the bag: plain forms, which answer a script with the part of the page that changed."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from comptoir.api import (
    CartResult,
    Visit,
    add_lines,
    asked_options,
    change_cart,
    find_cart,
    read_form,
    read_quantity,
)
from starlette.responses import Response

from comptoir_web.pages import cart as bag
from comptoir_web.pages import product as product_page
from comptoir_web.pages.forms import refuse
from comptoir_web.views.links import with_query

_UNPROCESSABLE = 422
_LONGEST_NOTE = 2000
_LONGEST_CODE = 100


async def add(visit: Visit) -> Response:
    """Put a variant into the bag, by the options chosen on a product's page."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    handle = form.get("handle", "")[:255]
    selected = asked_options(form.multi_items(), prefix="option:")
    if form.get("intent") == "show":
        chosen = [(row["name"], row["value"]) for row in selected]
        return visit.redirect(with_query(f"/products/{quote(handle)}", chosen))
    typed = form.get("quantity", "1")[:12]
    problem, result = await _put(visit, handle, selected, typed)
    if problem is not None or result is None or result.cart is None:
        return await product_page.render(
            visit, handle, selected=selected, status=_UNPROCESSABLE, error=problem, quantity=typed
        )
    if visit.wants_fragment:
        cautions = result.cautions(visit)
        return visit.fragment("parts/drawer.html", cart=result.cart, added=True, problems=cautions)
    return visit.redirect("/cart?added=1")


async def _put(
    visit: Visit, handle: str, selected: list[dict[str, str]], typed: str
) -> tuple[str | None, CartResult | None]:
    quantity = read_quantity(typed)
    if quantity is None:
        return visit.texts.gettext("Enter a whole number, 1 or more."), None
    chosen = selected or [{"name": "Title", "value": "Default Title"}]
    product = (await visit.ask("choice", handle=handle, selected=chosen))["product"]
    variant = product["variantBySelectedOptions"] if product else None
    if variant is None:
        return visit.texts.gettext("This choice does not exist. Please choose another."), None
    result = await add_lines(visit, [{"merchandiseId": variant["id"], "quantity": quantity}])
    return result.problem(visit), result


async def update(visit: Visit) -> Response:
    """Set, raise or lower the quantity of a line, or take the line out."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    line = form.get("line", "")[:300]
    cart = await find_cart(visit)
    entry = next((row for row in cart["lines"]["nodes"] if row["id"] == line), None) if cart else None
    if cart is None or entry is None:
        gone = visit.texts.gettext("That line is no longer in your bag.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": gone})
    typed = form.get("quantity", "")[:12]
    quantity = _wanted(form.get("intent", ""), typed, entry)
    if quantity is None:
        whole = visit.texts.gettext("Enter a whole number, 0 or more.")
        return await bag.render(
            visit, cart, status=_UNPROCESSABLE, problems={line: whole}, entered={line: typed}
        )
    if quantity == 0:
        result = await change_cart(visit, "cart_lines_remove", cartId=cart["id"], lineIds=[line])
    else:
        lines = [{"id": line, "quantity": quantity}]
        result = await change_cart(visit, "cart_lines_update", cartId=cart["id"], lines=lines)
    return await _settle(visit, result, field=line, before=cart, entered={line: typed})


def _wanted(intent: str, typed: str, line: Mapping[str, Any]) -> int | None:
    step = line["merchandise"]["quantityRule"]["increment"]
    if intent == "remove":
        return 0
    if intent == "more":
        return int(line["quantity"]) + int(step)
    if intent == "fewer":
        return max(int(line["quantity"]) - int(step), 0)
    return read_quantity(typed, least=0)


async def note(visit: Visit) -> Response:
    """Keep a note with the bag."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    if cart is None:
        return visit.redirect("/cart")
    text = form.get("note", "").replace("\r\n", "\n").strip()
    if len(text) > _LONGEST_NOTE:
        long = visit.texts.gettext("This note is too long.")
        return await bag.render(
            visit, cart, status=_UNPROCESSABLE, problems={"note": long}, entered={"note": text}
        )
    result = await change_cart(visit, "cart_note", cartId=cart["id"], note=text)
    kept = visit.texts.gettext("Your note is kept with your bag.")
    return await _settle(visit, result, field="note", before=cart, notice=kept)


async def discount(visit: Visit) -> Response:
    """Enter a discount code, or take one away."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    if cart is None:
        return visit.redirect("/cart")
    code = form.get("code", "").strip()[:_LONGEST_CODE]
    codes = [row["code"] for row in cart["discountCodes"] if row["code"] != code]
    if form.get("intent") != "remove":
        if not code:
            empty = visit.texts.gettext("Enter a code.")
            return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"discount": empty})
        codes.append(code)
    result = await change_cart(visit, "cart_discounts", cartId=cart["id"], codes=codes)
    return await _settle(visit, result, field="discount", before=cart)


async def _settle(
    visit: Visit,
    result: CartResult,
    *,
    field: str,
    before: Mapping[str, Any],
    notice: str | None = None,
    entered: Mapping[str, str] | None = None,
) -> Response:
    if problem := result.problem(visit):
        cart = result.cart or before
        return await bag.render(
            visit, cart, status=_UNPROCESSABLE, problems={field: problem}, entered=entered
        )
    cautions = result.cautions(visit)
    if visit.wants_fragment or cautions:
        return await bag.render(visit, result.cart, problems=cautions, notice=notice)
    return visit.redirect("/cart")
