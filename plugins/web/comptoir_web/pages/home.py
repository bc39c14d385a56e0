"""The home page."""

from typing import TYPE_CHECKING

from starlette.responses import Response

from comptoir.api import organization_jsonld, website_jsonld

if TYPE_CHECKING:
    from comptoir_web.visit import Visit

_CHAPTERS = 4


async def show(visit: "Visit") -> Response:
    """Show the brand: what leads the season, its collections, what is new, and its journal."""
    home = await visit.ask("home")
    base = visit.site.base_url(visit.request)
    shop = home["shop"]
    pictured = [row for row in home["collections"]["nodes"] if row["image"] and row["handle"] != "all"]
    return await visit.page(
        "home.html",
        home=home,
        lead=pictured[0] if pictured else None,
        chapters=pictured[1 : 1 + _CHAPTERS],
        feature=pictured[1 + _CHAPTERS] if len(pictured) > 1 + _CHAPTERS else None,
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
