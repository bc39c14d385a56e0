"""A product as seen from where one stands: is my size here, and if not, where it is."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from comptoir.api import NotFoundError, Visit, format_distance, product_jsonld
from starlette.responses import Response

from comptoir_qr.qr_site import stores
from comptoir_qr.views.calling import CallForm
from comptoir_qr.views.links import geo_link, item_path, place_number, read_number, reserve_path
from comptoir_qr.views.sizes import choose, elsewhere, options_of, shelf, stock_of

_LONGEST_HANDLE = 255


async def show(visit: Visit) -> Response:
    """Show a product by its handle."""
    query = visit.request.query_params
    data = await visit.ask("product", handle=visit.request.path_params["handle"][:_LONGEST_HANDLE])
    return await render(
        visit,
        data,
        variant=read_number(query.get("variant", "")),
        at=place_number(query.get("at", "")),
        spot=read_number(query.get("spot", "")),
        added="added" in query,
    )


async def render(
    visit: Visit,
    data: Mapping[str, Any],
    *,
    variant: int | None = None,
    at: int | None = None,
    spot: int | None = None,
    added: bool = False,
    status: int = 200,
    error: str | None = None,
    calling: CallForm | None = None,
) -> Response:
    """Return the page of an answer to `product` or `product_by_id`; `error` stands next to the button."""
    product = data["product"]
    if product is None:
        raise NotFoundError
    chosen = choose(product["variants"]["nodes"], number=variant, at=at)
    if chosen is None:
        raise NotFoundError
    here = shelf(chosen, at)
    place = here["location"] if here else await _place(visit, at)
    far = await _distances(visit, chosen, place) if elsewhere(chosen, at) else {}
    return await visit.page(
        "item.html",
        status=status,
        product=product,
        variant=chosen,
        options=options_of(product, chosen, at),
        here=here,
        place=place,
        # A number that is no store's, or one that has closed, is nowhere to stand.
        at=at if place else None,
        closed=at is not None and place is None,
        stock=stock_of(chosen, at),
        others=sorted(elsewhere(chosen, at), key=lambda row: far.get(row["location"]["id"], 0.0)),
        far=far,
        distance=partial(format_distance, language=visit.texts.language, country=visit.country),
        item_path=partial(item_path, spot=spot),
        spot=spot,
        calling=calling or CallForm(),
        reserve_path=reserve_path,
        geo=geo_link,
        added=added,
        error=error,
        facts=[_facts(visit, product, data["shop"])],
    )


async def _place(visit: Visit, at: int | None) -> Mapping[str, Any] | None:
    if at is None:
        return None
    return next((row for row in await stores(visit) if row["id"].endswith(f"/{at}")), None)


async def _distances(
    visit: Visit, variant: Mapping[str, Any], place: Mapping[str, Any] | None
) -> dict[str, float]:
    """Return how far the stores are from the one where somebody stands, in kilometres by their ids."""
    latitude, longitude = (place["address"][name] if place else None for name in ("latitude", "longitude"))
    if latitude is None or longitude is None:
        return {}
    near = {"latitude": latitude, "longitude": longitude}
    node = (await visit.ask("nearby", id=variant["id"], near=near))["node"]
    rows = node["storeAvailability"]["nodes"] if node else []
    return {row["location"]["id"]: row["distanceKm"] for row in rows if row["distanceKm"] is not None}


def _facts(visit: Visit, product: Mapping[str, Any], shop: Mapping[str, Any]) -> dict[str, Any]:
    base = visit.site.base_url(visit.request)
    return product_jsonld(
        product,
        url=base + item_path(product["handle"]),
        variant_url=lambda variant: base + item_path(product["handle"], variant),
        absolute=lambda url: url if "://" in url else base + url,
        seller=shop["name"],
    )
