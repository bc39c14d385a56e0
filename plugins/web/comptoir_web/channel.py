"""What the web channel is: its pages, its documents and what it lets people do."""

from pathlib import Path

from comptoir.api import Capability, Channel, ChannelHost, Page, site_routes

from comptoir_web.pages import (
    cart,
    cart_changes,
    cart_links,
    collections,
    content,
    home,
    localize,
    product,
    search,
    sitemap,
)
from comptoir_web.web_site import WebSite

FOLDER = Path(__file__).parent

_GET: dict[str, Page] = {
    "/": home.show,
    "/collections": collections.index,
    "/collections/all": collections.everything,
    "/collections/{handle}": collections.show,
    "/collections/{handle}/products/{product}": product.show_in_collection,
    "/products/{handle}": product.show,
    "/search": search.show,
    "/search/suggest": search.suggest,
    "/cart": cart.show,
    "/cart/drawer": cart.drawer,
    "/cart/c/{token}": cart_links.open_link,
    "/cart/{lines}": cart_links.permalink,
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
    "/cart/c/{token}": cart_links.take_over,
    "/localization": localize.choose,
}

CAPABILITIES = (
    Capability(name="browse"),
    Capability(name="search"),
    Capability(name="cart"),
    Capability(name="returns-policy"),
    Capability(name="store-availability"),
    Capability(
        name="checkout",
        supported=False,
        fallback="The bag is kept; any channel with a checkout can pick it up through the cart's address.",
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
        summary={
            "en": "The whole shop in a browser, at home or on the way.",
            "fr": "Toute la boutique dans un navigateur, chez vous ou en chemin.",
        },
    )
