"""The edge of every page: what goes wrong inside becomes a page that tells people what they can do."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route

from comptoir.frontkit.languages import preferred_language
from comptoir.frontkit.site.site import Site
from comptoir.frontkit.site.static import StaticFolder
from comptoir.frontkit.site.template_tools import address_path
from comptoir.frontkit.site.visit import NotFoundError, Visit, open_visit
from comptoir.frontkit.theme import theme_css
from comptoir.graphql.client import ShopClientError
from comptoir.ids import new_token

Page = Callable[[Visit], Awaitable[Response]]

_UNAVAILABLE = 503
_ONES_OWN_FAULT = frozenset({"BAD_USER_INPUT", "LIMIT_EXCEEDED", "NOT_FOUND", "GRAPHQL_VALIDATION_FAILED"})
_log = structlog.get_logger(__name__)


def site_routes(site: Site, *, get: Mapping[str, Page], post: Mapping[str, Page]) -> list[BaseRoute]:
    """Return a channel's routes: its static files, its theme, its pages, and one for whatever is not there."""
    return [
        Mount("/static", StaticFolder(directory=site.static_folder)),
        Route("/theme.css", guard(site, _style_sheet), methods=["GET"]),
        *(Route(path, guard(site, page), methods=["POST"]) for path, page in post.items()),
        *(Route(path, guard(site, page), methods=["GET"]) for path, page in get.items()),
        Route("/{path:path}", guard(site, site.not_found), methods=["GET", "POST"]),
    ]


def guard(site: Site, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that answers with a page whatever happens, under the security headers."""

    async def endpoint(request: Request) -> Response:
        response = await _answer(site, page, request)
        https = site.base_url(request).startswith("https:")
        for name, value in site.headers(https=https).items():
            response.headers.setdefault(name, value)
        response.headers["vary"] = "cookie, accept-language"
        return response

    return endpoint


async def _answer(site: Site, page: Page, request: Request) -> Response:
    try:
        visit = await open_visit(site, request)
        try:
            return await page(visit)
        except NotFoundError:
            return await site.not_found(visit)
        except ShopClientError as error:
            if not _is_ones_own_fault(error):
                raise
            return await site.not_found(visit)
    except HTTPException as error:
        return apology(site, request, status=error.status_code)
    except (ShopClientError, TimeoutError, ConnectionError) as error:
        return _failed(site, request, error, status=_UNAVAILABLE)
    except Exception as error:  # noqa: BLE001 - the boundary: a fault of one page is shown as such
        return _failed(site, request, error, status=500)


def _is_ones_own_fault(error: ShopClientError) -> bool:
    codes = {entry.get("extensions", {}).get("code") for entry in error.errors}
    return error.reachable and bool(codes) and codes <= _ONES_OWN_FAULT


def _failed(site: Site, request: Request, error: BaseException, *, status: int) -> Response:
    incident = new_token(64)
    _log.error(
        "channel.page_failed", channel=site.channel, incident=incident, path=request.url.path, exc_info=error
    )
    return apology(site, request, status=status, incident=incident)


def apology(site: Site, request: Request, *, status: int, incident: str = "") -> Response:
    """Return a page that needs nothing of the shop: for a fault, a shop that is away, or a bad request."""
    language = request.cookies.get(f"{site.cookie_prefix}language", "").lower()
    if language not in site.texts:
        language = preferred_language(request.headers.get("accept-language", ""), site.texts) or "en"
    html = site.templates.get_template("apology.html").render(
        _=site.texts[language].gettext,
        language=language,
        status=status,
        path=address_path(request),
        incident=incident,
    )
    headers = {"cache-control": "no-store"} | ({"retry-after": "10"} if status == _UNAVAILABLE else {})
    return HTMLResponse(html, status_code=status, headers=headers)


async def _style_sheet(visit: Visit) -> Response:
    storefront = visit.site.host.storefront
    headers = {"cache-control": "public, max-age=300"}
    return Response(theme_css(storefront.theme if storefront else {}), media_type="text/css", headers=headers)
