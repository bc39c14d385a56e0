"""What the checkout page keeps in the cart before anything is paid: contact, address, delivery."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit

from comptoir_web.views.checkout_form import (
    CONTACT,
    DELIVERY,
    LONGEST,
    address_problems,
    chosen_delivery,
    is_sent,
    kept_address,
    typed_address,
)
from comptoir_web.views.splitting import changed_ways

SPLIT = "split"
"""The problem of lines that cannot go the way that was chosen for them."""
_ADDRESSES = "addresses"


async def find_checkout(visit: Visit) -> Mapping[str, Any]:
    """Return the visitor's cart as checkout needs it, none when it is gone, and who takes payments."""
    found: Mapping[str, Any] = await visit.ask(
        "checkout", id=visit.cart_id or "gid://shopify/Cart/none?key=none"
    )
    return found


def country_of(visit: Visit, cart: Mapping[str, Any], form: Mapping[str, str]) -> str:
    """Return the country that goods go to: the one in the form where the shop sells there, else the cart's."""
    asked = visit.places.country(form.get("country", "").upper())
    return asked or cart["buyerIdentity"]["countryCode"] or visit.country or visit.places.default_country


async def save(
    visit: Visit, cart: Mapping[str, Any], form: Mapping[str, str], *, whole: bool
) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Keep what the form says, as far as it is right; return the checkout after that, and what is wrong by field.

    With `whole` an address has to be complete; else only what is filled in is looked at.
    """
    split = await _save_ways(visit, cart, form)
    if split is not None:
        fresh = await find_checkout(visit)
        if fresh["cart"] is None:
            return fresh, split
        cart = fresh["cart"]
    country = country_of(visit, cart, form)
    problems = (split or {}) | await _save_buyer(visit, cart, form, country=country)
    at_first = cart["deliveryGroups"]["nodes"]
    sent = is_sent(cart, chosen_delivery(cart, form))
    if at_first and (sent or not whole) and "address1" in form:
        problems |= await _save_address(visit, cart, form, country=country, whole=whole)
    if any(name != "page" for name in problems) and whole and not any(form.get(name) for name in CONTACT):
        problems.setdefault("email", _contact_wanted(visit))
    fresh = await find_checkout(visit)
    if fresh["cart"] is None:
        return fresh, problems
    if await _save_delivery(visit, fresh["cart"], form, problems):
        fresh = await find_checkout(visit)
    return fresh, problems


def _contact_wanted(visit: Visit) -> str:
    return visit.texts.gettext("Give an email address or a phone number.")


async def _save_buyer(
    visit: Visit, cart: Mapping[str, Any], form: Mapping[str, str], *, country: str
) -> dict[str, str]:
    kept = cart["buyerIdentity"]
    given = {name: form[name].strip()[:LONGEST] for name in CONTACT if name in form}
    changed: dict[str, str | None] = {
        name: value or None for name, value in given.items() if (kept[name] or "") != value
    }
    if country != kept["countryCode"]:
        changed["countryCode"] = country
        visit.cookies["country"] = country
    problems: dict[str, str] = {}
    # One at a time, so that what is right is kept beside what is not.
    for name, value in changed.items():
        change = (await visit.ask("checkout_buyer", cartId=cart["id"], buyer={name: value}))["change"]
        for error in change["userErrors"]:
            problems.setdefault(name, _buyer_message(visit, name, error))
    return problems


def _buyer_message(visit: Visit, name: str, error: Mapping[str, Any]) -> str:
    _ = visit.texts.gettext
    if (error["field"] or [""])[-1] not in CONTACT:
        return _("This bag came from another screen: names and addresses are given there.")
    return _("This is no email address.") if name == "email" else _("This is no phone number.")


async def _save_address(
    visit: Visit, cart: Mapping[str, Any], form: Mapping[str, str], *, country: str, whole: bool
) -> dict[str, str]:
    typed = typed_address(form, country=country)
    if not whole and (typed == kept_address(cart) or len(typed) == 1):
        return {}
    strategy = "STRICT" if whole else "COUNTRY_CODE_ONLY"
    address = {"selected": True, "validationStrategy": strategy, "address": {"deliveryAddress": typed}}
    change = (await visit.ask("cart_address", cartId=cart["id"], addresses=[address]))["change"]
    errors = change["userErrors"]
    if errors and all((error["field"] or [""])[-1] == _ADDRESSES for error in errors):
        # A screen that took the bag over by a code neither sees nor gives an address; it may have one all the same.
        return {} if len(typed) == 1 else {"page": _buyer_message(visit, "", errors[0])}
    return address_problems(errors, visit.texts)


async def _save_ways(visit: Visit, cart: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, str] | None:
    """Keep which lines are sent and which collected; return what is wrong, none where nothing is to change."""
    lines = changed_ways(cart, form)
    if not lines:
        return None
    change = (await visit.ask("cart_ways", cartId=cart["id"], lines=lines))["change"]
    return {SPLIT: _gone(visit)} if change["userErrors"] else {}


def _gone(visit: Visit) -> str:
    return visit.texts.gettext("This way is not offered any more. Choose another.")


async def _save_delivery(
    visit: Visit, cart: Mapping[str, Any], form: Mapping[str, str], problems: dict[str, str]
) -> bool:
    wanted = []
    for group in cart["deliveryGroups"]["nodes"]:
        kept = group["selectedDeliveryOption"]
        handle = chosen_delivery(cart, form).get(group["id"])
        if handle and (kept is None or kept["handle"] != handle):
            wanted.append({"deliveryGroupId": group["id"], "deliveryOptionHandle": handle})
    for selection in wanted:
        change = (await visit.ask("cart_delivery", cartId=cart["id"], selections=[selection]))["change"]
        if change["userErrors"]:
            problems[DELIVERY + selection["deliveryGroupId"]] = _gone(visit)
    return bool(wanted)
