"""Looking round: collections as large tiles, the pieces of one, what a search finds, and the returns policy."""

import re

from comptoir.api import NotFoundError, Visit
from markupsafe import Markup
from starlette.responses import Response

from comptoir_kiosk.views.links import ROOT, collection_path, following

_HIDDEN = ("hidden", "frontpage")
_LONGEST_CURSOR = 400
_LONGEST_WORDS = 120
_ANCHOR = re.compile(r"</?a\b[^>]*>", re.IGNORECASE)


async def collections(visit: Visit) -> Response:
    """Show the collections."""
    rows = (await visit.ask("collections"))["collections"]["nodes"]
    shown = [row for row in rows if not row["handle"].startswith(_HIDDEN)]
    # Those without a picture come last: a wall of tiles begins with what there is to see.
    return await visit.page(
        "browse.html", tab="browse", collections=sorted(shown, key=lambda row: row["image"] is None)
    )


async def collection(visit: Visit) -> Response:
    """Show the pieces of a collection."""
    handle = visit.request.path_params["handle"]
    found = (await visit.ask("collection", handle=handle, **_after(visit)))["collection"]
    if found is None:
        raise NotFoundError
    return await visit.page(
        "collection.html",
        tab="browse",
        back=f"{ROOT}/browse",
        title=found["title"],
        description=found["description"],
        products=found["products"]["nodes"],
        following=following(collection_path(handle), found["products"]["pageInfo"]),
    )


async def search(visit: Visit) -> Response:
    """Show the field with its keyboard, and what was found."""
    words = " ".join(visit.request.query_params.get("q", "")[:_LONGEST_WORDS].split())
    if not words:
        return await visit.page("search.html", tab="search", words="", found=None, following=None)
    found = (await visit.ask("search", query=words, **_after(visit)))["search"]
    return await visit.page(
        "search.html",
        tab="search",
        words=words,
        found=found,
        following=following(f"{ROOT}/search", found["pageInfo"], q=words),
    )


async def policy(visit: Visit) -> Response:
    """Show the shop's returns policy, without its links: they would lead off the screen."""
    found = (await visit.ask("policy"))["shop"]["refundPolicy"]
    if found is None:
        raise NotFoundError
    body = Markup(_ANCHOR.sub("", found["body"]))  # noqa: S704 - the shop's own text, sanitised by the core
    return await visit.page("policy.html", back=f"{ROOT}/browse", title=found["title"], body=body)


def _after(visit: Visit) -> dict[str, str]:
    after = visit.request.query_params.get("after", "")
    return {"after": after} if 0 < len(after) <= _LONGEST_CURSOR else {}
