"""Lists of products: a collection, everything, and the index of collections."""

from urllib.parse import quote

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response

from comptoir_mobile.pages.home import HIDDEN
from comptoir_mobile.views.links import ROOT, with_query
from comptoir_mobile.views.lists_of_products import (
    COLLECTION,
    EVERYTHING,
    choices,
    following,
    read_listing,
)


async def show(visit: Visit) -> Response:
    """Show a collection, in the order asked for."""
    handle = visit.request.path_params["handle"]
    listing = read_listing(COLLECTION, visit.request.query_params)
    data = await visit.ask(
        "collection",
        handle=handle,
        sortKey=listing.key,
        reverse=listing.reverse,
        filters=listing.filters,
        **listing.window,
    )
    collection = data["collection"]
    if collection is None:
        raise NotFoundError
    path = f"{ROOT}/collections/{quote(handle, safe='')}"
    return await visit.page(
        "collection.html",
        tab="shop",
        back=f"{ROOT}/collections",
        title=collection["title"],
        description=collection["description"],
        products=collection["products"]["nodes"],
        chips=choices(COLLECTION, listing, path, _=visit.texts.gettext),
        following=following(path, listing, collection["products"]["pageInfo"]),
    )


async def everything(visit: Visit) -> Response:
    """Show all products."""
    listing = read_listing(EVERYTHING, visit.request.query_params)
    query = {"query": "available_for_sale:true"} if listing.in_stock else {}
    data = await visit.ask(
        "products", sortKey=listing.key, reverse=listing.reverse, **query, **listing.window
    )
    path = f"{ROOT}/collections/all"
    return await visit.page(
        "collection.html",
        tab="shop",
        back=f"{ROOT}/collections",
        title=visit.texts.gettext("Everything"),
        description="",
        products=data["products"]["nodes"],
        chips=choices(EVERYTHING, listing, path, _=visit.texts.gettext),
        following=following(path, listing, data["products"]["pageInfo"]),
    )


async def index(visit: Visit) -> Response:
    """Show all collections."""
    after = visit.request.query_params.get("after", "")[:400]
    data = await visit.ask("collections", first=24, **({"after": after} if after else {}))
    info = data["collections"]["pageInfo"]
    path = f"{ROOT}/collections"
    return await visit.page(
        "collections.html",
        tab="shop",
        back=f"{ROOT}/",
        collections=[row for row in data["collections"]["nodes"] if not row["handle"].startswith(HIDDEN)],
        following=with_query(path, [("after", info["endCursor"] or "")]) if info["hasNextPage"] else None,
    )
