"""Where the receipt goes."""

from comptoir.api import Visit, change_cart, read_form
from starlette.responses import Response

from comptoir_kiosk.pages.checkout.bag import UNPROCESSABLE, Bag, find_bag, to_bag
from comptoir_kiosk.pages.checkout.taken import is_taken, own_bag
from comptoir_kiosk.pages.forms import read_text, refuse
from comptoir_kiosk.views.buying import needs_contact, sent_groups
from comptoir_kiosk.views.links import ROOT


async def show(visit: Visit) -> Response:
    """Ask for an email address or a phone number."""
    cart = await find_bag(visit)
    if cart is None:
        return to_bag(visit)
    buyer = cart["buyerIdentity"]
    return await _ask(visit, cart, typed=buyer["email"] or buyer["phone"] or "")


async def keep(visit: Visit) -> Response:
    """Keep the contact; what is carried out needs none."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    cart = await find_bag(visit)
    if cart is None:
        return to_bag(visit)
    typed = read_text(form, "contact")
    wrong = visit.texts.gettext("Please type an email address or a phone number.")
    if not typed and needs_contact(cart):
        return await _ask(visit, cart, typed=typed, problem=wrong)
    own = await own_bag(visit, cart) if typed else cart
    if own is None:
        return to_bag(visit)
    buyer = {"email": None, "phone": None, "email" if "@" in typed else "phone": typed or None}
    result = await change_cart(visit, "cart_buyer", cartId=own["id"], buyer=buyer)
    if result.errors:
        return await _ask(visit, cart, typed=typed, problem=wrong)
    return visit.redirect(f"{ROOT}/checkout/pay")


async def _ask(visit: Visit, cart: Bag, *, typed: str, problem: str = "") -> Response:
    return await visit.page(
        "checkout/contact.html",
        status=UNPROCESSABLE if problem else 200,
        tab="bag",
        back=f"{ROOT}/checkout/{'delivery' if sent_groups(cart) else ''}".rstrip("/"),
        typed=typed,
        taken=is_taken(visit),
        problem=problem,
        needed=needs_contact(cart),
        key_fields=["field-contact"],
    )
