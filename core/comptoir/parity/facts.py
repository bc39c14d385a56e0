"""What is compared: an offer, as the core knows it and as a page shows it."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from comptoir.frontkit.jsonld import variant_offer
from comptoir.frontkit.returns import merchant_return_policy

FACTS = """
query ParityFacts($handle: String!, $country: CountryCode, $language: LanguageCode)
@inContext(country: $country, language: $language) {
  product(handle: $handle) {
    returnPolicy {
      finalSale windowDays windowAnchor resolutions summary applicableCountries version id
      methods { kind fees fee { amount currencyCode } }
      restockingFee { percentage amount { amount currencyCode } }
    }
    variants(first: 250) {
      nodes { id sku title availableForSale currentlyNotInStock price { amount currencyCode } }
    }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of one variant: `policy` is its returns policy as canonical JSON-LD text."""

    variant: str
    price: str
    currency: str
    availability: str
    policy: str

    def differences(self, other: "Offer") -> list[str]:
        """Return the names of what differs."""
        names = ("price", "currency", "availability", "policy")
        return [name for name in names if getattr(self, name) != getattr(other, name)]


def offers_of_core(product: Mapping[str, Any]) -> dict[str, Offer]:
    """Return a product's offers, by SKU, from the answer to `FACTS`."""
    policy = merchant_return_policy(product["returnPolicy"])
    return {
        _key(variant["sku"], place): _offer(
            variant["sku"] or variant["title"], variant_offer(variant, url="", policy=policy)
        )
        for place, variant in enumerate(product["variants"]["nodes"])
    }


def offers_of_page(html: str) -> dict[str, Offer]:
    """Return the offers of the product that a page shows, by SKU; none where it shows no product."""
    for block in _jsonld_blocks(html):
        if block.get("@type") == "Product" and "offers" in block:
            return {_key(block.get("sku"), 0): _offer(block.get("sku") or block["name"], block["offers"])}
        if block.get("@type") == "ProductGroup":
            return {
                _key(variant.get("sku"), place): _offer(
                    variant.get("sku") or variant["name"], variant["offers"]
                )
                for place, variant in enumerate(block["hasVariant"])
            }
    return {}


def _key(sku: str | None, place: int) -> str:
    return sku or f"#{place}"


def _offer(variant: str, offer: Mapping[str, Any]) -> Offer:
    policy = {
        name: value
        for name, value in offer["hasMerchantReturnPolicy"].items()
        if name != "merchantReturnLink"
    }
    return Offer(
        variant=variant,
        price=str(offer["price"]),
        currency=str(offer["priceCurrency"]),
        availability=str(offer["availability"]),
        policy=json.dumps(policy, sort_keys=True, ensure_ascii=False),
    )


def _jsonld_blocks(html: str) -> Iterator[Mapping[str, Any]]:
    reader = _Scripts()
    reader.feed(html)
    for text in reader.found:
        parsed = json.loads(text)
        yield from (block for block in (parsed if isinstance(parsed, list) else [parsed]))


class _Scripts(HTMLParser):
    """Collects the texts of JSON-LD script elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where JSON-LD begins."""
        self._inside = tag == "script" and dict(attrs).get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        """Keep the text of JSON-LD."""
        if self._inside:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Note where it ends."""
        if tag == "script":
            self._inside = False
