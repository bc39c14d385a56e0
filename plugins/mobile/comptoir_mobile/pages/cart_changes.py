"""Changes of the bag: plain forms, which answer a script with the part of the page that changed."""

from collections.abc import Mapping
from typing import Any

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

from comptoir_mobile.pages import cart as bag
from comptoir_mobile.pages import product as product_page
from comptoir_mobile.pages.forms import refuse
from comptoir_mobile.views.links import ROOT, product_path, with_query

_UNPROCESSABLE = 422
_LONGEST_CODE = 100


async def add(visit: Visit) -> Response:
    """Put a variant into the bag, by the options chosen on a product's page."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    handle = str(form.get("handle", ""))[:255]
    fields = [(name, str(value)) for name, value in form.multi_items()]
    selected = asked_options(fields, prefix="option:")
    if form.get("intent") == "show":
        chosen = [(row["name"], row["value"]) for row in selected]
        return visit.redirect(with_query(product_path(handle), chosen))
    problem, result = await _put(visit, handle, selected, str(form.get("quantity", "1"))[:12])
    if problem is not None or result is None or result.cart is None:
        return await product_page.render(
            visit, handle, selected=selected, status=_UNPROCESSABLE, error=problem
        )
    if visit.wants_fragment:
        caution = next(iter(result.cautions(visit).values()), None)
        return visit.fragment("parts/added.html", cart=result.cart, caution=caution)
    return visit.redirect(f"{ROOT}/cart")


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
    line = str(form.get("line", ""))[:300]
    cart = await find_cart(visit)
    entry = next((row for row in cart["lines"]["nodes"] if row["id"] == line), None) if cart else None
    if cart is None or entry is None:
        gone = visit.texts.gettext("That line is no longer in your bag.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": gone})
    quantity = _wanted(str(form.get("intent", "")), str(form.get("quantity", ""))[:12], entry)
    if quantity is None:
        whole = visit.texts.gettext("Enter a whole number, 0 or more.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={line: whole})
    if quantity == 0:
        result = await change_cart(visit, "cart_lines_remove", cartId=cart["id"], lineIds=[line])
    else:
        lines = [{"id": line, "quantity": quantity}]
        result = await change_cart(visit, "cart_lines_update", cartId=cart["id"], lines=lines)
    return await _settle(visit, result, field=line, before=cart)


def _wanted(intent: str, typed: str, line: Mapping[str, Any]) -> int | None:
    step = line["merchandise"]["quantityRule"]["increment"]
    if intent == "remove":
        return 0
    if intent == "more":
        return int(line["quantity"]) + int(step)
    if intent == "fewer":
        return max(int(line["quantity"]) - int(step), 0)
    return read_quantity(typed, least=0)


async def discount(visit: Visit) -> Response:
    """Enter a discount code, or take one away."""
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
            empty = visit.texts.gettext("Enter a code.")
            return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"discount": empty})
        codes.append(code)
    result = await change_cart(visit, "cart_discounts", cartId=cart["id"], codes=codes)
    return await _settle(visit, result, field="discount", before=cart)


async def _settle(visit: Visit, result: CartResult, *, field: str, before: Mapping[str, Any]) -> Response:
    if problem := result.problem(visit):
        cart = result.cart or before
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={field: problem})
    cautions = result.cautions(visit)
    if visit.wants_fragment or cautions:
        return await bag.render(visit, result.cart, problems=cautions)
    return visit.redirect(f"{ROOT}/cart")
