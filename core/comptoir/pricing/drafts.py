"""What price lists, prices, tax rates and divergences should be."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from comptoir.money import Money
from comptoir.pricing.unit_price import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceListDraft:
    """A price list, found by its handle. See `comptoir.pricing.unit_price` for which list counts when."""

    handle: str
    name: str
    currency: str
    market: str | None = None
    """Handle of the one market that it is for."""
    customer_group: str | None = None
    """Handle of the one group of customers that it is for (`save_customer_group`)."""
    includes_tax: bool = True
    """Its prices are with tax, whatever the markets show."""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    """The first moment at which it no longer counts."""
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceEntry:
    """A variant's price from a quantity on; `compare_at` is the price to strike through."""

    variant_id: int
    amount: Money
    compare_at: Money | None = None
    minimum_quantity: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRateEntry:
    """A rate for a category of goods, in per cent, with the name that receipts show."""

    category: str
    percent: Decimal
    name: str
    region: str = ""
    """ISO 3166-2 subdivision without the country, such as `CA`; empty for the whole country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DivergenceDraft:
    """A deliberate price difference of one channel. Give `percent` (-10 takes a tenth off) or `price`.

    `price` is as the market shows it. `target_id` is the number of the variant, product or collection.
    """

    channel: str
    reason: str
    starts_at: datetime | None = None
    """None means now."""
    ends_at: datetime | None = None
    target: Target = "all"
    target_id: int | None = None
    percent: Decimal | None = None
    price: Money | None = None
