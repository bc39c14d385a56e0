"""One request of one visitor: who they are (by cookies), their door to the shop, and pages to answer with."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from comptoir.api import ShopClient, Texts, is_genuine, issue_token, preferred_language
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from comptoir_web.site import Places, Site
from comptoir_web.views.links import address_path
from comptoir_web.views.page_frame import frame, tools

WAIT_SECONDS = 10.0
"""A shop that takes longer to answer is shown as not reachable."""
_YEAR = 365 * 24 * 3600
_TOKEN_LENGTHS = range(20, 65)
_LONGEST_CART = 200
_CART_PREFIX = "gid://shopify/Cart/"


class NotFoundError(Exception):
    """There is no such page."""


@dataclass(slots=True, kw_only=True)
class Visit:
    """A visitor's request; `country` and `language` are codes that the shop serves, none for its default."""

    site: Site
    request: Request
    client: ShopClient
    places: Places
    texts: Texts
    country: str | None
    language: str | None
    token: str
    """Random text that a cookie keeps: forms are signed for it."""
    cart_id: str | None
    cookies: dict[str, str | None] = field(default_factory=dict)
    """Cookies to set with the answer; none deletes one."""

    async def ask(self, document: str, **variables: Any) -> Mapping[str, Any]:
        """Run one of the channel's documents; raises `ShopClientError`, or `TimeoutError` past the wait."""
        async with asyncio.timeout(WAIT_SECONDS):
            return await self.client.execute(document, variables)

    async def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a whole page."""
        layout = await self.ask("layout", cartId=self.cart_id or "", hasCart=self.cart_id is not None)
        if self.cart_id and layout.get("cart") is None:
            self.keep_cart(None)
        return self.fragment(template, status=status, **frame(self, layout), **values)

    def fragment(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page, or a piece of one for a script to put in place."""
        html = self.site.templates.get_template(template).render(**tools(self), **values)
        return self.finish(
            HTMLResponse(html, status_code=status, headers={"cache-control": "private, no-cache"})
        )

    def redirect(self, path: str, *, status: int = 303) -> Response:
        """Send the browser to another page of this site."""
        return self.finish(RedirectResponse(path, status_code=status))

    def finish(self, response: Response) -> Response:
        """Add the cookies of this visit to an answer."""
        secure = self.site.base_url(self.request).startswith("https:")
        for name, value in self.cookies.items():
            if value is None:
                response.delete_cookie(name, path="/")
            else:
                response.set_cookie(
                    name, value, max_age=_YEAR, path="/", httponly=True, samesite="lax", secure=secure
                )
        return response

    def keep_cart(self, cart_id: str | None) -> None:
        """Remember a cart for the visitor, or forget the one that there was."""
        self.cart_id = cart_id
        self.cookies["cart"] = quote(cart_id.removeprefix(_CART_PREFIX), safe="") if cart_id else None

    def csrf(self) -> str:
        """Return a token for the forms of this page."""
        return issue_token(self.site.signer, visitor=self.token)

    def may_post(self, token: object) -> bool:
        """Tell whether a form came from a page that this visitor was shown."""
        return isinstance(token, str) and is_genuine(self.site.signer, token, visitor=self.token)

    @property
    def path(self) -> str:
        """Path of the page, percent-encoded."""
        return address_path(self.request)

    @property
    def wants_fragment(self) -> bool:
        """Whether a script asks, and takes a piece of a page."""
        return self.request.headers.get("x-fragment") == "1"


async def open_visit(site: Site, request: Request) -> Visit:
    """Read who asks from the request's cookies, address and headers."""
    places = await site.places(request)
    cookies: dict[str, str | None] = {}
    country = _country(request, places, cookies)
    language = _language(request, site, places, country, cookies)
    token = request.cookies.get("visitor", "")
    if len(token) not in _TOKEN_LENGTHS or not token.isascii():
        token = cookies["visitor"] = secrets.token_urlsafe(24)
    spoken = (language or places.first_language(country)).lower()
    return Visit(
        site=site,
        request=request,
        client=site.client(request, country=country, language=language),
        places=places,
        texts=site.texts.get(spoken, site.texts["en"]),
        country=country,
        language=language,
        token=token,
        cart_id=_cart_id(request.cookies.get("cart", "")),
        cookies=cookies,
    )


def _country(request: Request, places: Places, cookies: dict[str, str | None]) -> str | None:
    if asked := places.country(request.query_params.get("country", "").upper()):
        cookies["country"] = asked
        return asked
    return places.country(request.cookies.get("country"))


def _language(
    request: Request, site: Site, places: Places, country: str | None, cookies: dict[str, str | None]
) -> str | None:
    asked = request.query_params.get("language", "").upper()
    if places.offers(asked, country):
        cookies["language"] = asked
        return asked
    kept = request.cookies.get("language", "")
    if places.offers(kept, country):
        return kept
    preferred = preferred_language(request.headers.get("accept-language", ""), site.texts)
    if preferred and places.offers(preferred.upper(), country):
        return preferred.upper()
    return None


def _cart_id(cookie: str) -> str | None:
    rest = unquote(cookie)
    if not rest or len(rest) > _LONGEST_CART or "/" in rest or not rest.isprintable() or " " in rest:
        return None
    return _CART_PREFIX + rest
