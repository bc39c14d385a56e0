"""The product page."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from comptoir.api import (
    NotFoundError,
    Visit,
    asked_options,
    option_choices,
    own_path,
    product_details,
    product_jsonld,
)
from starlette.responses import Response

from comptoir_web.pages.collections import trail_jsonld
from comptoir_web.views.links import LOCALE_PARAMETERS, product_path, with_query

_NOT_OPTIONS = LOCALE_PARAMETERS | {"variant", "quantity"}
_RECOMMENDED = 4
_DIGITS = 16
_DETAILS = ("fabric", "care", "made_in")
"""The metafields that people ask about, in that order."""


async def show(visit: Visit) -> Response:
    """Show a product on the choice that the address names; for scripts, only the part that changes."""
    query = visit.request.query_params
    handle = visit.request.path_params["handle"]
    if number := query.get("variant"):
        selected = await _variant_options(visit, handle, number)
    else:
        selected = asked_options([pair for pair in query.multi_items() if pair[0] not in _NOT_OPTIONS])
    return await render(visit, handle, selected=selected)


async def show_in_collection(visit: Visit) -> Response:
    """Send on to the product's own page: each product has one address."""
    pairs = visit.request.query_params.multi_items()
    return visit.redirect(
        with_query(f"/products/{quote(visit.request.path_params['product'])}", pairs), status=301
    )


async def render(
    visit: Visit,
    handle: str,
    *,
    selected: list[dict[str, str]],
    status: int = 200,
    error: str | None = None,
    quantity: str = "1",
) -> Response:
    """Return the page of a product; `error` stands next to the quantity."""
    data = await visit.ask("product", handle=handle, selected=selected)
    product = data["product"]
    if product is None:
        raise NotFoundError
    variant = product["selectedOrFirstAvailableVariant"]
    values = {
        "product": product,
        "variant": variant,
        "options": option_choices(product, variant),
        "shop_pages": data["shop"],
        "error": error,
        "quantity": quantity,
        "low": is_low(variant),
    }
    if visit.wants_fragment:
        return visit.fragment("parts/buy.html", status=status, **values)
    related = await visit.ask("recommendations", handle=handle)
    trail = [(row["title"], f"/collections/{row['handle']}") for row in product["collections"]["nodes"][:1]]
    trail = [*trail, (product["title"], visit.path)]
    return await visit.page(
        "product.html",
        status=status,
        **values,
        gallery=gallery(product, base=visit.site.base_url(visit.request)),
        details=product_details(product, keys=_DETAILS),
        related=(related["productRecommendations"] or [])[:_RECOMMENDED],
        trail=trail,
        facts=[_facts(visit, product, data["shop"]), trail_jsonld(visit, trail)],
    )


async def _variant_options(visit: Visit, handle: str, number: str) -> list[dict[str, str]]:
    """Return the choice that makes a variant, in the visitor's language; none for one of another product."""
    if not (number.isascii() and number.isdecimal()) or len(number) > _DIGITS:
        return []
    variant = (await visit.ask("variant_page", id=f"gid://shopify/ProductVariant/{number}"))["node"]
    if not variant or variant["product"]["handle"] != handle:
        return []
    return [{"name": row["name"], "value": row["value"]} for row in variant["selectedOptions"]]


def gallery(product: Mapping[str, Any], *, base: str) -> list[Mapping[str, Any]]:
    """Return the pictures of a product that this site has: images, and the previews of other media."""
    found: list[Mapping[str, Any]] = []
    for medium in product["media"]["nodes"]:
        image = medium.get("image") or medium.get("previewImage")
        if image and own_path(image["url"], base) and all(image["url"] != other["url"] for other in found):
            found.append({**image, "altText": image.get("altText") or medium.get("alt")})
    return found


def is_low(variant: Mapping[str, Any] | None) -> bool:
    """Tell whether so few are left that shoppers should know."""
    if not variant or not variant["availableForSale"] or variant["currentlyNotInStock"]:
        return False
    left = variant["quantityAvailable"]
    return left is not None and 0 < left <= 3  # noqa: PLR2004


def _facts(visit: Visit, product: Mapping[str, Any], shop: Mapping[str, Any]) -> dict[str, Any]:
    base = visit.site.base_url(visit.request)
    policy = shop.get("refundPolicy")
    return product_jsonld(
        product,
        url=f"{base}/products/{quote(product['handle'])}",
        variant_url=lambda variant: base + product_path(product["handle"], variant),
        absolute=lambda url: url if "://" in url else base + url,
        returns_url=f"{base}/policies/{policy['handle']}" if policy else None,
        seller=shop["name"],
    )
