"""What stands around every page of the social shop: names, places to choose, and how much is in the bag."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from comptoir.api import Site, Visit

from comptoir_social.views.links import card_url, path_of, piece_path, post_path


class SocialSite(Site):
    """The social channel of one shop."""

    def colour(self, name: str, default: str) -> str:
        """Return a colour of the brand by its token, such as `color-ink`."""
        storefront = self.host.storefront
        return storefront.theme.get(name, default) if storefront else default

    async def frame(self, visit: Visit) -> Mapping[str, Any]:
        """Return the values of the frame."""
        data = await visit.ask("layout", cartId=visit.cart_id or "", hasCart=visit.cart_id is not None)
        spoken = {language.upper() for language in self.texts}
        local = data["localization"]
        languages = [row for row in local["availableLanguages"] if row["isoCode"] in spoken]
        cart = data.get("cart")
        base = self.base_url(visit.request)
        return {
            "shop": data["shop"],
            "localization": {**local, "availableLanguages": languages},
            "cart_quantity": cart["totalQuantity"] if cart else 0,
            "base": base,
            "canonical": _canonical(visit, base),
            "card": None,
            "facts": [],
            "theme_colour": self.colour("color-paper", "#faf7f1"),
            "piece_path": piece_path,
            "post_path": post_path,
            "card_url": lambda handle, **kind: card_url(visit, handle, **kind),
        }


def _canonical(visit: Visit, base: str) -> str:
    kept = {
        name: visit.request.query_params[name] for name in ("after",) if name in visit.request.query_params
    }
    path = base + path_of(visit.request)
    return f"{path}?{urlencode(kept)}" if kept else path
