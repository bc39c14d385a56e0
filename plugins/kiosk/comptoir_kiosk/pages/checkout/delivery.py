"""By what it is sent."""

from comptoir.api import Visit, change_cart, read_form
from starlette.responses import Response

from comptoir_kiosk.pages.checkout.bag import UNPROCESSABLE, Bag, find_bag, to_bag
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.buying import door_options, sent_groups
from comptoir_kiosk.views.links import ROOT


async def show(visit: Visit) -> Response:
    """Ask by what it is sent; where nothing is sent there is nothing to ask."""
    cart = await find_bag(visit)
    if cart is None:
        return to_bag(visit)
    if not sent_groups(cart):
        return visit.redirect(f"{ROOT}/checkout/contact")
    return await _ask(visit, cart)


async def choose(visit: Visit) -> Response:
    """Choose an option of each group that is sent."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_bag(visit)
    if cart is None:
        return to_bag(visit)
    chosen = [
        {"deliveryGroupId": group["id"], "deliveryOptionHandle": form.get(f"option:{group['id']}", "")}
        for group in sent_groups(cart)
    ]
    result = await change_cart(visit, "cart_option", cartId=cart["id"], options=chosen)
    if result.errors or result.cart is None:
        return await _ask(visit, cart, problem=visit.texts.gettext("Please choose one of these."))
    return visit.redirect(f"{ROOT}/checkout/contact")


async def _ask(visit: Visit, cart: Bag, *, problem: str = "") -> Response:
    return await visit.page(
        "checkout/delivery.html",
        status=UNPROCESSABLE if problem else 200,
        tab="bag",
        back=f"{ROOT}/checkout/address",
        groups=[(group, door_options(group)) for group in sent_groups(cart)],
        addresses=cart["delivery"]["addresses"],
        problem=problem,
    )
