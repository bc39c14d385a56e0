"""The home page."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import Visit, organization_jsonld, website_jsonld
from starlette.responses import Response

HIDDEN = ("hidden", "frontpage")
"""Collections that clients ask for by handle, and leave out of lists; by what their handles begin with."""


async def show(visit: Visit) -> Response:
    """Show the brand: what leads the season, its collections, what is new, and its journal."""
    home = await visit.ask("home")
    base = visit.site.base_url(visit.request)
    shop = home["shop"]
    listed = [row for row in home["collections"]["nodes"] if not row["handle"].startswith(HIDDEN)]
    pictured = [row for row in listed if row["image"]]
    lead = next((row for row in pictured if row["handle"] == "new-arrivals"), None)
    lead = lead or next(iter(pictured), None)
    rest = [row for row in pictured if row is not lead]
    cover = (shop["brand"] or {}).get("coverImage") or home["frontpage"]
    return await visit.page(
        "home.html",
        home=home,
        lead=lead,
        cover=(cover or {}).get("image") or (lead or {}).get("image"),
        arrivals=_products(home["fresh"]) or home["arrivals"]["nodes"],
        chosen=_products(home["frontpage"]),
        pair=rest[:2],
        chapters=rest[2:6],
        feature=rest[6] if len(rest) > 6 else None,  # noqa: PLR2004
        facts=[
            organization_jsonld(name=shop["name"], url=f"{base}/", description=shop["description"]),
            website_jsonld(
                name=shop["name"],
                url=f"{base}/",
                search_url=f"{base}/search?q={{query}}",
                language=visit.texts.language,
            ),
        ],
    )


def _products(collection: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return collection["products"]["nodes"] if collection else []
