"""The product page."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from comptoir.api import (
    NotFoundError,
    Visit,
    asked_options,
    format_distance,
    option_choices,
    product_details,
    product_jsonld,
)
from starlette.responses import Response

from comptoir_mobile.views.links import LOCALE_PARAMETERS, ROOT, product_path, read_near, reserve_path

_NOT_OPTIONS = LOCALE_PARAMETERS | {"variant", "quantity", "csrf", "handle", "intent", "near"}
_RECOMMENDED = 6
_DIGITS = 16
_FEW = 3
_DETAILS = ("fabric", "care", "made_in")
"""The metafields that people ask about, in that order."""


async def show(visit: Visit) -> Response:
    """Show a product on the choice that the address names; for scripts, only the part that changes."""
    query = visit.request.query_params
    handle = visit.request.path_params["handle"]
    if number := query.get("variant"):
        selected = await _options_of(visit, handle, number)
    else:
        selected = asked_options([pair for pair in query.multi_items() if pair[0] not in _NOT_OPTIONS])
    return await render(visit, handle, selected=selected)


async def render(
    visit: Visit, handle: str, *, selected: list[dict[str, str]], status: int = 200, error: str | None = None
) -> Response:
    """Return the page of a product; `error` stands next to the button."""
    near = read_near(visit.request.query_params.get("near", ""))
    data = await visit.ask("product", handle=handle, selected=selected, near=near)
    product = data["product"]
    if product is None:
        raise NotFoundError
    variant = product["selectedOrFirstAvailableVariant"]
    values = {
        "product": product,
        "variant": variant,
        "options": option_choices(product, variant),
        "refunds": data["shop"]["refundPolicy"],
        "error": error,
        "low": is_low(variant),
        "point": near,
        "distance": partial(format_distance, language=visit.texts.language, country=visit.country),
        "product_path": product_path,
        "reserve_path": reserve_path,
    }
    if visit.wants_fragment:
        return visit.fragment("parts/buy.html", status=status, **values)
    related = await visit.ask("recommendations", handle=handle)
    return await visit.page(
        "product.html",
        status=status,
        tab="shop",
        back=_collection(product),
        gallery=gallery(product, variant),
        details=product_details(product, keys=_DETAILS),
        related=(related["productRecommendations"] or [])[:_RECOMMENDED],
        facts=[_facts(visit, product, data["shop"])],
        **values,
    )


async def _options_of(visit: Visit, handle: str, number: str) -> list[dict[str, str]]:
    """Return the choice that makes a variant, in the visitor's language; none for one of another product."""
    if not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS:
        return []
    variant = (await visit.ask("variant_page", id=f"gid://shopify/ProductVariant/{number}"))["node"]
    if not variant or variant["product"]["handle"] != handle:
        return []
    return [{"name": row["name"], "value": row["value"]} for row in variant["selectedOptions"]]


def _collection(product: Mapping[str, Any]) -> str:
    rows = product["collections"]["nodes"]
    return f"{ROOT}/collections/{rows[0]['handle']}" if rows else f"{ROOT}/collections/all"


def gallery(product: Mapping[str, Any], variant: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    """Return the pictures of a product, that of the chosen variant first."""
    found: list[Mapping[str, Any]] = []
    for medium in product["media"]["nodes"]:
        image = medium.get("image") or medium.get("previewImage")
        if image and all(image["url"] != other["url"] for other in found):
            found.append({**image, "altText": image.get("altText") or medium.get("alt")})
    first = variant["image"]["url"] if variant and variant["image"] else None
    return sorted(found, key=lambda image: image["url"] != first)


def is_low(variant: Mapping[str, Any] | None) -> bool:
    """Tell whether so few are left that shoppers should know."""
    if not variant or not variant["availableForSale"] or variant["currentlyNotInStock"]:
        return False
    left = variant["quantityAvailable"]
    return left is not None and 0 < left <= _FEW


def _facts(visit: Visit, product: Mapping[str, Any], shop: Mapping[str, Any]) -> dict[str, Any]:
    base = visit.site.base_url(visit.request)
    policy = shop.get("refundPolicy")
    return product_jsonld(
        product,
        url=base + product_path(product["handle"]),
        variant_url=lambda variant: base + product_path(product["handle"], variant),
        absolute=lambda url: url if "://" in url else base + url,
        returns_url=f"{base}{ROOT}/policies/{policy['handle']}" if policy else None,
        seller=shop["name"],
    )
