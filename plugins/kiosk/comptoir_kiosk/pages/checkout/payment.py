"""The reader asks for the card; then the order, or why there is none."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, qr_svg, read_form
from starlette.responses import JSONResponse, Response

from comptoir_kiosk.pages.checkout.bag import to_bag
from comptoir_kiosk.pages.checkout.intent import complete, drop_intent, give_up, is_under_way, read_intent
from comptoir_kiosk.pages.checkout.pay import refused
from comptoir_kiosk.pages.checkout.taken import empty_lender
from comptoir_kiosk.pages.forms import refuse
from comptoir_kiosk.views.links import ROOT

_IDLE_SECONDS = 120
"""Who looks at the reader does not touch the screen."""


async def show(visit: Visit) -> Response:
    """Show how the payment stands."""
    intent = read_intent(visit)
    if intent is None:
        return to_bag(visit)
    change = await complete(visit, intent)
    if change["order"] is not None:
        await empty_lender(visit, intent["cart"])
        return await _confirm(visit, change["order"])
    if is_under_way(change):
        return await _wait(visit, change["paymentAction"])
    return await refused(visit, change)


async def state(visit: Visit) -> Response:
    """Tell a script whether the payment still waits."""
    intent = read_intent(visit)
    waits = intent is not None and is_under_way(await complete(visit, intent))
    return visit.finish(JSONResponse({"waits": waits}))


async def cancel(visit: Visit) -> Response:
    """Think again: the reader stops asking, and the bag is as it was."""
    if await read_form(visit) is None:
        return await refuse(visit)
    intent = read_intent(visit)
    if intent is None:
        return to_bag(visit)
    await give_up(visit, intent)
    change = await complete(visit, intent)
    if change["order"] is not None or is_under_way(change):
        return visit.redirect(f"{ROOT}/checkout/payment")
    drop_intent(visit)
    return visit.redirect(f"{ROOT}/checkout/pay")


async def presented(visit: Visit) -> Response:
    """Where the page that stands in for a card leads back to, on whatever device it was opened."""
    if read_intent(visit) is not None:
        return visit.redirect(f"{ROOT}/checkout/payment")
    return await visit.page("checkout/presented.html")


def _absolute(visit: Visit, url: str) -> str:
    return visit.site.base_url(visit.request) + url if url.startswith("/") else url


async def _wait(visit: Visit, action: Mapping[str, Any] | None) -> Response:
    url = _absolute(visit, action["url"]) if action and action["url"] else ""
    label = visit.texts.gettext("QR code of the page that stands in for a card")
    return await visit.page(
        "checkout/waiting.html",
        tab="bag",
        stand_in=url,
        qr=qr_svg(url, label=label) if url else "",
        idle_seconds=_IDLE_SECONDS,
    )


async def _confirm(visit: Visit, order: Mapping[str, Any]) -> Response:
    # The bag became the order: whoever goes on looking round has a new one.
    visit.keep_cart(None)
    url = _absolute(visit, order["statusUrl"]) if order["token"] else ""
    return await visit.page(
        "checkout/confirmed.html",
        tab="bag",
        order=order,
        status_url=url,
        qr=qr_svg(url, label=visit.texts.gettext("QR code of your order")) if url else "",
        cart_quantity=0,
        has_cart=False,
    )
