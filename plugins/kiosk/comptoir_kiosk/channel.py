"""What the kiosk channel is: its pages, its documents and what it lets people do."""

from collections.abc import Mapping
from pathlib import Path

from comptoir.api import Capability, Channel, ChannelHost, Page, ProductView, cart_events, site_routes

from comptoir_kiosk.kiosk_site import KioskSite
from comptoir_kiosk.pages import attract, browse, cart, device, discount, handoff, product, reserve
from comptoir_kiosk.pages.checkout import address, contact, delivery, pay, payment, ways
from comptoir_kiosk.pages.placed import placed, unkept
from comptoir_kiosk.views.links import ROOT

FOLDER = Path(__file__).parent

_GET: Mapping[str, Page] = {
    "/": attract.show,
    "/browse": browse.collections,
    "/collections/{handle}": browse.collection,
    "/products/{handle}": product.show,
    "/search": browse.search,
    "/returns": browse.policy,
    "/cart": cart.show,
    "/cart/discount": discount.enter,
    "/cart/events": cart_events,
    "/checkout": ways.show,
    "/checkout/address": address.show,
    "/checkout/delivery": delivery.show,
    "/checkout/contact": contact.show,
    "/checkout/pay": pay.show,
    "/checkout/payment": payment.show,
    "/checkout/payment/state": payment.state,
    "/checkout/presented": payment.presented,
    "/handoff": handoff.enter,
    "/reserve": reserve.enter,
    "/stores": device.stores,
}
_POST: Mapping[str, Page] = {
    "/start": attract.start,
    "/cart/add": cart.add,
    "/cart/lines": cart.update,
    "/cart/code": handoff.give,
    "/cart/discount": discount.change,
    "/checkout": ways.choose,
    "/checkout/address": address.send,
    "/checkout/delivery": delivery.choose,
    "/checkout/contact": contact.keep,
    "/checkout/pay": pay.pay,
    "/checkout/payment/cancel": payment.cancel,
    "/handoff": handoff.claim,
    "/reserve": reserve.keep,
    "/stores": device.choose,
}
_ENROL_GET: Mapping[str, Page] = {"/enrol": device.enter}
_ALWAYS_POST: Mapping[str, Page] = {"/enrol": device.enrol, "/reset": attract.reset}

CAPABILITIES = (
    Capability(name="browse"),
    Capability(name="search"),
    Capability(name="cart"),
    Capability(name="returns-policy"),
    Capability(name="store-availability"),
    Capability(name="handoff-give"),
    Capability(name="handoff-take"),
    Capability(
        name="scan",
        supported=False,
        fallback="What is printed on a label can be typed into the search; phones scan codes on the mobile channel.",
    ),
    Capability(name="live-cart"),
    Capability(name="checkout"),
    Capability(name="deposit"),
    Capability(name="reservation"),
    Capability(
        name="service-request",
        supported=False,
        fallback="Ask whoever is on the floor, or scan the code of a fitting room with a phone: its page calls staff.",
    ),
    Capability(
        name="printing",
        supported=False,
        fallback="Take the bag to your phone with a code; nothing needs paper.",
    ),
)


def kiosk_channel(host: ChannelHost) -> Channel:
    """Return the channel for one shop."""
    site = KioskSite(host, channel="kiosk", path=ROOT, folder=FOLDER)
    get = {path: placed(page) for path, page in _GET.items()}
    post = {path: placed(page) for path, page in _POST.items()}
    get |= {path: unkept(page) for path, page in _ENROL_GET.items()}
    post |= {path: unkept(page) for path, page in _ALWAYS_POST.items()}
    return Channel(
        name="kiosk",
        title="Kiosk",
        path=site.path,
        routes=site_routes(site, get=get, post=post),
        documents=FOLDER / "queries",
        capabilities=CAPABILITIES,
        product_views=(
            ProductView(
                name="product", path="/kiosk/products/{handle}?country={country}&language={language}"
            ),
        ),
        summary={
            "en": "A large touch screen in the store: what is here, what is elsewhere, and your bag on its way out.",
            "fr": "Un grand écran en magasin : ce qui est ici, ce qui est ailleurs, et votre panier à emporter.",
        },
    )
