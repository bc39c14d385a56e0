"""The routes of `/doors` and `/channels`, which need nothing but what channels say of themselves."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from comptoir.channels.capabilities import CAPABILITIES, capabilities_among
from comptoir.doors.addresses import is_loopback, lan_address, with_host
from comptoir.frontkit.headers import security_headers
from comptoir.frontkit.languages import preferred_language
from comptoir.frontkit.messages import Texts, load_texts
from comptoir.frontkit.site.qr import qr_svg
from comptoir.frontkit.theme import theme_css
from comptoir.hooks.contributions import Capability, Channel
from comptoir.shop import Shop

_FOLDER = Path(__file__).parent
_LABELS: Mapping[str, str] = {
    "browse": "Look round",
    "search": "Search",
    "cart": "Fill a cart",
    "returns-policy": "See how goods come back",
    "store-availability": "See what stores have",
    "handoff-give": "Hand the cart on",
    "handoff-take": "Take a cart over",
    "scan": "Scan codes",
    "live-cart": "See edits made elsewhere",
    "checkout": "Check out",
    "deposit": "Pay a part now",
    "reservation": "Reserve in a store",
    "service-request": "Call staff",
    "printing": "Print",
}


class DoorPages:
    """The pages of one shop."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._texts = load_texts(_FOLDER / "messages")
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(_FOLDER / "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )

    def routes(self) -> list[BaseRoute]:
        """Return the routes; `/doors` only where the settings say so."""
        always = [
            Route("/channels", self.channels, methods=["GET"]),
            Route("/channels/style.css", self.style, methods=["GET"]),
            Route("/channels/theme.css", self.theme, methods=["GET"]),
        ]
        doors = [Route("/doors", self.doors, methods=["GET"])] if self._shop.settings.doors else []
        return [*always, *doors]

    async def channels(self, request: Request) -> Response:
        """Show what each channel lets people do, and what they do instead."""
        declared = {
            channel.name: {each.name: each for each in capabilities_among(channel, self._shop.channels)}
            for channel in self._shop.channels
        }
        rows = [(_LABELS[name], name, self._cells(declared, name)) for name in CAPABILITIES]
        return self._page(request, "channels.html", channels=self._shop.channels, rows=rows)

    def _cells(self, declared: Mapping[str, Mapping[str, Capability]], name: str) -> list[Capability | None]:
        return [declared[channel.name].get(name) for channel in self._shop.channels]

    async def doors(self, request: Request) -> Response:
        """Show every channel with a code that opens it on a phone."""
        base = self._shop.base_url(request)
        texts = self._spoken(request)
        unreachable = is_loopback(base)
        lan = lan_address() if unreachable else None
        doors = [
            {
                "title": channel.title,
                "path": channel.path or "/",
                "summary": _summary(channel, texts.language),
                "code": qr_svg(
                    base + (channel.path or "/"),
                    label=texts.gettext("Code that opens %(door)s on a phone", door=channel.title),
                ),
            }
            for channel in self._shop.channels
        ]
        return self._page(
            request,
            "doors.html",
            doors=doors,
            base=base,
            unreachable=unreachable,
            elsewhere=with_host(base, lan) + "/doors" if lan else None,
        )

    async def style(self, request: Request) -> Response:  # noqa: ARG002
        """Serve the style sheet of both pages."""
        headers = {"cache-control": "public, max-age=300", "x-content-type-options": "nosniff"}
        return FileResponse(_FOLDER / "static" / "doors.css", media_type="text/css", headers=headers)

    async def theme(self, request: Request) -> Response:  # noqa: ARG002
        """Serve the brand's design tokens."""
        storefront = self._shop.storefront
        css = theme_css(storefront.theme if storefront else {})
        headers = {"cache-control": "public, max-age=300", "x-content-type-options": "nosniff"}
        return Response(css, media_type="text/css", headers=headers)

    def _page(self, request: Request, template: str, **values: Any) -> Response:
        texts = self._spoken(request)
        storefront = self._shop.storefront
        html = self._templates.get_template(template).render(
            _=texts.gettext,
            language=texts.language,
            brand=storefront.title if storefront else "Comptoir",
            has_doors=self._shop.settings.doors,
            **values,
        )
        https = self._shop.base_url(request).startswith("https:")
        headers = security_headers(https=https) | {"vary": "accept-language", "cache-control": "no-cache"}
        return HTMLResponse(html, headers=headers)

    def _spoken(self, request: Request) -> Texts:
        language = preferred_language(request.headers.get("accept-language", ""), self._texts)
        return self._texts[language or "en"]


def _summary(channel: Channel, language: str) -> str:
    return channel.summary.get(language) or channel.summary.get("en", "")


def door_routes(shop: Shop) -> list[BaseRoute]:
    """Return the routes of the core's own pages."""
    return DoorPages(shop).routes()
