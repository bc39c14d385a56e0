"""What the mobile channel is: its pages, its documents and what it lets people do."""

from pathlib import Path

from comptoir.api import Capability, Channel, ChannelHost, Page, ProductView, cart_events, site_routes

from comptoir_mobile.mobile_site import MobileSite
from comptoir_mobile.pages import (
    app_files,
    cart,
    cart_changes,
    content,
    handoff,
    home,
    lists,
    localize,
    product,
    scan,
    search,
)
from comptoir_mobile.pages.reserve import RESERVING

FOLDER = Path(__file__).parent

_GET: dict[str, Page] = {
    "/": home.show,
    "/collections": lists.index,
    "/collections/all": lists.everything,
    "/collections/{handle}": lists.show,
    "/products/{handle}": product.show,
    "/products/{handle}/reserve": RESERVING.show,
    "/reservations/{token}": RESERVING.reserved,
    "/search": search.show,
    "/search/suggest": search.suggest,
    "/scan": scan.show,
    "/cart": cart.show,
    "/cart/events": cart_events,
    "/handoff": handoff.enter,
    "/handoff/{code}": handoff.confirm,
    "/pages/{handle}": content.page,
    "/policies": content.policies,
    "/policies/{handle}": content.policy,
    "/manifest.webmanifest": app_files.manifest,
    "/sw.js": app_files.service_worker,
    "/icons/{name}": app_files.icon,
    "/offline": app_files.offline,
}
_POST: dict[str, Page] = {
    "/products/{handle}/reserve": RESERVING.reserve,
    "/reservations/{token}/cancel": RESERVING.cancel,
    "/cart/add": cart_changes.add,
    "/cart/lines": cart_changes.update,
    "/cart/discount": cart_changes.discount,
    "/cart/code": handoff.give,
    "/handoff/{code}": handoff.claim,
    "/localization": localize.choose,
}

_ELSEWHERE = (
    "The bag is kept; show it as a code and go on at a counter or on another screen that offers this."
)
CAPABILITIES = (
    Capability(name="browse"),
    Capability(name="search"),
    Capability(name="cart"),
    Capability(name="returns-policy"),
    Capability(name="store-availability"),
    Capability(name="handoff-give"),
    Capability(name="handoff-take"),
    Capability(name="scan"),
    Capability(name="live-cart"),
    Capability(name="checkout", through="web", fallback=_ELSEWHERE),
    Capability(name="deposit", through="web", fallback=_ELSEWHERE),
    Capability(name="reservation"),
    Capability(
        name="service-request",
        supported=False,
        fallback="In a store, scan a label or a fitting room's code with the phone's camera: its page calls staff.",
    ),
    Capability(
        name="printing",
        supported=False,
        fallback="Pages print from the phone's own menu; codes show on screen.",
    ),
)


def mobile_channel(host: ChannelHost) -> Channel:
    """Return the channel for one shop."""
    site = MobileSite(host, channel="mobile", path="/mobile", folder=FOLDER)
    return Channel(
        name="mobile",
        title="Mobile",
        path=site.path,
        routes=site_routes(site, get=_GET, post=_POST),
        documents=FOLDER / "queries",
        capabilities=CAPABILITIES,
        product_views=(
            ProductView(
                name="product", path="/mobile/products/{handle}?country={country}&language={language}"
            ),
        ),
        summary={
            "en": "The shop for one hand: an app that scans labels and carries your bag between screens.",
            "fr": "La boutique en main : elle scanne les codes et porte votre panier entre les écrans.",
        },
    )
