"""Lists of products: a collection, everything, and the index of collections."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import NotFoundError, Visit, breadcrumb_jsonld
from starlette.responses import Response

from comptoir_web.pages.home import HIDDEN
from comptoir_web.views import facets, sorting
from comptoir_web.views.paging import pager, window

_EVERYTHING: Mapping[str, Any] = {
    "handle": "all",
    "description": "",
    "descriptionHtml": "",
    "image": None,
    "seo": None,
}


async def show(visit: Visit) -> Response:
    """Show a collection with its facets, in the order asked for."""
    request = visit.request
    pairs = request.query_params.multi_items()
    asked = facets.read_filters(pairs)
    order = sorting.pick(sorting.COLLECTION, request.query_params.get("sort"))
    key, reverse = sorting.COLLECTION[order]
    data = await visit.ask(
        "collection",
        handle=request.path_params["handle"],
        sortKey=key,
        reverse=reverse,
        filters=asked.filters,
        **window(request.query_params),
    )
    collection = data["collection"]
    if collection is None:
        raise NotFoundError
    shown = facets.facets(collection["products"]["filters"], pairs)
    trail = [(visit.texts.gettext("Collections"), "/collections"), (collection["title"], visit.path)]
    return await visit.page(
        "collection.html",
        collection=collection,
        trail=trail,
        products=collection["products"]["nodes"],
        facets=shown,
        asked=asked,
        chips=facets.chips(visit.path, pairs, shown),
        orders=sorting.choices(sorting.COLLECTION, order, _=visit.texts.gettext),
        pager=pager(visit.path, pairs, collection["products"]["pageInfo"]),
        prices=_prices(request.query_params),
        facts=[trail_jsonld(visit, trail)],
    )


async def everything(visit: Visit) -> Response:
    """Show all products."""
    request = visit.request
    order = sorting.pick(sorting.EVERYTHING, request.query_params.get("sort"))
    key, reverse = sorting.EVERYTHING[order]
    data = await visit.ask("products", sortKey=key, reverse=reverse, **window(request.query_params))
    products = data["products"]
    title = visit.texts.gettext("Everything")
    trail = [(visit.texts.gettext("Collections"), "/collections"), (title, visit.path)]
    return await visit.page(
        "collection.html",
        collection={**_EVERYTHING, "title": title},
        trail=trail,
        products=products["nodes"],
        facets=[],
        asked=facets.Asked(filters=[]),
        chips=[],
        orders=sorting.choices(sorting.EVERYTHING, order, _=visit.texts.gettext),
        pager=pager(visit.path, request.query_params.multi_items(), products["pageInfo"]),
        prices={},
        facts=[trail_jsonld(visit, trail)],
    )


async def index(visit: Visit) -> Response:
    """Show all collections."""
    data = await visit.ask("collections", **window(visit.request.query_params))
    collections = data["collections"]
    return await visit.page(
        "collections.html",
        collections=[row for row in collections["nodes"] if not row["handle"].startswith(HIDDEN)],
        pager=pager("/collections", visit.request.query_params.multi_items(), collections["pageInfo"]),
        facts=[],
    )


def _prices(query: Mapping[str, str]) -> dict[str, str]:
    return {name: query.get(f"price.{name}", "")[:12] for name in ("min", "max")}


def trail_jsonld(visit: Visit, trail: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the way to a page, from home down, as JSON-LD."""
    base = visit.site.base_url(visit.request)
    steps = [(visit.texts.gettext("Home"), "/"), *trail]
    return breadcrumb_jsonld([(name, base + path) for name, path in steps])
