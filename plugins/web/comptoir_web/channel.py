"""What the web channel is: its pages, its documents and what it lets people do."""

from pathlib import Path

from comptoir.api import Capability, Channel, ChannelHost, Page, ProductView, cart_events, site_routes

from comptoir_web.pages import (
    cart,
    cart_changes,
    cart_links,
    checkout,
    collections,
    content,
    handoff,
    home,
    localize,
    order,
    product,
    search,
    sitemap,
)
from comptoir_web.pages.reserve import RESERVING
from comptoir_web.web_site import WebSite

FOLDER = Path(__file__).parent

_GET: dict[str, Page] = {
    "/": home.show,
    "/collections": collections.index,
    "/collections/all": collections.everything,
    "/collections/{handle}": collections.show,
    "/collections/{handle}/products/{product}": product.show_in_collection,
    "/products/{handle}": product.show,
    "/products/{handle}/reserve": RESERVING.show,
    "/reservations/{token}": RESERVING.reserved,
    "/search": search.show,
    "/search/suggest": search.suggest,
    "/cart": cart.show,
    "/cart/drawer": cart.drawer,
    "/cart/events": cart_events,
    "/cart/c/{token}": cart_links.open_link,
    "/cart/{lines}": cart_links.permalink,
    "/checkout": checkout.show,
    "/checkout/return": checkout.back,
    "/handoff": handoff.enter,
    "/handoff/{code}": handoff.confirm,
    "/orders/{number}": order.show,
    "/pages/{handle}": content.page,
    "/policies/{handle}": content.policy,
    "/blogs/{blog}": content.blog,
    "/blogs/{blog}/{handle}": content.article,
    "/sitemap.xml": sitemap.index,
    "/sitemap/{kind}-{page:int}.xml": sitemap.part,
    "/robots.txt": sitemap.robots,
}
_POST: dict[str, Page] = {
    "/cart/add": cart_changes.add,
    "/cart/lines": cart_changes.update,
    "/cart/note": cart_changes.note,
    "/cart/discount": cart_changes.discount,
    "/cart/code": handoff.give,
    "/cart/c/{token}": cart_links.take_over,
    "/checkout": checkout.submit,
    "/handoff/{code}": handoff.claim,
    "/localization": localize.choose,
    "/orders/{number}": order.pay,
    "/products/{handle}/reserve": RESERVING.reserve,
    "/reservations/{token}": RESERVING.cancel,
}

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
        fallback="Scan with the phone's camera: codes open in its browser. Codes of a bag can be typed at /handoff.",
    ),
    Capability(name="live-cart"),
    Capability(name="checkout"),
    Capability(name="deposit"),
    Capability(name="reservation"),
    Capability(
        name="service-request",
        supported=False,
        fallback="In a store, scan a label or a fitting room's code with the phone's camera: its page calls staff.",
    ),
    Capability(
        name="printing",
        supported=False,
        fallback="Pages print from the browser's own menu; codes show on screen.",
    ),
)


def web_channel(host: ChannelHost) -> Channel:
    """Return the channel for one shop."""
    site = WebSite(host, folder=FOLDER)
    return Channel(
        name="web",
        title="Web",
        path="",
        routes=site_routes(site, get=_GET, post=_POST),
        documents=FOLDER / "queries",
        capabilities=CAPABILITIES,
        product_views=(
            ProductView(name="product", path="/products/{handle}?country={country}&language={language}"),
        ),
        summary={
            "en": "The whole shop in a browser, at home or on the way.",
            "fr": "Toute la boutique dans un navigateur, chez vous ou en chemin.",
        },
    )
