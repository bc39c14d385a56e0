"""Placing the order: one request to the shop, and what its answer means to the shopper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_web.pages.payment_page import ask_payer, payable, read_payment

_GIFT = frozenset({"GIFT_CARD_UNKNOWN", "GIFT_CARD_DISABLED", "GIFT_CARD_EXPIRED", "INSUFFICIENT_BALANCE"})
_ONLY_VARIANT = "Default Title"
_CHANGED = frozenset({"QUOTE_CHANGED", "DISCOUNT_LIMIT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What placing an order came to: the order, a task for the payer, or what is in the way."""

    order: Mapping[str, Any] | None = None
    action: Mapping[str, Any] | None = None
    provider: str = ""
    waits: bool = False
    """The provider has not answered yet."""
    gone: bool = False
    """The bag is an order already."""
    problems: Mapping[str, str] = field(default_factory=dict)
    now: Mapping[str, Any] | None = None
    """Where the total changed: the digest and total to agree to."""
    fresh_key: bool = False
    """Whether the next try is another one than this."""


def return_url(visit: Visit, key: str) -> str:
    """Return where the payer's bank sends them back to."""
    return f"{visit.site.base_url(visit.request)}/checkout/return?key={key}"


async def complete(
    visit: Visit, data: Mapping[str, Any], form: Mapping[str, str], *, digest: str, key: str, codes: list[str]
) -> Outcome:
    """Ask for the order at the total that the shopper agreed to; amounts come from the shop, never from the form."""
    cart = data["cart"]
    provider, token = read_payment(form, payable(data["paymentProviders"]))
    request: dict[str, Any] = {
        "cartId": cart["id"],
        "quoteDigest": digest,
        "idempotencyKey": key,
        "returnUrl": return_url(visit, key),
    }
    if codes:
        request["giftCardCodes"] = codes
    if provider is not None:
        request["payment"] = {"provider": provider["name"], "token": token}
        if form.get("amount") == "deposit" and cart["deposit"]:
            request["payment"]["amount"] = cart["deposit"]["amount"]
    return await _asked(visit, cart, request, provider=provider["name"] if provider else "")


async def ask_again(visit: Visit, cart: Mapping[str, Any], *, key: str) -> Outcome:
    """Ask where the request with a key stands; one that was never made is not made by this."""
    request = {
        "cartId": cart["id"],
        "quoteDigest": "none",
        "idempotencyKey": key,
        "returnUrl": return_url(visit, key),
    }
    outcome = await _asked(visit, cart, request, provider="")
    return Outcome(problems={}) if outcome.now is not None else outcome


async def send_to_bank(visit: Visit, outcome: Outcome, *, key: str) -> Response:
    """Answer with what the payer has to do."""
    assert outcome.action is not None
    return await ask_payer(
        visit,
        outcome.action,
        provider=outcome.provider,
        return_url=return_url(visit, key),
        back="/checkout",
    )


async def _asked(
    visit: Visit, cart: Mapping[str, Any], request: Mapping[str, Any], *, provider: str
) -> Outcome:
    change = (await visit.ask("checkout_complete", input=request))["change"]
    if change["order"]:
        return Outcome(order=change["order"])
    if change["paymentAction"]:
        return Outcome(action=change["paymentAction"], provider=provider)
    errors = change["userErrors"]
    codes = {error["code"] for error in errors}
    if "IN_PROGRESS" in codes:
        return Outcome(waits=True)
    if "ALREADY_COMPLETED" in codes:
        return Outcome(gone=True)
    now = next(
        (
            {"digest": each["now"], "total": each["total"]}
            for each in errors
            if each["code"] in _CHANGED and each["total"]
        ),
        None,
    )
    problems: dict[str, str] = {}
    for error in errors:
        place, text = _told(visit, cart, error)
        problems.setdefault(place, text)
    return Outcome(problems=problems, now=now, fresh_key="PAYMENT_DECLINED" in codes or bool(codes & _GIFT))


def _told(visit: Visit, cart: Mapping[str, Any], error: Mapping[str, Any]) -> tuple[str, str]:
    """Return where on the page a refusal is shown, and its words."""
    _ = visit.texts.gettext
    code = error["code"]
    if code == "OUT_OF_STOCK":
        return _sold_out(visit, cart, error)
    if gift := gift_problem(visit, code):
        return "gift_codes", gift
    known = {
        "CONTACT_REQUIRED": ("email", _("Give an email address or a phone number.")),
        "ADDRESS_REQUIRED": ("address1", _("Give the address that the goods go to.")),
        "PROMISE_LAPSED": (
            "delivery",
            _("It can no longer be brought at the time that was promised. Choose how it reaches you."),
        ),
        "DELIVERY_REQUIRED": ("delivery", _("Choose how everything reaches you.")),
        "QUOTE_CHANGED": ("agree", _("The total has changed. Please look at it, then place the order.")),
        "DISCOUNT_LIMIT": (
            "agree",
            _("A discount cannot be used any more. Please look at the new total, then place the order."),
        ),
        "PAYMENT_REQUIRED": ("payment", _("Choose how you pay.")),
        "PROVIDER_UNKNOWN": ("payment", _("Choose how you pay.")),
        "RATE_LIMITED": ("payment", _("Too many payments failed. Try again in an hour.")),
        "EMPTY_CART": ("page", _("There is nothing in your bag that can be bought.")),
        "TAX_UNAVAILABLE": (
            "page",
            _("The tax cannot be worked out at the moment. Nothing was charged: try again in a minute."),
        ),
    }
    if code in known:
        return known[code]
    return ("payment" if code in {"PAYMENT_DECLINED", "PAYMENT_AMOUNT"} else "page"), str(error["message"])


def _sold_out(visit: Visit, cart: Mapping[str, Any], error: Mapping[str, Any]) -> tuple[str, str]:
    said = str(error["message"])
    for line in cart["lines"]["nodes"]:
        if said.startswith(f"“{_full_title(line['merchandise'])}”:"):
            left = visit.texts.gettext("There are not that many left. Take some out of your bag.")
            return f"line:{line['id']}", left
    return "page", visit.texts.gettext("Something in your bag was sold just now. Nothing was charged.")


def _full_title(variant: Mapping[str, Any]) -> str:
    """Return what a refusal calls a variant."""
    title = str(variant["product"]["title"])
    return title if variant["title"] == _ONLY_VARIANT else f"{title}, {variant['title']}"


def gift_problem(visit: Visit, code: str) -> str | None:
    """Return what is wrong with a gift card, or none for a code that is about something else."""
    _ = visit.texts.gettext
    known = {
        "GIFT_CARD_UNKNOWN": _("There is no gift card with this code."),
        "GIFT_CARD_DISABLED": _("This gift card was blocked."),
        "GIFT_CARD_EXPIRED": _("This gift card has expired."),
        "INSUFFICIENT_BALANCE": _("There is not enough left on this gift card."),
    }
    return known.get(code)
