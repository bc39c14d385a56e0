"""Deep links from campaigns: straight to a variant in a market, or to the nearest thing that can be bought."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import NotFoundError, Visit, asked_options
from starlette.responses import Response

from comptoir_social.pages.product import variant_of
from comptoir_social.views.links import piece_path
from comptoir_social.views.nearest import nearest_variant


async def follow(visit: Visit) -> Response:
    """Land on what `/go/<product>?variant=…&country=…&utm_source=…` names, once it is known to be in stock."""
    handle, query = visit.request.path_params["handle"], visit.request.query_params
    product = await _find(visit, handle)
    if product is None:
        raise NotFoundError
    wanted = variant_of(product, query.get("variant", "")) or _by_options(visit, product)
    notes = {"elsewhere": "1"} if query.get("country") and not _served(visit) else {}
    found = nearest_variant(product, wanted)
    if found is None:
        return await _land_elsewhere(visit, product, notes)
    if wanted is not None and found["id"] != wanted["id"]:
        notes["instead"] = wanted["id"].rpartition("/")[2]
    return _land(visit, handle, found if wanted or notes else None, notes)


async def _land_elsewhere(visit: Visit, product: Mapping[str, Any], notes: Mapping[str, str]) -> Response:
    """Land on a product in the spirit of one that is sold out; on its own page where there is none."""
    handle = product["handle"]
    rows = (await visit.ask("recommended", handle=handle))["productRecommendations"] or []
    other = next((row for row in rows if row["availableForSale"]), None)
    if other is None:
        return _land(visit, handle, None, notes)
    return _land(visit, other["handle"], None, {**notes, "instead_of": handle})


async def _find(visit: Visit, handle: str) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = (await visit.ask("product", handle=handle, selected=[]))["product"]
    return found


def _by_options(visit: Visit, product: Mapping[str, Any]) -> Mapping[str, Any] | None:
    names = {option["name"] for option in product["options"]}
    asked = asked_options([pair for pair in visit.request.query_params.multi_items() if pair[0] in names])
    if not asked:
        return None
    return next(
        (
            row
            for row in product["variants"]["nodes"]
            if all(pair in row["selectedOptions"] for pair in asked)
        ),
        None,
    )


def _served(visit: Visit) -> bool:
    return visit.places.country(visit.request.query_params.get("country", "").upper()) is not None


def _land(visit: Visit, handle: str, variant: Mapping[str, Any] | None, notes: Mapping[str, str]) -> Response:
    path = piece_path(handle, variant)
    pairs = "&".join(f"{name}={value}" for name, value in notes.items())
    mark = "&" if "?" in path else "?"
    return visit.redirect(f"{path}{mark}{pairs}" if pairs else path, status=302)
