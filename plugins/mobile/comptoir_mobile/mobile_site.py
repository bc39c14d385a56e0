"""What stands around every page of the app: the brand's name, the bottom bar, the sheet of markets."""

import re
from collections.abc import Mapping
from functools import cached_property
from hashlib import blake2b
from typing import Any

from comptoir.api import Site, Visit, content_security_policy, security_headers
from starlette.responses import Response

from comptoir_mobile.views.links import product_path

_MAY_MOVE = re.compile(r"/(?:products|collections|pages|policies)/[\w\-.~%]{1,200}", re.ASCII)
_PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=()"


class MobileSite(Site):
    """The mobile channel of one shop."""

    def colour(self, name: str, default: str) -> str:
        """Return a colour of the brand by its token, such as `color-ink`."""
        storefront = self.host.storefront
        return storefront.theme.get(name, default) if storefront else default

    @cached_property
    def shell(self) -> list[str]:
        """The addresses of what every page needs: an installed app keeps them all."""
        names = sorted(
            path.relative_to(self.static_folder).as_posix()
            for folder in ("css", "js")
            for path in (self.static_folder / folder).iterdir()
        )
        return [self._theme_url(), *(self._static_url(name) for name in names)]

    @cached_property
    def version(self) -> str:
        """A text that differs when the files of the app do."""
        worker = (self.static_folder / "worker.js").read_bytes()
        templates = sorted((self.static_folder.parent / "templates").rglob("*.html"))
        pages = b"".join(path.read_bytes() for path in templates)
        return blake2b("|".join(self.shell).encode() + worker + pages, digest_size=6).hexdigest()

    def mark(self, visit: Visit) -> str:
        """Return a text that differs between visitors: pages kept for one are never shown to another."""
        known = f"{visit.token}|{visit.country}|{visit.language}"
        return blake2b(known.encode(), key=b"mobile.pages", digest_size=8).hexdigest()

    async def frame(self, visit: Visit) -> Mapping[str, Any]:
        """Return the values of the frame: names, places to choose, and how much is in the bag."""
        data = await visit.ask("layout", cartId=visit.cart_id or "", hasCart=visit.cart_id is not None)
        spoken = {language.upper() for language in self.texts}
        local = data["localization"]
        languages = [row for row in local["availableLanguages"] if row["isoCode"] in spoken]
        cart = data.get("cart")
        return {
            "shop": data["shop"],
            "localization": {**local, "availableLanguages": languages},
            "cart_quantity": cart["totalQuantity"] if cart else 0,
            "has_cart": cart is not None,
            "theme_colour": self.colour("color-paper", "#faf7f1"),
            "mark": self.mark(visit),
            "tab": "",
            "back": None,
            "facts": [],
            "product_path": product_path,
        }

    async def not_found(self, visit: Visit) -> Response:
        """Send on what has moved; else return the page for an address that nothing answers to."""
        target = await _moved(visit)
        if target is not None:
            return visit.redirect(target, status=301)
        return await visit.page("missing.html", status=404)

    def headers(self, *, https: bool) -> dict[str, str]:
        """Return the headers of every answer; camera and location are for this site alone."""
        policy = content_security_policy({"worker-src": "'self'"})
        return security_headers(policy, https=https) | {"permissions-policy": _PERMISSIONS}


async def _moved(visit: Visit) -> str | None:
    """Return where the shop says that an address went, where the app has a page for it."""
    path = visit.request.url.path.removeprefix(visit.site.path)
    if visit.request.method != "GET" or not _MAY_MOVE.fullmatch(path):
        return None
    rows = (await visit.ask("redirect", query=f"path:{path}"))["urlRedirects"]["nodes"]
    target: str | None = next(
        (row["target"] for row in rows if row["path"].rstrip("/") == path.rstrip("/")), None
    )
    if target is None or target == path or not _MAY_MOVE.fullmatch(target):
        return None
    return visit.site.path + target
