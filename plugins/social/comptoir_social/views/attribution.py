"""Where a visitor came from, kept for thirty days and written on the cart when something is added to it.

Attributes that start with an underscore are private: storefronts show them to nobody.
"""

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, urlencode

from comptoir.api import Page, Visit
from starlette.responses import Response

COOKIE = "attribution"
_SECONDS = 30 * 24 * 3600
_LONGEST = 80
_KEYS = {
    "utm_source": "_source",
    "utm_medium": "_medium",
    "utm_campaign": "_campaign",
    "utm_content": "_content",
    "utm_term": "_term",
    "post": "_post",
}


def attributed(page: Page) -> Page:
    """Return a page that remembers the campaign its address names; the last one named counts."""

    async def remembering(visit: Visit) -> Response:
        response = await page(visit)
        if found := asked(visit.request.query_params):
            secure = visit.site.base_url(visit.request).startswith("https:")
            response.set_cookie(
                COOKIE,
                urlencode(found),
                max_age=_SECONDS,
                path="/social",
                httponly=True,
                samesite="lax",
                secure=secure,
            )
        return response

    return remembering


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """Return what an address says of where its visitor came from, as private cart attributes."""
    found = {key: _clean(query[name]) for name, key in _KEYS.items() if name in query}
    return {key: value for key, value in found.items() if value}


def kept(visit: Visit) -> dict[str, str]:
    """Return what is remembered of where the visitor came from; a cookie that is not ours says nothing."""
    known = set(_KEYS.values())
    try:
        pairs = parse_qsl(visit.request.cookies.get(COOKIE, "")[:2000], max_num_fields=len(known))
    except ValueError:
        return {}
    return {key: _clean(value) for key, value in pairs if key in known and _clean(value)}


def merged(
    existing: Sequence[Mapping[str, str | None]], wanted: Mapping[str, str]
) -> list[dict[str, str]] | None:
    """Return a cart's attributes with where its shopper came from; none when nothing would change."""
    before = {row["key"] or "": row["value"] or "" for row in existing}
    if not wanted or {**before, **wanted} == before:
        return None
    ours = set(_KEYS.values())
    others = {key: value for key, value in before.items() if key not in ours}
    return [{"key": key, "value": value} for key, value in {**others, **wanted}.items()]


def _clean(text: str) -> str:
    return "".join(character for character in text if character.isprintable()).strip()[:_LONGEST]
