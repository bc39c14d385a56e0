"""Search: results, and suggestions while one types."""

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_mobile.pages.home import HIDDEN
from comptoir_mobile.views.links import ROOT
from comptoir_mobile.views.lists_of_products import SEARCH, choices, following, read_listing

_LONGEST = 200
_FEWEST_LETTERS = 2


async def show(visit: Visit) -> Response:
    """Show what was found; without words, the field alone and where else to look."""
    words = _words(visit)
    if not words:
        data = await visit.ask("collections", first=30)
        rows = data["collections"]["nodes"]
        shelves = [row for row in rows if row["image"] and not row["handle"].startswith(HIDDEN)]
        return await visit.page("search.html", tab="search", words="", found=None, shelves=shelves[:8])
    listing = read_listing(SEARCH, visit.request.query_params)
    data = await visit.ask(
        "search",
        query=words,
        sortKey=listing.key,
        reverse=listing.reverse,
        filters=listing.filters,
        **listing.window,
    )
    found = data["search"]
    path = f"{ROOT}/search"
    kept = [("q", words)]
    return await visit.page(
        "search.html",
        tab="search",
        words=words,
        found=found,
        shelves=[],
        products=[row for row in found["nodes"] if row],
        pages=[row for row in data["others"]["nodes"] if row and row["__typename"] == "Page"],
        chips=choices(SEARCH, listing, path, _=visit.texts.gettext, kept=kept),
        following=following(path, listing, found["pageInfo"], kept=kept),
    )


async def suggest(visit: Visit) -> Response:
    """Return suggestions as a piece of a page; nothing for fewer than two characters."""
    words = _words(visit)
    found = None
    if len(words) >= _FEWEST_LETTERS:
        found = (await visit.ask("suggest", query=words))["predictiveSearch"]
    return visit.fragment("parts/suggestions.html", words=words, found=found)


def _words(visit: Visit) -> str:
    return " ".join(visit.request.query_params.get("q", "")[:_LONGEST].split())
