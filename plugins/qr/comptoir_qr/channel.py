"""What the QR channel is: its pages, its documents and what it lets people do."""

from comptoir.api import Capability, Channel, ChannelHost, Page, ProductView, site_routes

from comptoir_qr.pages import bag, bag_changes, call, find, images, item, localize, opened, places, sheet
from comptoir_qr.pages.reserve import RESERVING
from comptoir_qr.qr_site import FOLDER, QrSite

_GET: dict[str, Page] = {
    "/": places.start,
    "/p/{handle}": item.show,
    "/p/{handle}/reserve": RESERVING.show,
    "/reservations/{token}": RESERVING.reserved,
    "/service/{token}": call.followed,
    "/c/{handle}": find.collection,
    "/search": find.search,
    "/store/{number}": places.store,
    "/cart": bag.show,
    "/sheet": sheet.show,
    "/code/{name}": images.show,
    "/{code}": opened.show,
}
_POST: dict[str, Page] = {
    "/p/{handle}/reserve": RESERVING.reserve,
    "/reservations/{token}/cancel": RESERVING.cancel,
    "/service": call.ask,
    "/service/{token}/cancel": call.cancel,
    "/cart/add": bag_changes.add,
    "/cart/lines": bag_changes.update,
    "/cart/code": bag_changes.give,
    "/localization": localize.choose,
}

_COUNTER = "Ask at the counter; the bag can be shown there as a code."
CAPABILITIES = (
    Capability(name="browse"),
    Capability(name="search"),
    Capability(name="cart"),
    Capability(name="returns-policy"),
    Capability(name="store-availability"),
    Capability(name="handoff-give"),
    Capability(
        name="handoff-take",
        supported=False,
        fallback="Open the code of a bag with the phone's camera: it leads to a channel that takes bags over.",
    ),
    Capability(
        name="scan",
        supported=False,
        fallback="The phone's own camera opens codes; what is printed below a code can be typed into the search.",
    ),
    Capability(
        name="live-cart",
        supported=False,
        fallback="The bag is read anew each time it is opened.",
    ),
    Capability(name="checkout", through="web", fallback=_COUNTER),
    Capability(name="deposit", through="web", fallback=_COUNTER),
    Capability(name="reservation"),
    Capability(name="service-request"),
    Capability(name="printing"),
)


def qr_channel(host: ChannelHost) -> Channel:
    """Return the channel for one shop."""
    site = QrSite(host)
    return Channel(
        name="qr",
        title="QR in store",
        path=site.path,
        routes=site_routes(site, get=_GET, post=_POST),
        documents=FOLDER / "queries",
        capabilities=CAPABILITIES,
        product_views=(
            ProductView(name="product", path="/q/p/{handle}?country={country}&language={language}"),
        ),
        summary={
            "en": "Codes on shelves, labels, fitting rooms and billboards: is my size here, and where else is it?",
            "fr": "Des codes en rayon, en cabine et sur l’affiche : ma taille est-elle ici, et sinon où ?",  # noqa: RUF001
        },
    )
