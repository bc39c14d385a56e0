"""What the social channel is: its pages, its documents and what it lets people do."""

from pathlib import Path

from comptoir.api import Capability, Channel, ChannelHost, Page, ProductView, site_routes

from comptoir_social.pages import (
    bag,
    bag_changes,
    cards,
    deep_links,
    feeds,
    localize,
    lookbooks,
    posts,
    prefilled,
    product,
)
from comptoir_social.social_site import SocialSite
from comptoir_social.views.attribution import attributed

FOLDER = Path(__file__).parent

_GET: dict[str, Page] = {
    "/": attributed(posts.wall),
    "/p/{handle}": attributed(posts.show),
    "/lookbooks/{handle}": attributed(lookbooks.show),
    "/products/{handle}": attributed(product.show),
    "/go/{handle}": attributed(deep_links.follow),
    "/cart/{lines}": attributed(prefilled.confirm),
    "/bag": bag.show,
    "/card/products/{handle}.png": cards.product_card,
    "/card/{handle}.png": cards.post_card,
    "/feeds": feeds.index,
    "/feeds/google-{country}.xml": feeds.google,
    "/feeds/meta-{country}.csv": feeds.meta,
    "/feeds/probe-{country}.json": feeds.probe,
}
_POST: dict[str, Page] = {
    "/bag/add": bag_changes.add,
    "/bag/lines": bag_changes.update,
    "/bag/code": bag_changes.give_code,
    "/cart/{lines}": prefilled.fill,
    "/localization": localize.choose,
}

_ELSEWHERE = "The bag is kept; a code from the bag's page takes it to a counter or screen that offers this."
CAPABILITIES = (
    Capability(name="browse"),
    Capability(
        name="search",
        supported=False,
        fallback="Posts and lookbooks lead to the pieces; the whole catalogue is searched on the web.",
    ),
    Capability(name="cart"),
    Capability(name="returns-policy"),
    Capability(name="store-availability"),
    Capability(name="handoff-give"),
    Capability(
        name="handoff-take",
        supported=False,
        fallback="Codes open on the web and on mobile, which share the bag with this channel in one browser.",
    ),
    Capability(
        name="scan",
        supported=False,
        fallback="The phone's own camera opens codes; links lead straight to a piece.",
    ),
    Capability(
        name="live-cart",
        supported=False,
        fallback="The bag's page shows changes from other devices whenever it is opened or reloaded.",
    ),
    Capability(name="checkout", through="web", fallback=_ELSEWHERE),
    Capability(name="deposit", through="web", fallback=_ELSEWHERE),
    Capability(
        name="reservation",
        supported=False,
        fallback="Product pages show which stores have the piece and where they are; staff there can set it aside.",
    ),
    Capability(
        name="service-request",
        supported=False,
        fallback="In a store, scan a label or a fitting room's code with the phone's camera: its page calls staff.",
    ),
    Capability(name="printing", supported=False, fallback="Pages print from the browser's own menu."),
)


def social_channel(host: ChannelHost) -> Channel:
    """Return the channel for one shop."""
    site = SocialSite(host, channel="social", path="/social", folder=FOLDER)
    return Channel(
        name="social",
        title="Social",
        path=site.path,
        routes=site_routes(site, get=_GET, post=_POST),
        documents=FOLDER / "queries",
        capabilities=CAPABILITIES,
        product_views=(
            ProductView(
                name="product", path="/social/products/{handle}?country={country}&language={language}"
            ),
            ProductView(name="feeds", path="/social/feeds/probe-{country}.json", reads="probe"),
        ),
        summary={
            "en": "Posts and looks that can be bought, cards to share, and feeds for other sites.",
            "fr": "Des publications et des looks à acheter, des cartes à partager, des flux pour les autres sites.",
        },
    )
