"""One request of one visitor: who they are (by cookies), their door to the shop, and pages to answer with."""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from comptoir.frontkit.csrf import is_genuine, issue_token
from comptoir.frontkit.languages import preferred_language
from comptoir.frontkit.messages import Texts
from comptoir.frontkit.site.places import Places
from comptoir.frontkit.site.site import WAIT_SECONDS, Site
from comptoir.frontkit.site.template_tools import address_path, template_tools
from comptoir.graphql.client import ShopClient

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
    """Cookies to set with the answer, by their plain names; none deletes one."""

    async def ask(self, document: str, **variables: Any) -> Mapping[str, Any]:
        """Run one of the channel's documents; raises `ShopClientError`, or `TimeoutError` past the wait."""
        async with asyncio.timeout(WAIT_SECONDS):
            return await self.client.execute(document, variables)

    async def page(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a whole page."""
        frame = await self.site.frame(self)
        return self.fragment(template, status=status, **{**frame, **values})

    def fragment(self, template: str, *, status: int = 200, **values: Any) -> Response:
        """Return a page, or a piece of one for a script to put in place."""
        html = self.site.templates.get_template(template).render(**{**template_tools(self), **values})
        headers = {"cache-control": "private, no-cache"}
        return self.finish(HTMLResponse(html, status_code=status, headers=headers))

    def redirect(self, path: str, *, status: int = 303) -> Response:
        """Send the browser to another page of this site."""
        return self.finish(RedirectResponse(path, status_code=status))

    def finish(self, response: Response) -> Response:
        """Add the cookies of this visit to an answer."""
        secure = self.site.base_url(self.request).startswith("https:")
        where = self.site.cookie_path
        for plain, value in self.cookies.items():
            name = self.site.cookie_prefix + plain
            if value is None:
                response.delete_cookie(name, path=where)
            else:
                response.set_cookie(
                    name, value, max_age=_YEAR, path=where, httponly=True, samesite="lax", secure=secure
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
    kept = {
        name.removeprefix(site.cookie_prefix): value
        for name, value in request.cookies.items()
        if name.startswith(site.cookie_prefix)
    }
    cookies: dict[str, str | None] = {}
    country = _country(request, places, kept, cookies)
    language = _language(request, site, places, country, kept, cookies)
    token = kept.get("visitor", "")
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
        cart_id=_cart_id(kept.get("cart", "")),
        cookies=cookies,
    )


def _country(
    request: Request, places: Places, kept: Mapping[str, str], cookies: dict[str, str | None]
) -> str | None:
    if asked := places.country(request.query_params.get("country", "").upper()):
        cookies["country"] = asked
        return asked
    return places.country(kept.get("country"))


def _language(
    request: Request,
    site: Site,
    places: Places,
    country: str | None,
    kept: Mapping[str, str],
    cookies: dict[str, str | None],
) -> str | None:
    asked = request.query_params.get("language", "").upper()
    if places.offers(asked, country):
        cookies["language"] = asked
        return asked
    chosen = kept.get("language", "")
    if places.offers(chosen, country):
        return chosen
    preferred = preferred_language(request.headers.get("accept-language", ""), site.texts)
    if preferred and places.offers(preferred.upper(), country):
        return preferred.upper()
    return None


def _cart_id(cookie: str) -> str | None:
    rest = unquote(cookie)
    if not rest or len(rest) > _LONGEST_CART or "/" in rest or not rest.isprintable() or " " in rest:
        return None
    return _CART_PREFIX + rest
