"""What stands around every page behind a code: the shop's name, the bag, where one stands, the door to the phone."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from comptoir.api import ChannelHost, Clock, Site, SystemClock, Visit
from starlette.responses import Response

from comptoir_qr.codes import PlacementCodes
from comptoir_qr.views.links import item_path, place_number, with_place

FOLDER = Path(__file__).parent


class QrSite(Site):
    """The QR channel of one shop."""

    def __init__(self, host: ChannelHost, *, clock: Clock | None = None) -> None:
        super().__init__(host, channel="qr", path="/q", folder=FOLDER)
        self._clock = clock or SystemClock()

    @cached_property
    def codes(self) -> PlacementCodes:
        """The placement codes of this shop."""
        return PlacementCodes(self.host.settings.signing_key())

    def today(self) -> date:
        """Return the date in UTC."""
        return self._clock.now().date()

    async def frame(self, visit: Visit) -> Mapping[str, Any]:
        """Return the values of the frame: names, places to choose, how much is in the bag, the phone's own door."""
        data = await visit.ask("layout", cartId=visit.cart_id or "", hasCart=visit.cart_id is not None)
        spoken = {language.upper() for language in self.texts}
        local = data["localization"]
        languages = [row for row in local["availableLanguages"] if row["isoCode"] in spoken]
        cart = data.get("cart")
        mobile = next((row["path"] for row in data["channels"] if row["name"] == "mobile"), None)
        return {
            "shop": data["shop"],
            "localization": {**local, "availableLanguages": languages},
            "cart_quantity": cart["totalQuantity"] if cart else 0,
            "mobile": mobile,
            "at": place_number(visit.request.query_params.get("at", "")),
            "facts": [],
            "typed": "",
            "item_path": item_path,
            "with_place": with_place,
        }

    async def not_found(self, visit: Visit) -> Response:
        """Return the page for an address that nothing answers to, with the ways on."""
        return await visit.page("missing.html", status=404, problem="nowhere", stores=await stores(visit))


async def stores(visit: Visit) -> list[Mapping[str, Any]]:
    """Return the stores, in the merchant's order."""
    return list((await visit.ask("locations"))["locations"]["nodes"])


def site_of(visit: Visit) -> QrSite:
    """Return the channel's site."""
    assert isinstance(visit.site, QrSite)
    return visit.site
