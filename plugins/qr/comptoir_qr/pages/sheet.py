"""The printable sheet of labels for a location."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit
from starlette.responses import Response

from comptoir_qr.pages.opened import sorry
from comptoir_qr.qr_site import site_of, stores
from comptoir_qr.views.links import ROOT, number_of, with_query
from comptoir_qr.views.sheets import labels_of, pages_of

_NOT_FOUND = 404
_LONGEST = 255


async def show(visit: Visit) -> Response:
    """Show labels for the products of a collection, or of the shop; without a location, the stores to choose."""
    query = visit.request.query_params
    asked, collection = query.get("location", ""), query.get("collection", "")[:_LONGEST]
    rows = await stores(visit)
    if not asked:
        return await visit.page("sheet_choice.html", stores=rows)
    location = next((row for row in rows if row["handle"] == asked), None)
    found = await _products(visit, collection, query.get("after") or None)
    if location is None or found is None:
        return await sorry(visit, problem="nowhere", status=_NOT_FOUND)
    each_variant = query.get("each") == "variant"
    site = site_of(visit)
    labels = labels_of(
        found["nodes"],
        codes=site.codes,
        base=site.base_url(visit.request),
        location=number_of(location["id"]),
        each_variant=each_variant,
        name=lambda title: visit.texts.gettext("QR code of %(title)s", title=title),
    )
    info = found["pageInfo"]
    kept = {
        "location": asked,
        "collection": collection,
        "each": query.get("each", "") if each_variant else "",
    }
    following = with_query(f"{ROOT}/sheet", **kept, after=info["endCursor"]) if info["hasNextPage"] else None
    other = with_query(f"{ROOT}/sheet", **{**kept, "each": "" if each_variant else "variant"})
    return await visit.page(
        "sheet.html",
        location=location,
        pages=pages_of(labels),
        following=following,
        other=other,
        each_variant=each_variant,
    )


async def _products(visit: Visit, collection: str, after: str | None) -> Mapping[str, Any] | None:
    if not collection:
        found: Mapping[str, Any] = (await visit.ask("sheet", after=after))["products"]
        return found
    row = (await visit.ask("sheet_collection", handle=collection, after=after))["collection"]
    return row["products"] if row else None
