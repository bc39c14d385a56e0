"""The last look before paying: what, how, how much; then all of it or a deposit, at the reader."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, format_money, read_form
from starlette.responses import Response

from comptoir_kiosk.pages.checkout.bag import UNPROCESSABLE, ask_checkout, to_bag
from comptoir_kiosk.pages.checkout.intent import (
    complete,
    drop_intent,
    find_reader,
    is_under_way,
    keep_intent,
    read_intent,
)
from comptoir_kiosk.pages.forms import read_text, refuse
from comptoir_kiosk.views.buying import lines_by_email, lines_of, method_of
from comptoir_kiosk.views.keys import new_nonce, request_key
from comptoir_kiosk.views.links import ROOT


async def show(visit: Visit) -> Response:
    """Show what is bought and what it costs."""
    return await render(visit)


async def pay(visit: Visit) -> Response:
    """Ask for the money at the reader. Amounts are the shop's: the form says no more than all or the deposit."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    found = await ask_checkout(visit)
    if found is None:
        return visit.redirect(f"{ROOT}/checkout/payment") if read_intent(visit) else to_bag(visit)
    before = read_intent(visit)
    if before and before["cart"] == found["cart"]["id"] and is_under_way(await complete(visit, before)):
        return visit.redirect(f"{ROOT}/checkout/payment")
    reader = await find_reader(visit, found["paymentProviders"])
    nonce, digest = read_text(form, "once"), read_text(form, "digest")
    deposit = found["cart"]["deposit"]
    if reader is None or not nonce or (form.get("part") == "deposit" and deposit is None):
        return await render(visit, problem=visit.texts.gettext("That did not work. Please try again."))
    intent = {
        "cart": found["cart"]["id"],
        "digest": digest,
        "key": request_key(visit, nonce, purpose="pay"),
        "amount": dict(deposit["amount"]) if form.get("part") == "deposit" else None,
        "provider": reader[0],
        "reader": reader[1],
    }
    change = await complete(visit, intent)
    if change["order"] is None and not is_under_way(change):
        return await refused(visit, change)
    keep_intent(visit, intent)
    return visit.redirect(f"{ROOT}/checkout/payment")


async def refused(visit: Visit, change: Mapping[str, Any]) -> Response:
    """Say why nothing was bought; the bag is as it was, and the next try is a new one."""
    drop_intent(visit)
    errors = change["userErrors"]
    return await render(visit, problem=_sentence(visit, errors[0]))


def _sentence(visit: Visit, error: Mapping[str, Any]) -> str:
    _ = visit.texts.gettext
    if error["code"] == "PAYMENT_DECLINED":
        return str(error["message"])
    if error["total"] is not None:
        where = visit.country or visit.places.default_country
        total = format_money(error["total"], language=visit.texts.language, country=where)
        return _("Prices have changed: it is %(total)s now. Please look again before you pay.", total=total)
    known = {
        "DISCOUNT_LIMIT": _("A discount cannot be used any more. Please look again before you pay."),
        "OUT_OF_STOCK": _("Something in your bag was sold a moment ago. Go back to your bag and change it."),
        "ADDRESS_REQUIRED": _("The address is missing. Go back and give it, or take all of it along."),
        "DELIVERY_REQUIRED": _("Please choose how it is sent."),
        "PROMISE_LAPSED": _("Please choose how it is sent."),
        "CONTACT_REQUIRED": _("Please type an email address or a phone number."),
        "ALREADY_COMPLETED": _("This bag was bought already, on another screen."),
        "TAX_UNAVAILABLE": _("The tax cannot be worked out at the moment. Please try again in a minute."),
    }
    return known.get(error["code"]) or _("That did not work. Please try again.")


async def render(visit: Visit, *, problem: str = "") -> Response:
    """Return the page; `problem` stands above the buttons."""
    found = await ask_checkout(visit)
    if found is None:
        return to_bag(visit)
    cart = found["cart"]
    groups = [
        (method_of(group), group["selectedDeliveryOption"], lines_of(cart, group))
        for group in cart["deliveryGroups"]["nodes"]
    ]
    return await visit.page(
        "checkout/pay.html",
        status=UNPROCESSABLE if problem else 200,
        tab="bag",
        back=f"{ROOT}/checkout/contact",
        cart=cart,
        groups=groups,
        by_email=lines_by_email(cart),
        lacks=any(option is None for _method, option, _lines in groups),
        reader=await find_reader(visit, found["paymentProviders"]),
        once=new_nonce(),
        problem=problem,
    )
