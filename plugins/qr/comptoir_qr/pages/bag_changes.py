"""Changes of the bag: plain forms, each answered with a page."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, add_lines, change_cart, find_cart, qr_svg, read_form
from starlette.responses import Response

from comptoir_qr.pages import bag, item
from comptoir_qr.views.links import item_path, place_number, read_number, with_place

_FORBIDDEN = 403
_UNPROCESSABLE = 422


async def add(visit: Visit) -> Response:
    """Put a variant into the bag, and go back to its page, which says so."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    at = _place(form)
    number = read_number(str(form.get("variant", "")))
    data = await visit.ask("product", handle=str(form.get("handle", ""))[:255])
    variants = data["product"]["variants"]["nodes"] if data["product"] else []
    variant = next((row for row in variants if row["id"].endswith(f"/{number}")), None)
    if variant is None:
        gone = visit.texts.gettext("This choice does not exist. Please choose another.")
        return await item.render(visit, data, at=at, status=_UNPROCESSABLE, error=gone)
    line = {"merchandiseId": variant["id"], "quantity": variant["quantityRule"]["minimum"]}
    result = await add_lines(visit, [line])
    if problem := result.problem(visit):
        return await item.render(visit, data, variant=number, at=at, status=_UNPROCESSABLE, error=problem)
    path = item_path(data["product"]["handle"], variant, at=at)
    return visit.redirect(f"{path}{'&' if '?' in path else '?'}added=1")


async def update(visit: Visit) -> Response:
    """Take one more or one fewer of a line, or take it out."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    at = _place(form)
    line_id = str(form.get("line", ""))[:300]
    cart = await find_cart(visit)
    line = next((row for row in cart["lines"]["nodes"] if row["id"] == line_id), None) if cart else None
    if cart is None or line is None:
        gone = visit.texts.gettext("That line is no longer in your bag.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": gone}, at=at)
    wanted = _wanted(str(form.get("intent", "")), line)
    lines = [{"id": line_id, "quantity": wanted}]
    result = await change_cart(visit, "cart_lines_update", cartId=cart["id"], lines=lines)
    if problem := result.problem(visit):
        shown = result.cart or cart
        return await bag.render(visit, shown, status=_UNPROCESSABLE, problems={line_id: problem}, at=at)
    if cautions := result.cautions(visit):
        return await bag.render(visit, result.cart, problems=cautions, at=at)
    return visit.redirect(with_place("/cart", at))


def _wanted(intent: str, line: Mapping[str, Any]) -> int:
    step = int(line["merchandise"]["quantityRule"]["increment"])
    now = int(line["quantity"])
    return {"more": now + step, "fewer": max(now - step, 0), "remove": 0}.get(intent, now)


async def give(visit: Visit) -> Response:
    """Make a code of the visitor's bag for another screen, and show it."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    at = _place(form)
    cart = await find_cart(visit)
    if cart is None or not cart["lines"]["nodes"]:
        empty = visit.texts.gettext("Your bag is empty: there is nothing to hand over yet.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": empty}, at=at)
    handoff = (await visit.ask("handoff_create", cartId=cart["id"]))["change"]["handoff"]
    if handoff is None:
        failed = visit.texts.gettext("We could not make a code just now. Please try again.")
        return await bag.render(visit, cart, status=_UNPROCESSABLE, problems={"bag": failed}, at=at)
    label = visit.texts.gettext("QR code of your bag")
    return await visit.page("handoff.html", handoff=handoff, qr=qr_svg(handoff["url"], label=label), at=at)


async def refuse(visit: Visit) -> Response:
    """Answer a form that did not come from a page of this visitor's."""
    return await visit.page("refused.html", status=_FORBIDDEN)


def _place(form: Mapping[str, str]) -> int | None:
    return place_number(str(form.get("at", "")))
