"""Search: results with facets, and suggestions while one types."""

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_web.pages.collections import _prices
from comptoir_web.views import facets, sorting
from comptoir_web.views.paging import pager, window

_LONGEST = 200


async def show(visit: Visit) -> Response:
    """Show what was found; without words, an empty search page."""
    request = visit.request
    words = _words(visit)
    if not words:
        return await visit.page("search.html", words="", found=None, facts=[])
    pairs = request.query_params.multi_items()
    asked = facets.read_filters(pairs)
    order = sorting.pick(sorting.SEARCH, request.query_params.get("sort"))
    key, reverse = sorting.SEARCH[order]
    data = await visit.ask(
        "search",
        query=words,
        sortKey=key,
        reverse=reverse,
        filters=asked.filters,
        **window(request.query_params),
    )
    found = data["search"]
    shown = facets.facets(found["productFilters"], pairs)
    return await visit.page(
        "search.html",
        words=words,
        found=found,
        others=[row for row in data["others"]["nodes"] if row],
        products=[row for row in found["nodes"] if row],
        facets=shown,
        asked=asked,
        chips=facets.chips(visit.path, pairs, shown),
        orders=sorting.choices(sorting.SEARCH, order, _=visit.texts.gettext),
        pager=pager(visit.path, pairs, found["pageInfo"]),
        prices=_prices(request.query_params),
        facts=[],
    )


async def suggest(visit: Visit) -> Response:
    """Return suggestions as a piece of a page; nothing for fewer than two characters."""
    words = _words(visit)
    if len(words) < 2:  # noqa: PLR2004
        return visit.fragment("parts/suggestions.html", words=words, found=None)
    data = await visit.ask("suggest", query=words)
    return visit.fragment("parts/suggestions.html", words=words, found=data["predictiveSearch"])


def _words(visit: Visit) -> str:
    return " ".join(visit.request.query_params.get("q", "")[:_LONGEST].split())
