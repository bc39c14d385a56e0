"""The edge of every page: what goes wrong inside becomes a page that tells people what they can do."""

import logging
from collections.abc import Awaitable, Callable

from comptoir.api import ShopClientError, preferred_language, security_headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from comptoir_web.pages import missing
from comptoir_web.site import Site
from comptoir_web.views.links import address_path
from comptoir_web.visit import NotFoundError, Visit, open_visit

Page = Callable[[Visit], Awaitable[Response]]
_LOG = logging.getLogger("comptoir.web")
_ONES_OWN_FAULT = frozenset({"BAD_USER_INPUT", "LIMIT_EXCEEDED", "NOT_FOUND", "GRAPHQL_VALIDATION_FAILED"})


def guard(site: Site, page: Page) -> Callable[[Request], Awaitable[Response]]:
    """Return an endpoint that answers with a page whatever happens, under the security headers."""

    async def endpoint(request: Request) -> Response:
        response = await _answer(site, page, request)
        https = site.base_url(request).startswith("https:")
        for name, value in security_headers(https=https).items():
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
            return await missing.not_found(visit)
        except ShopClientError as error:
            if _is_ones_own_fault(error):
                return await missing.not_found(visit)
            raise
    except HTTPException as error:
        return apology(site, request, status=error.status_code)
    except (ShopClientError, TimeoutError, ConnectionError):
        _LOG.exception("The shop did not answer %s", request.url.path)
        return apology(site, request, status=503)
    except Exception:  # noqa: BLE001 - the boundary: a fault of one page is shown as such
        _LOG.exception("The page %s failed", request.url.path)
        return apology(site, request, status=500)


def _is_ones_own_fault(error: ShopClientError) -> bool:
    codes = {entry.get("extensions", {}).get("code") for entry in error.errors}
    return error.reachable and bool(codes) and codes <= _ONES_OWN_FAULT


def apology(site: Site, request: Request, *, status: int) -> Response:
    """Return a page that needs nothing of the shop: for a fault, a shop that is away, or a bad request."""
    language = request.cookies.get("language", "").lower()
    if language not in site.texts:
        language = preferred_language(request.headers.get("accept-language", ""), site.texts) or "en"
    texts = site.texts[language]
    html = site.templates.get_template("apology.html").render(
        _=texts.gettext, language=language, status=status, path=address_path(request)
    )
    headers = {"cache-control": "no-store"}
    if status == 503:  # noqa: PLR2004
        headers["retry-after"] = "10"
    return HTMLResponse(html, status_code=status, headers=headers)
