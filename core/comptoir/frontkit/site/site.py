"""What all pages of a channel share: templates, texts, the signer, and which markets the shop serves."""

import asyncio
import hashlib
import time
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from comptoir.frontkit.headers import security_headers
from comptoir.frontkit.messages import Texts, load_texts
from comptoir.frontkit.site.host import ChannelHost
from comptoir.frontkit.site.places import MARKETS, Places, read_places
from comptoir.frontkit.site.static import content_digest
from comptoir.graphql.client import ShopClient

if TYPE_CHECKING:
    from comptoir.frontkit.site.visit import Visit

WAIT_SECONDS = 10.0
"""A shop that takes longer to answer is shown as not reachable."""
_MARKETS_SECONDS = 15
"""A new market or language is offered to visitors that long after it was made, at most."""


class Site:
    """A channel's pages for one shop; channels derive from it to say what stands around their pages."""

    def __init__(
        self, host: ChannelHost, *, channel: str, path: str, folder: Path, own_cookies: bool = False
    ) -> None:
        """`own_cookies` keeps visitor, cart, country and language apart from the other channels' on this host."""
        self.host = host
        self.channel = channel
        self.path = path
        self.cookie_prefix = f"{channel}_" if own_cookies else ""
        self.cookie_path = (path or "/") if own_cookies else "/"
        self.signer = host.signer(channel)
        self.texts: dict[str, Texts] = _with_shared(load_texts(folder / "messages"))
        self.static_folder = folder / "static"
        self._places: Places | None = None
        self._places_until = 0.0
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self.templates.globals["static"] = lru_cache(maxsize=64)(self._static_url)
        self.templates.globals["theme_url"] = self._theme_url()
        self.templates.globals["root"] = path
        # Where a demonstration shows all its channels; empty when this shop does not.
        self.templates.globals["doors_url"] = "/doors" if host.settings.doors else ""

    async def frame(self, visit: "Visit") -> Mapping[str, Any]:  # noqa: ARG002
        """Return the values that every whole page of the channel needs besides its own."""
        return {}

    async def not_found(self, visit: "Visit") -> Response:
        """Return the page for an address that nothing answers to."""
        return await visit.page("missing.html", status=404)

    def headers(self, *, https: bool) -> dict[str, str]:
        """Return the headers that every answer of the channel has."""
        return security_headers(https=https)

    def client(self, request: Request, *, country: str | None, language: str | None) -> ShopClient:
        """Return the door to GraphQL for one visitor."""
        return self.host.client(request, channel=self.channel, country=country, language=language)

    def base_url(self, request: Request) -> str:
        """Return the address of the shop's site, without a trailing slash."""
        return self.host.base_url(request)

    async def places(self, request: Request) -> Places:
        """Return where the shop sells, and in which of the languages that this channel speaks."""
        now = time.monotonic()
        if self._places is None or now >= self._places_until:
            client = self.client(request, country=None, language=None)
            async with asyncio.timeout(WAIT_SECONDS):
                data = await client.execute(MARKETS, {})
            self._places = read_places(data["localization"], spoken=self.texts)
            self._places_until = now + _MARKETS_SECONDS
        return self._places

    def asset_url(self, name: str) -> str | None:
        """Return the address of one of the brand's own files, such as its wordmark, when it has it."""
        storefront = self.host.storefront
        if storefront is None or storefront.assets is None or not (storefront.assets / name).is_file():
            return None
        return f"/assets/{storefront.name}/{name}?v={content_digest(storefront.assets / name)}"

    def _static_url(self, name: str) -> str:
        return f"{self.path}/static/{name}?v={content_digest(self.static_folder / name)}"

    def _theme_url(self) -> str:
        storefront = self.host.storefront
        tokens = repr(sorted(storefront.theme.items())) if storefront else ""
        return f"{self.path}/theme.css?v={hashlib.blake2b(tokens.encode(), digest_size=6).hexdigest()}"


def _with_shared(texts: Mapping[str, Texts]) -> dict[str, Texts]:
    """Return a channel's texts in its languages, above those that all channels share."""
    shared = _shared_texts()
    return {
        language: own.over(shared[language]) if language in shared else own for language, own in texts.items()
    }


@lru_cache(maxsize=1)
def _shared_texts() -> dict[str, Texts]:
    return load_texts(Path(__file__).parent / "messages")
