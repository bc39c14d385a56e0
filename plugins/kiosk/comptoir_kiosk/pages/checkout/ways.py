"""The first step: per line, to take it along now or to have it sent home."""

from collections.abc import Mapping

from comptoir.api import Visit, change_cart, read_form
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place
from comptoir_kiosk.pages.checkout.bag import UNPROCESSABLE, Bag, find_bag, to_bag
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.buying import can_carry, method_of, sent_groups, travels
from comptoir_kiosk.views.links import ROOT


async def show(visit: Visit) -> Response:
    """Ask how each line reaches the buyer."""
    cart = await find_bag(visit)
    return to_bag(visit) if cart is None else await _ask(visit, cart)


async def choose(visit: Visit) -> Response:
    """Set how each line reaches the buyer; what is taken along is taken from where this screen stands."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_bag(visit)
    if cart is None:
        return to_bag(visit)
    here = (await find_place(visit)).location_id
    lines = [line for line in cart["lines"]["nodes"] if travels(line)]
    taken = {line["id"] for line in lines if form.get(f"way:{line['id']}") == "take"}
    absent = [line["id"] for line in lines if line["id"] in taken and not can_carry(line, here)]
    if absent:
        gone = visit.texts.gettext("There are not enough here any more: it can be sent to you.")
        return await _ask(visit, cart, problems=dict.fromkeys(absent, gone))
    ways = [
        {"lineId": line["id"], "method": "RETAIL", "locationId": here}
        if line["id"] in taken
        else {"lineId": line["id"], "method": "SHIPPING"}
        for line in lines
    ]
    result = await change_cart(visit, "cart_ways", cartId=cart["id"], lines=ways)
    if result.errors or result.cart is None:
        return await _ask(visit, cart, problems={"form": result.problem(visit) or ""})
    return visit.redirect(f"{ROOT}/checkout/{'address' if sent_groups(result.cart) else 'contact'}")


async def _ask(visit: Visit, cart: Bag, *, problems: Mapping[str, str] | None = None) -> Response:
    here = (await find_place(visit)).location_id
    taken = {
        line["id"]
        for group in cart["deliveryGroups"]["nodes"]
        for line in group["cartLines"]["nodes"]
        if method_of(group) == "RETAIL"
    }
    rows = [
        {
            "line": line,
            "travels": travels(line),
            "here": can_carry(line, here),
            "taken": can_carry(line, here) and (line["id"] in taken or not taken),
        }
        for line in cart["lines"]["nodes"]
    ]
    return await visit.page(
        "checkout/ways.html",
        status=UNPROCESSABLE if problems else 200,
        tab="bag",
        back=f"{ROOT}/cart",
        rows=rows,
        problems=problems or {},
    )
