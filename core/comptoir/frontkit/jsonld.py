"""schema.org JSON-LD of a page, from what GraphQL answers: the same facts for people and for machines.

Vocabulary: https://schema.org (Product, ProductGroup, Offer, BreadcrumbList, Organization, WebSite).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from comptoir.frontkit.returns import merchant_return_policy

_SCHEMA = "https://schema.org/"
_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)
_VARIES_BY = {
    "color": "color", "colour": "color", "couleur": "color", "size": "size", "taille": "size", "pointure": "size",
    "material": "material", "matière": "material", "pattern": "pattern", "motif": "pattern",
}  # fmt: skip


def dump_jsonld(value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Return JSON that is safe inside `<script type="application/ld+json">`, whatever its texts hold."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def product_jsonld(
    product: Mapping[str, Any],
    *,
    url: str,
    variant_url: Callable[[Mapping[str, Any]], str],
    absolute: Callable[[str], str] = str,
    returns_url: str | None = None,
    seller: str | None = None,
) -> dict[str, Any]:
    """Return a product with an offer for each variant: a ProductGroup, or a Product when it has one variant.

    Each offer carries the price, currency, availability and returns policy that GraphQL answered for the
    visitor's market. `absolute` makes picture addresses whole.
    """
    policy = merchant_return_policy(product["returnPolicy"], url=returns_url)
    variants = product["variants"]["nodes"]
    common = _common(product, absolute=absolute)

    def offer(variant: Mapping[str, Any]) -> dict[str, Any]:
        return variant_offer(variant, url=variant_url(variant), policy=policy, seller=seller)

    if len(variants) == 1:
        facts = _variant_facts(variants[0], absolute=absolute)
        return {"@context": _SCHEMA, "@type": "Product", "@id": url, "url": url, **common, **facts,
                "name": product["title"], "offers": offer(variants[0])}  # fmt: skip
    names = [option["name"] for option in product["options"]]
    return {
        "@context": _SCHEMA,
        "@type": "ProductGroup",
        "@id": url,
        "url": url,
        **common,
        "name": product["title"],
        "productGroupID": product["id"],
        "variesBy": [_SCHEMA + _VARIES_BY[n.lower()] for n in names if n.lower() in _VARIES_BY],
        "hasVariant": [
            {
                "@type": "Product",
                "@id": variant_url(variant),
                "name": f"{product['title']} - {variant['title']}",
                **_variant_facts(variant, absolute=absolute),
                "offers": offer(variant),
            }
            for variant in variants
        ],
    }


def variant_offer(
    variant: Mapping[str, Any], *, url: str, policy: Mapping[str, Any], seller: str | None = None
) -> dict[str, Any]:
    """Return the offer of one variant; the price is the decimal string that GraphQL answered."""
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": url,
        "price": variant["price"]["amount"],
        "priceCurrency": variant["price"]["currencyCode"],
        "availability": _SCHEMA + _availability(variant),
        "itemCondition": _SCHEMA + "NewCondition",
        "hasMerchantReturnPolicy": policy,
    }
    if compare := variant.get("compareAtPrice"):
        offer["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "priceType": _SCHEMA + "StrikethroughPrice",
            "price": compare["amount"],
            "priceCurrency": compare["currencyCode"],
        }
    if seller:
        offer["seller"] = {"@type": "Organization", "name": seller}
    return offer


def breadcrumb_jsonld(trail: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Return the way to a page: names with their whole addresses, from the home page down."""
    return {
        "@context": _SCHEMA,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate(trail, start=1)
        ],
    }


def organization_jsonld(*, name: str, url: str, description: str | None = None) -> dict[str, Any]:
    """Return who runs the shop."""
    found = {"@context": _SCHEMA, "@type": "OnlineStore", "@id": f"{url}#shop", "name": name, "url": url}
    return {**found, "description": description} if description else found


def website_jsonld(*, name: str, url: str, search_url: str, language: str) -> dict[str, Any]:
    """Return the site and its search; `search_url` holds `{query}` where the words go."""
    return {
        "@context": _SCHEMA,
        "@type": "WebSite",
        "name": name,
        "url": url,
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search_url},
            "query-input": "required name=query",
        },
    }


def article_jsonld(article: Mapping[str, Any], *, url: str, publisher: str) -> dict[str, Any]:
    """Return an article of a blog."""
    return {
        "@context": _SCHEMA,
        "@type": "BlogPosting",
        "headline": article["title"],
        "url": url,
        "datePublished": article["publishedAt"],
        "author": {"@type": "Person", "name": article["author"]["name"]},
        "publisher": {"@type": "Organization", "name": publisher},
    }


def _common(product: Mapping[str, Any], *, absolute: Callable[[str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {"description": product["description"]}
    if product.get("vendor"):
        found["brand"] = {"@type": "Brand", "name": product["vendor"]}
    if product.get("productType"):
        found["category"] = product["productType"]
    if image := product.get("featuredImage"):
        found["image"] = absolute(image["url"])
    return found


def _variant_facts(variant: Mapping[str, Any], *, absolute: Callable[[str], str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if variant.get("sku"):
        found["sku"] = variant["sku"]
    if (code := variant.get("barcode")) and code.isdecimal() and len(code) in {8, 12, 13, 14}:
        found["gtin"] = code
    if image := variant.get("image"):
        found["image"] = absolute(image["url"])
    for option in variant["selectedOptions"]:
        if kind := _VARIES_BY.get(option["name"].lower()):
            found[kind] = option["value"]
    return found


def _availability(variant: Mapping[str, Any]) -> str:
    if not variant["availableForSale"]:
        return "OutOfStock"
    return "BackOrder" if variant.get("currentlyNotInStock") else "InStock"
