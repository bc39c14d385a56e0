"""The front page: what leads the season, where to go from here, what is new."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, organization_jsonld
from starlette.responses import Response

HIDDEN = ("hidden", "frontpage")
"""Collections that clients ask for by handle, and leave out of lists; by what their handles begin with."""


async def show(visit: Visit) -> Response:
    """Show the front page."""
    home = await visit.ask("home")
    shop = home["shop"]
    shown = [row for row in home["collections"]["nodes"] if not row["handle"].startswith(HIDDEN)]
    pictured = [row for row in shown if row["image"]]
    lead = next((row for row in pictured if row["handle"] == "new-arrivals"), None)
    lead = lead or next(iter(pictured), None)
    cover = (shop["brand"] or {}).get("coverImage") or home["frontpage"]
    base = visit.site.base_url(visit.request)
    return await visit.page(
        "home.html",
        tab="shop",
        slogan=(shop["brand"] or {}).get("slogan"),
        lead=lead,
        cover=(cover or {}).get("image") or (lead or {}).get("image"),
        collections=[row for row in pictured if row is not lead],
        chosen=_products(home["frontpage"]),
        arrivals=_products(home["fresh"]) or home["arrivals"]["nodes"],
        facts=[
            organization_jsonld(name=shop["name"], url=f"{base}/mobile/", description=shop["description"])
        ],
    )


def _products(collection: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return collection["products"]["nodes"] if collection else []
