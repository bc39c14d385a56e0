"""The payment that a visitor began: kept in a signed cookie, forgotten with the visitor."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import BadUserInputError, Visit

from comptoir_kiosk.kiosk_site import KioskSite, find_place
from comptoir_kiosk.views.links import ROOT

_SECONDS = 4 * 3600
Intent = Mapping[str, Any]


def keep_intent(visit: Visit, intent: Intent) -> None:
    """Remember what a visitor is paying for."""
    visit.cookies["paying"] = visit.site.signer.dumps({**intent, "visitor": visit.token})


def drop_intent(visit: Visit) -> None:
    """Forget the payment: it came to an end."""
    visit.cookies["paying"] = None


def read_intent(visit: Visit) -> Intent | None:
    """Return what this visitor is paying for; none for nobody else's."""
    text = visit.request.cookies.get(f"{visit.site.cookie_prefix}paying", "")
    if not text:
        return None
    try:
        found = visit.site.signer.loads(text, max_age=_SECONDS)
    except BadUserInputError:
        return None
    own = isinstance(found, dict) and "cart" in found and found.get("visitor") == visit.token
    return found if own else None


async def find_reader(visit: Visit, providers: list[Mapping[str, Any]]) -> tuple[str, str] | None:
    """Return the provider and the token of the reader beside this screen; none where there is none."""
    assert isinstance(visit.site, KioskSite)
    settings = visit.site.settings
    own = (await find_place(visit)).reader
    name, token = (own["provider"], own["token"]) if own else (settings.provider, settings.reader)
    known = any(row["name"] == name and row["readers"] for row in providers)
    return (name, token) if known and token else None


async def complete(visit: Visit, intent: Intent) -> Mapping[str, Any]:
    """Go on with buying; the same intent, however often, makes one order."""
    payment = {"provider": intent["provider"], "token": intent["reader"]}
    if intent["amount"]:
        payment["amount"] = intent["amount"]
    wish = {
        "cartId": intent["cart"],
        "quoteDigest": intent["digest"],
        "idempotencyKey": intent["key"],
        "payment": payment,
        "returnUrl": f"{visit.site.base_url(visit.request)}{ROOT}/checkout/presented",
    }
    change: Mapping[str, Any] = (await visit.ask("checkout_complete", input=wish))["change"]
    return change


async def give_up(visit: Visit, intent: Intent) -> None:
    """Let the reader stop asking; what was charged a moment ago becomes the order all the same."""
    await visit.ask("checkout_cancel", cartId=intent["cart"], key=intent["key"])


def is_under_way(change: Mapping[str, Any]) -> bool:
    """Tell whether a payment waits, for its payer or for its provider."""
    return bool(change["paymentAction"]) or any(row["code"] == "IN_PROGRESS" for row in change["userErrors"])
