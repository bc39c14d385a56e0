"""Checkout, on one page: who buys, how it reaches them, how it is paid."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from comptoir.api import BadUserInputError, Visit, address_fields, keep_secret, read_form
from starlette.responses import Response

from comptoir_web.pages import checkout_paying as paying
from comptoir_web.pages.checkout_saving import country_of, find_checkout, save
from comptoir_web.pages.forms import refuse
from comptoir_web.pages.payment_page import lead_on, payable, with_policy
from comptoir_web.views.checkout_form import chosen_delivery, field_name, is_sent, promises, shown_values
from comptoir_web.views.splitting import line_ways

_UNPROCESSABLE = 422
_KEY = re.compile(r"[A-Za-z0-9_\-]{16,64}")
_PURPOSE = "web.checkout"
_SECONDS = 24 * 3600
_MOST_CODES = 10
_LONGEST_CODE = 100


async def show(visit: Visit) -> Response:
    """Show the page; where the bag was ordered just now, the order."""
    data = await find_checkout(visit)
    if data["cart"] is None:
        return await _without_cart(visit)
    return await render(visit, data)


async def submit(visit: Visit) -> Response:
    """Keep what was filled in; with the intent to pay, place the order."""
    form = await read_form(visit)
    if form is None:
        return await refuse(visit)
    data = await find_checkout(visit)
    if data["cart"] is None or not data["cart"]["lines"]["nodes"]:
        return await _without_cart(visit, key=form.get("key", ""))
    whole = form.get("intent") == "pay"
    data, problems = await save(visit, data["cart"], form, whole=whole)
    if data["cart"] is None:
        return await _without_cart(visit, key=form.get("key", ""))
    if problems or not whole:
        status = _UNPROCESSABLE if problems and whole else 200
        return await render(visit, data, form=form, problems=problems, status=status)
    return await _pay(visit, data, form)


async def back(visit: Visit) -> Response:
    """Go on after the payer's bank: the same request again tells where the payment stands."""
    key = visit.request.query_params.get("key", "")
    data = await find_checkout(visit)
    if data["cart"] is None or not _KEY.fullmatch(key):
        return await _without_cart(visit, key=key)
    outcome = await paying.ask_again(visit, data["cart"], key=key)
    return await _answer(visit, data, outcome, form={"key": key}, key=key)


async def _pay(visit: Visit, data: Mapping[str, Any], form: Mapping[str, str]) -> Response:
    agreed = read_agreed(visit, form)
    key = form.get("key", "")
    if agreed is None or not _KEY.fullmatch(key):
        return await render(visit, data, form=form, problems=_look_again(visit), status=_UNPROCESSABLE)
    if agreed["digest"] == data["cart"]["quote"]["digest"] and agreed.get("promises") != promises(
        data["cart"]
    ):
        return await render(visit, data, form=form, problems=_another_time(visit), status=_UNPROCESSABLE)
    outcome = await paying.complete(
        visit, data, form, digest=agreed["digest"], key=key, codes=gift_codes(form)
    )
    return await _answer(visit, data, outcome, form=form, key=key)


def _look_again(visit: Visit) -> dict[str, str]:
    return {"agree": visit.texts.gettext("Please look at the total once more, then place the order.")}


def _another_time(visit: Visit) -> dict[str, str]:
    told = visit.texts.gettext("Please look at when it is brought, then place the order.")
    return {"delivery": told}


async def _answer(
    visit: Visit, data: Mapping[str, Any], outcome: paying.Outcome, *, form: Mapping[str, str], key: str
) -> Response:
    if outcome.order is not None:
        return await _placed(visit, outcome.order)
    if outcome.action is not None:
        # Whoever comes back without an answer goes on with the same payment.
        visit.cookies["paying"] = _signed(visit, {"key": key, "cart": visit.cart_id})
        return await paying.send_to_bank(visit, outcome, key=key)
    if outcome.waits:
        return await _wait(visit, key)
    data = await find_checkout(visit)
    if outcome.gone or data["cart"] is None:
        return await _without_cart(visit, key=key)
    changed = None
    if outcome.now is not None:
        agreed = read_agreed(visit, form)
        changed = {**outcome.now, "was": agreed["total"] if agreed else None}
    fresh = form
    if outcome.fresh_key:
        fresh = {**form, "key": new_key()}
        visit.cookies["paying"] = None
    return await render(
        visit, data, form=fresh, problems=outcome.problems, changed=changed, status=_UNPROCESSABLE
    )


async def _placed(visit: Visit, order: Mapping[str, Any]) -> Response:
    """Lead to the order. A screen that took the bag over by a code has no right to it, and gets its number."""
    visit.keep_cart(None)
    visit.cookies["paying"] = None
    if not order["token"]:
        response = await visit.page("checkout_thanks.html", order=order, facts=[])
        if visit.wants_fragment:
            visit.cookies["placed"] = _signed(visit, {"name": order["name"]})
            return lead_on(visit, "/checkout")
        return keep_secret(response)
    path = order["statusUrl"].removeprefix(visit.site.base_url(visit.request))
    visit.cookies["placed"] = _signed(visit, {"path": path})
    return lead_on(visit, f"{path}&placed=1")


async def _wait(visit: Visit, key: str) -> Response:
    """Show that the payment is being processed; the page asks again by itself, with and without scripts."""
    if visit.wants_fragment:
        return lead_on(visit, f"/checkout/return?key={key}")
    return keep_secret(await visit.page("checkout_wait.html", key=key, status=202, facts=[]))


async def _without_cart(visit: Visit, *, key: str = "") -> Response:
    """Return the order that the bag became, or the one placed last; else say that there is nothing.

    The bag may become an order while nobody looks: when the provider's message is here before its payer is.
    """
    if (order := await _order_under(visit, key)) is not None:
        return await _placed(visit, order)
    placed = _read_signed(visit, visit.request.cookies.get(f"{visit.site.cookie_prefix}placed", ""))
    path = str(placed.get("path", ""))
    if path.startswith("/orders/"):
        return lead_on(visit, path)
    if placed.get("name"):
        return keep_secret(await visit.page("checkout_thanks.html", order=placed, facts=[]))
    if visit.wants_fragment:
        return lead_on(visit, "/checkout")
    return keep_secret(await visit.page("checkout_empty.html", facts=[]))


async def render(
    visit: Visit,
    data: Mapping[str, Any],
    *,
    form: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
    changed: Mapping[str, Any] | None = None,
    status: int = 200,
) -> Response:
    """Return the page, or its inner part for a script; what was typed stays, `changed` is a new total to agree to."""
    cart = data["cart"]
    if not cart["lines"]["nodes"]:
        return await _without_cart(visit)
    typed = form or {}
    country = country_of(visit, cart, typed)
    chosen = chosen_delivery(cart, typed)
    settled = changed or {"digest": cart["quote"]["digest"], "total": cart["cost"]["totalAmount"]}
    providers = payable(data["paymentProviders"])
    values = {
        "cart": cart,
        "lines": {line["id"]: line for line in cart["lines"]["nodes"]},
        "providers": providers,
        "fields": [(field_name(field.name), field) for field in address_fields(country)],
        "values": {**shown_values(cart, country=country), **typed, "country": country},
        "chosen": chosen,
        "sent": is_sent(cart, chosen),
        "splits": line_ways(cart),
        "settled": all(group["selectedDeliveryOption"] for group in cart["deliveryGroups"]["nodes"]),
        "codes": gift_codes(typed),
        "key": _key_for(visit, typed),
        "agreed": _signed(visit, _agreement(settled, cart)),
        "total": settled["total"],
        "changed": changed,
        "problems": problems or {},
        "line_problems": any(name.startswith("line:") for name in problems or {}),
    }
    if visit.wants_fragment:
        return keep_secret(
            visit.fragment("parts/checkout.html", status=status, **(await _with_countries(visit, values)))
        )
    response = await visit.page("checkout.html", status=status, facts=[], **values)
    return with_policy(response, providers)


def _agreement(settled: Mapping[str, Any], cart: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a shopper agrees to who places the order from this page."""
    return {"digest": settled["digest"], "total": settled["total"], "promises": promises(cart)}


async def _with_countries(visit: Visit, values: dict[str, Any]) -> dict[str, Any]:
    frame = await visit.site.frame(visit)
    return {**values, "localization": frame["localization"], "shop": frame["shop"]}


def gift_codes(form: Mapping[str, str]) -> list[str]:
    """Return the codes of gift cards in a form, each once."""
    typed = re.split(r"[,;\n]+", form.get("gift_codes", "")[: _MOST_CODES * _LONGEST_CODE])
    codes = [code.strip()[:_LONGEST_CODE] for code in typed if code.strip()]
    return list(dict.fromkeys(codes))[:_MOST_CODES]


async def _order_under(visit: Visit, key: str) -> Mapping[str, Any] | None:
    """Return the order placed under a key, or with the payment that this browser began last."""
    paying_now = _paying_now(visit)
    if not _KEY.fullmatch(key):
        key = str(paying_now.get("key", ""))
    cart = paying_now["cart"] if paying_now.get("key") == key else visit.cart_id
    if not key or cart is None:
        return None
    return (await paying.ask_again(visit, {"id": cart, "lines": {"nodes": []}}, key=key)).order


def _paying_now(visit: Visit) -> Mapping[str, Any]:
    """Return the key and the bag of the payment that this browser began last; nothing where it ended here."""
    return _read_signed(visit, visit.request.cookies.get(f"{visit.site.cookie_prefix}paying", ""))


def _key_for(visit: Visit, form: Mapping[str, str]) -> str:
    """Return the key of the form, or of the payment that is under way for this bag, or a new one."""
    if _KEY.fullmatch(form.get("key", "")):
        return form["key"]
    paying_now = _paying_now(visit)
    return str(paying_now["key"]) if paying_now.get("cart") == visit.cart_id else new_key()


def new_key() -> str:
    """Return a key under which one order is placed, however often its form is sent."""
    return secrets.token_urlsafe(24)


def read_agreed(visit: Visit, form: Mapping[str, str]) -> Mapping[str, Any] | None:
    """Return the digest and the total that the page showed; none for a form that the shop did not make."""
    found = _read_signed(visit, form.get("agreed", ""))
    return found if "digest" in found else None


def _signed(visit: Visit, value: Mapping[str, Any]) -> str:
    return visit.site.host.signer(_PURPOSE).dumps(dict(value))


def _read_signed(visit: Visit, text: str) -> Mapping[str, Any]:
    try:
        value = visit.site.host.signer(_PURPOSE).loads(text, max_age=_SECONDS)
    except BadUserInputError:
        return {}
    return value if isinstance(value, dict) else {}
