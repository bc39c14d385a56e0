"""What the web channel is: its pages, its documents and what it lets people do."""

from pathlib import Path
from typing import TYPE_CHECKING

from comptoir.api import Capability, Channel, ProductView
from starlette.routing import BaseRoute, Mount, Route

from comptoir_web.boundary import Page, guard
from comptoir_web.pages import (
    cart,
    cart_changes,
    cart_links,
    collections,
    content,
    home,
    localize,
    missing,
    product,
    search,
    sitemap,
    theme,
)
from comptoir_web.site import Site
from comptoir_web.static_folder import StaticFolder

if TYPE_CHECKING:
    from comptoir.api import Shop

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
    "/theme.css": theme.style_sheet,
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


def web_channel(shop: "Shop") -> Channel:
    """Return the channel for one shop."""
    site = Site(shop, FOLDER)
    return Channel(
        name="web",
        title="Web",
        path="",
        routes=_routes(site),
        documents=FOLDER / "queries",
        capabilities=CAPABILITIES,
        product_views=(
            ProductView(name="product", path="/products/{handle}?country={country}&language={language}"),
        ),
    )


def _routes(site: Site) -> list[BaseRoute]:
    posts = [Route(path, guard(site, page), methods=["POST"]) for path, page in _POST.items()]
    pages = [Route(path, guard(site, page), methods=["GET"]) for path, page in _GET.items()]
    return [
        Mount("/static", StaticFolder(directory=FOLDER / "static")),
        *posts,
        *pages,
        # What no route knows may have moved; else it is a page that helps people on.
        Route("/{path:path}", guard(site, missing.show), methods=["GET", "POST"]),
    ]
