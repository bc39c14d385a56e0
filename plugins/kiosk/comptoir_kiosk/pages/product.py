"""The product page: a big picture, the choice, the price, what returning it means, and where it is."""

from collections.abc import Mapping
from typing import Any

from comptoir.api import NotFoundError, Visit, option_choices, product_jsonld
from starlette.responses import Response

from comptoir_kiosk.kiosk_site import find_place
from comptoir_kiosk.views.links import ROOT, collection_path, product_path
from comptoir_kiosk.views.stores import here_and_elsewhere

_DIGITS = 16
_PICTURES = 4


async def show(visit: Visit) -> Response:
    """Show a product, on the variant that the address names by its number."""
    return await render(
        visit, visit.request.path_params["handle"], number=visit.request.query_params.get("variant", "")
    )


async def find(visit: Visit, handle: str, number: str) -> Mapping[str, Any]:
    """Return what the shop answers of a product, on the variant with that number where it has it."""
    data = await visit.ask("product", handle=handle, selected=[])
    product = data["product"]
    if product is None:
        raise NotFoundError
    chosen = variant_of(product, number)
    first = product["selectedOrFirstAvailableVariant"]
    if chosen is None or first is None or chosen["id"] == first["id"]:
        return data
    return await visit.ask("product", handle=handle, selected=chosen["selectedOptions"])


def variant_of(product: Mapping[str, Any], number: str) -> Mapping[str, Any] | None:
    """Return the product's variant with a number, or none."""
    if not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS:
        return None
    return next((row for row in product["variants"]["nodes"] if row["id"].endswith(f"/{number}")), None)


async def render(
    visit: Visit, handle: str, *, number: str, status: int = 200, error: str | None = None
) -> Response:
    """Return the page of a product; `error` stands next to the button."""
    data = await find(visit, handle, number)
    product = data["product"]
    variant = product["selectedOrFirstAvailableVariant"]
    place = await find_place(visit)
    rows = variant["storeAvailability"]["nodes"] if variant else []
    here, elsewhere = here_and_elsewhere(rows, place.location_id)
    shelves = product["collections"]["nodes"]
    return await visit.page(
        "product.html",
        status=status,
        tab="browse",
        back=collection_path(shelves[0]["handle"]) if shelves else f"{ROOT}/browse",
        product=product,
        variant=variant,
        pictures=_pictures(product, variant),
        options=option_choices(product, variant),
        here=here,
        elsewhere=elsewhere,
        keepable=any(row["available"] for row in rows),
        refunds=data["shop"]["refundPolicy"],
        error=error,
        facts=[_facts(visit, product, data["shop"])],
    )


def _pictures(product: Mapping[str, Any], variant: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Return the pictures of a product, that of the chosen variant first."""
    found: list[Mapping[str, Any]] = []
    for medium in product["media"]["nodes"]:
        image = medium.get("image") or medium.get("previewImage")
        if image and all(image["url"] != other["url"] for other in found):
            found.append({**image, "altText": image.get("altText") or medium.get("alt")})
    first = variant["image"]["url"] if variant and variant["image"] else None
    return sorted(found, key=lambda image: image["url"] != first)[:_PICTURES]


def _facts(visit: Visit, product: Mapping[str, Any], shop: Mapping[str, Any]) -> dict[str, Any]:
    base = visit.site.base_url(visit.request)
    return product_jsonld(
        product,
        url=base + product_path(product["handle"]),
        variant_url=lambda variant: base + product_path(product["handle"], variant),
        absolute=lambda url: url if "://" in url else base + url,
        returns_url=f"{base}{ROOT}/returns" if shop.get("refundPolicy") else None,
        seller=shop["name"],
    )
