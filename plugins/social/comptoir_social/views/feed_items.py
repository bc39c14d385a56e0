"""Items of product feeds: what both formats say about a variant, in one place."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from comptoir_social.views.links import number_of, piece_path

IN_STOCK, OUT_OF_STOCK, BACKORDER = "in_stock", "out_of_stock", "backorder"
_KINDS = {
    "color": "color", "colour": "color", "couleur": "color", "size": "size", "taille": "size",
    "pointure": "size", "material": "material", "matière": "material", "pattern": "pattern", "motif": "pattern",
}  # fmt: skip
_GTIN_LENGTHS = {8, 12, 13, 14}
_RESTRICTED = ("02", "04", "2")
"""Prefixes of an EAN-13 that each shop may use as it likes: such numbers are no one's worldwide (GS1)."""
_MOST_PICTURES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A variant; prices are written `129.00 EUR`, `availability` is in the words of Google's specification."""

    id: str
    group: str
    title: str
    description: str
    link: str
    image: str
    more_images: tuple[str, ...]
    availability: str
    available_on: str
    price: str
    sale_price: str
    brand: str
    gtin: str
    mpn: str
    color: str
    size: str
    material: str
    pattern: str
    gender: str
    age_group: str
    product_type: str
    category: str
    return_label: str
    policy: str
    policy_version: int

    @property
    def charged(self) -> str:
        """What the shop charges."""
        return self.sale_price or self.price


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A variant that a feed cannot hold, and why: `no-picture`, `no-price` or `no-date`."""

    id: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where links of a feed lead."""

    base: str
    country: str
    language: str
    source: str


def read_items(product: Mapping[str, Any], *, origin: Origin) -> list[FeedItem | LeftOut]:
    """Return the items of a product, in the order of its variants."""
    return [_read(product, variant, origin) for variant in product["variants"]["nodes"]]


def _read(product: Mapping[str, Any], variant: Mapping[str, Any], origin: Origin) -> FeedItem | LeftOut:
    number, title = number_of(variant), _title(product, variant)
    image = variant["image"] or product["featuredImage"]
    if image is None:
        return LeftOut(id=number, title=title, reason="no-picture")
    if variant["price"] is None or Decimal(variant["price"]["amount"]) <= 0:
        return LeftOut(id=number, title=title, reason="no-price")
    facts = _option_facts(variant)
    whole = _absolute(origin.base)
    first = whole(image["url"])
    others = [whole(row["url"]) for row in product["images"]["nodes"]]
    policy = product["returnPolicy"]
    return FeedItem(
        id=number,
        group=number_of(product),
        title=title[:150],
        description=(product["description"] or title)[:5000],
        link=_link(product, variant, origin),
        image=first,
        more_images=tuple(url for url in others if url != first)[:_MOST_PICTURES],
        availability=_availability(variant),
        available_on=_date(product["available_on"]) if _availability(variant) == BACKORDER else "",
        **_prices(variant),
        brand=(product["vendor"] or "")[:70],
        gtin=variant["barcode"] if _is_worldwide(variant["barcode"] or "") else "",
        mpn=(variant["sku"] or "")[:70],
        color=facts.get("color", "")[:100],
        size=facts.get("size", "")[:100],
        material=facts.get("material", "")[:200],
        pattern=facts.get("pattern", "")[:100],
        **_wearer(product["tags"]),
        product_type=(product["productType"] or "")[:750],
        category=_category(product["category"]),
        return_label=_return_label(policy),
        policy=policy["id"],
        policy_version=policy["version"],
    )


def _title(product: Mapping[str, Any], variant: Mapping[str, Any]) -> str:
    plain = all(row["name"] == "Title" for row in variant["selectedOptions"])
    return product["title"] if plain else f"{product['title']}, {variant['title']}"


def _link(product: Mapping[str, Any], variant: Mapping[str, Any], origin: Origin) -> str:
    place = f"country={origin.country}&language={origin.language}&utm_source={origin.source}&utm_medium=feed"
    return f"{origin.base}{piece_path(product['handle'], variant)}&{place}"


def _absolute(base: str) -> Callable[[str], str]:
    return lambda url: url if "://" in url else base + url


def _availability(variant: Mapping[str, Any]) -> str:
    if not variant["availableForSale"]:
        return OUT_OF_STOCK
    return BACKORDER if variant["currentlyNotInStock"] else IN_STOCK


def _prices(variant: Mapping[str, Any]) -> dict[str, str]:
    price, before = variant["price"], variant["compareAtPrice"]
    written = f"{price['amount']} {price['currencyCode']}"
    if before is None:
        return {"price": written, "sale_price": ""}
    return {"price": f"{before['amount']} {before['currencyCode']}", "sale_price": written}


def _option_facts(variant: Mapping[str, Any]) -> dict[str, str]:
    chosen = {row["name"].lower(): row["value"] for row in variant["selectedOptions"]}
    return {_KINDS[name]: value for name, value in chosen.items() if name in _KINDS}


def _wearer(tags: list[str]) -> dict[str, str]:
    """Return for whom a garment is, as far as its tags say so."""
    known = {tag.lower() for tag in tags}
    if "kids" in known:
        return {"gender": "unisex", "age_group": "kids"}
    women, men = "women" in known, "men" in known
    gender = "unisex" if women and men else "female" if women else "male" if men else ""
    return {"gender": gender, "age_group": "adult" if gender else ""}


def _category(category: Mapping[str, Any] | None) -> str:
    """Return the path of a category in the taxonomy, outermost first."""
    if category is None:
        return ""
    return " > ".join([*(row["name"] for row in category["ancestors"]), category["name"]])


def _return_label(policy: Mapping[str, Any]) -> str:
    if policy["finalSale"]:
        return "final_sale"
    return "any_time" if policy["windowDays"] is None else f"{policy['windowDays']}_days"


def _date(metafield: Mapping[str, Any] | None) -> str:
    try:
        return date.fromisoformat(metafield["value"]).isoformat() if metafield else ""
    except ValueError:
        return ""


def _is_worldwide(code: str) -> bool:
    """Tell whether a barcode is a GTIN that means the same everywhere: length, check digit, prefix."""
    if not (code.isascii() and code.isdecimal()) or len(code) not in _GTIN_LENGTHS:
        return False
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(code)))
    return weighted % 10 == 0 and not code.zfill(14)[1:].startswith(_RESTRICTED)
