"""The page of a product, and the quick view of it that opens above a post."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from comptoir.api import NotFoundError, Visit, asked_options, option_choices, product_jsonld
from starlette.responses import Response

from comptoir_social.views.links import ROOT, is_number, number_of, piece_path
from comptoir_social.views.nearest import choices

_NOT_OPTIONS = frozenset(
    {"variant", "country", "language", "post", "view", "instead", "instead_of", "elsewhere"}
)


async def show(visit: Visit) -> Response:
    """Show a product on the choice that the address names; for scripts, only what they put in place."""
    query = visit.request.query_params
    pairs = [
        pair for pair in query.multi_items() if pair[0] not in _NOT_OPTIONS and not pair[0].startswith("utm_")
    ]
    return await render(
        visit,
        visit.request.path_params["handle"],
        selected=asked_options(pairs),
        number=query.get("variant", ""),
        post=query.get("post", "")[:80],
    )


async def render(
    visit: Visit,
    handle: str,
    *,
    selected: list[dict[str, str]],
    number: str = "",
    status: int = 200,
    error: str | None = None,
    post: str = "",
) -> Response:
    """Return a product; `number` names a variant in place of `selected`, `error` stands next to the button."""
    data = await visit.ask("product", handle=handle, selected=selected)
    if number and is_number(number) and data["product"]:
        data = await _on_variant(visit, data, number)
    product = data["product"]
    if product is None:
        raise NotFoundError
    variant = product["selectedOrFirstAvailableVariant"]
    values = {
        "product": product,
        "variant": variant,
        "options": option_choices(product, variant),
        "error": error,
        "post": post,
        "refunds": data["shop"]["refundPolicy"],
        "facts": [product_facts(visit, product, data["shop"])],
        "piece_path": piece_path,
    }
    if visit.wants_fragment:
        whole = visit.request.query_params.get("view") == "quick"
        return visit.fragment("parts/quick.html" if whole else "parts/buy.html", status=status, **values)
    notice = await _notice(visit, product)
    return await visit.page(
        "product.html", status=status, **values, pictures=pictures(product, variant), notice=notice
    )


async def _on_variant(visit: Visit, data: Mapping[str, Any], number: str) -> Mapping[str, Any]:
    """Ask again for the variant of that number, where the product has it and shows another."""
    product = data["product"]
    shown = product["selectedOrFirstAvailableVariant"]
    wanted = variant_of(product, number)
    if wanted is None or (shown and shown["id"] == wanted["id"]):
        return data
    selected = [{"name": name, "value": value} for name, value in choices(wanted).items()]
    return await visit.ask("product", handle=product["handle"], selected=selected)


def variant_of(product: Mapping[str, Any], number: str) -> Mapping[str, Any] | None:
    """Return the variant of a product that has a number."""
    return next((row for row in product["variants"]["nodes"] if number_of(row) == number), None)


async def _notice(visit: Visit, product: Mapping[str, Any]) -> str | None:
    """Say why a link led here and not to what it named."""
    query, _ = visit.request.query_params, visit.texts.gettext
    if "elsewhere" in query:
        return _(
            "We do not deliver where this link comes from. You see the prices of the market named below."
        )
    gone = variant_of(product, query.get("instead", ""))
    if gone is not None:
        return _("“%(wanted)s” is sold out. Here is what comes closest.") % {"wanted": gone["title"]}
    if other := query.get("instead_of", "")[:255]:
        found = (await visit.ask("title", handle=other))["product"]
        if found:
            return _("“%(wanted)s” is sold out. This is in its spirit.") % {"wanted": found["title"]}
    return None


def pictures(product: Mapping[str, Any], variant: Mapping[str, Any] | None) -> Sequence[Mapping[str, Any]]:
    """Return the pictures of a product, that of the chosen variant first."""
    found = [variant["image"]] if variant and variant["image"] else []
    for medium in product["media"]["nodes"]:
        image = medium.get("image") or medium.get("previewImage")
        if image and all(image["url"] != other["url"] for other in found):
            found.append(image)
    return found


def product_facts(visit: Visit, product: Mapping[str, Any], shop: Mapping[str, Any]) -> dict[str, Any]:
    """Return a product for machines, with an offer of each variant."""
    base = visit.site.base_url(visit.request)
    policy = shop["refundPolicy"]
    return product_jsonld(
        product,
        url=f"{base}{ROOT}/products/{quote(product['handle'])}",
        variant_url=lambda variant: base + piece_path(product["handle"], variant),
        absolute=lambda url: url if "://" in url else base + url,
        returns_url=f"{base}/policies/{policy['handle']}" if policy else None,
        seller=shop["name"],
    )
