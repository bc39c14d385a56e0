"""What a shipping provider is: a carrier, a broker, a table of rates; and what it is asked."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, runtime_checkable

import orjson

from comptoir.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingItem:
    """Pieces to send; `grams` is the weight of one, none where nobody weighed it."""

    variant_id: int
    sku: str | None
    quantity: int
    grams: int | None


@dataclass(frozen=True, kw_only=True)
class ShippingRequest:
    """What is to be sent, and where.

    `country` and `region` are of ISO 3166 (`FR`, `CA`); `zip` and `city` are none until there is an address.
    `subtotal` is what the goods cost after discounts, as the market shows prices, in the currency of the offers.
    """

    market: str
    country: str
    region: str
    zip: str | None
    city: str | None
    subtotal: Money
    items: tuple[ShippingItem, ...]

    @property
    def grams(self) -> int:
        """What all of it weighs, as far as that is known."""
        return sum((item.grams or 0) * item.quantity for item in self.items)

    @cached_property
    def digest(self) -> str:
        """What tells one request from another."""
        asked = (
            (self.market, self.country, self.region, self.zip, self.city),
            (self.subtotal.minor, self.subtotal.currency),
            [(item.variant_id, item.sku, item.quantity, item.grams) for item in self.items],
        )
        return hashlib.sha256(orjson.dumps(asked)).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingRate:
    """A way to send it: titles by language (`en` at least), the price, and the working days that it takes."""

    handle: str
    titles: Mapping[str, str]
    amount: Money
    days_from: int | None = None
    days_until: int | None = None
    tax_category: str = "standard"


@runtime_checkable
class ShippingProvider(Protocol):
    """Says what carriage costs."""

    name: str
    keep_seconds: int
    """How long an answer holds for the same request; 0 asks each time."""

    async def offers(self, request: ShippingRequest) -> Sequence[ShippingRate]:
        """Return the ways in which it may be sent; none is an answer, too."""
        ...
