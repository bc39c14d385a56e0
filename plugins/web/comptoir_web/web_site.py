"""What the web channel adds to a channel with pages: its frame, its marks, and what it does for lost people."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from comptoir.api import ChannelHost, Site, Visit, cart_stamp
from starlette.responses import Response

from comptoir_web.pages import missing
from comptoir_web.views.links import product_path, reserve_path
from comptoir_web.views.page_frame import frame


class WebSite(Site):
    """The web channel of one shop."""

    def __init__(self, host: ChannelHost, *, folder: Path) -> None:
        super().__init__(host, channel="web", path="", folder=folder)
        shared = self.templates.globals
        shared["product_path"] = product_path
        shared["reserve_path"] = reserve_path
        shared["cart_stamp"] = cart_stamp
        shared["brand_icon"] = self.asset_url("favicon.svg") or self._static_url("icon.svg")
        shared["brand_wordmark"] = self.asset_url("wordmark.svg")
        shared["brand_name"] = host.storefront.title if host.storefront else None

    async def frame(self, visit: Visit) -> Mapping[str, Any]:
        """Return the values of head, header and footer; a bag that is gone is forgotten on the way."""
        layout = await visit.ask("layout", cartId=visit.cart_id or "", hasCart=visit.cart_id is not None)
        if visit.cart_id and layout.get("cart") is None:
            visit.keep_cart(None)
        return frame(visit, layout)

    async def not_found(self, visit: Visit) -> Response:
        """Send on to where the address has moved, else help people on."""
        return await missing.not_found(visit)
