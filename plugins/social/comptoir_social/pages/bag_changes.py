"""Changes of the bag: plain forms, which answer a script with the part of the page that changed."""

from typing import Any

from comptoir.api import CartResult, Visit, asked_options, change_cart, find_cart, read_form, read_quantity
from starlette.responses import Response

from comptoir_social.pages import bag
from comptoir_social.pages import product as product_page
from comptoir_social.pages.bag_commands import add_seen_lines, caution_texts
from comptoir_social.pages.forms import refuse
from comptoir_social.views.links import ROOT

_UNPROCESSABLE = 422


async def add(visit: Visit) -> Response:
    """Put a variant into the bag, by the options chosen on a product's page."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    handle, post = form.get("handle", "")[:255], form.get("post", "")[:80]
    selected = asked_options(form.multi_items(), prefix="option:")
    if form.get("intent") == "show":
        return await product_page.render(visit, handle, selected=selected, post=post)
    problem, result = await _put(visit, handle, selected, typed=form.get("quantity", "1")[:12], post=post)
    if problem is not None or result is None or result.cart is None:
        return await product_page.render(
            visit, handle, selected=selected, status=_UNPROCESSABLE, error=problem, post=post
        )
    if visit.wants_fragment:
        return visit.fragment("parts/added.html", cart=result.cart, cautions=caution_texts(visit, result))
    if cautions := caution_texts(visit, result):
        return await bag.render(visit, result.cart, cautions=cautions)
    return visit.redirect(f"{ROOT}/bag")


async def _put(
    visit: Visit, handle: str, selected: list[dict[str, str]], *, typed: str, post: str
) -> tuple[str | None, CartResult | None]:
    quantity = read_quantity(typed)
    if quantity is None:
        return visit.texts.gettext("Enter a whole number, 1 or more."), None
    chosen = selected or [{"name": "Title", "value": "Default Title"}]
    product = (await visit.ask("choice", handle=handle, selected=chosen))["product"]
    variant = product["variantBySelectedOptions"] if product else None
    if variant is None:
        return visit.texts.gettext("This choice does not exist. Please choose another."), None
    lines = [{"merchandiseId": variant["id"], "quantity": quantity}]
    result = await add_seen_lines(visit, lines, post=post)
    return result.problem(visit), result


async def update(visit: Visit) -> Response:
    """Set, raise or lower the quantity of a line, or take the line out."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    line = form.get("line", "")[:300]
    entry = next((row for row in cart["lines"]["nodes"] if row["id"] == line), None) if cart else None
    if cart is None or entry is None:
        gone = visit.texts.gettext("That line is no longer in your bag.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problem=gone)
    quantity = _wanted(form.get("intent", ""), form.get("quantity", "")[:12], entry)
    if quantity is None:
        whole = visit.texts.gettext("Enter a whole number, 0 or more.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problem=whole)
    if quantity == 0:
        result = await change_cart(visit, "cart_lines_remove", cartId=cart["id"], lineIds=[line])
    else:
        lines = [{"id": line, "quantity": quantity}]
        result = await change_cart(visit, "cart_lines_update", cartId=cart["id"], lines=lines)
    if problem := result.problem(visit):
        return await bag.render(visit, result.cart or cart, status=_UNPROCESSABLE, problem=problem)
    if cautions := caution_texts(visit, result):
        return await bag.render(visit, result.cart, cautions=cautions)
    return visit.redirect(f"{ROOT}/bag")


def _wanted(intent: str, typed: str, line: dict[str, Any]) -> int | None:
    step = int(line["merchandise"]["quantityRule"]["increment"])
    if intent == "remove":
        return 0
    if intent == "more":
        return int(line["quantity"]) + step
    if intent == "fewer":
        return max(int(line["quantity"]) - step, 0)
    return read_quantity(typed, least=0)


async def give_code(visit: Visit) -> Response:
    """Make a code with which another screen takes the bag over."""
    if await read_form(visit) is None:
        return await refuse(visit)
    cart = await find_cart(visit)
    if cart is None or not cart["lines"]["nodes"]:
        empty = visit.texts.gettext("Your bag is empty: there is nothing to take along yet.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problem=empty)
    handoff = (await visit.ask("handoff_create", cartId=cart["id"]))["change"]["handoff"]
    if handoff is None:
        sorry = visit.texts.gettext("We could not make a code just now. Please try again.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problem=sorry)
    return await bag.render(visit, cart, handoff=handoff)
