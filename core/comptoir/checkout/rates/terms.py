"""What carriage costs: rows of a table, and which of them holds for a parcel. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from comptoir.cart.delivery import LOCAL, SHIPPING
from comptoir.money import Money

METHODS = (SHIPPING, LOCAL)
"""What rates are for: parcels, and what a store brings itself on the same day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRate:
    """A row of the table. Rows with one handle are bands of one option, of which the first that fits holds.

    `market` is a handle, none for all; without `countries`, it is for all countries of the market. Bands are from
    `subtotal_from` to below `subtotal_below` (minor units of the rate's currency, goods after discounts, as the
    market shows prices) and from `grams_from` to below `grams_below`. `days_from` and `days_until` are working days.
    `method` is one of `METHODS`; what a store brings itself needs no days.
    """

    handle: str
    titles: Mapping[str, str]
    amount: Money
    market: str | None = None
    countries: tuple[str, ...] = ()
    subtotal_from: int = 0
    subtotal_below: int | None = None
    grams_from: int = 0
    grams_below: int | None = None
    days_from: int | None = None
    days_until: int | None = None
    tax_category: str = "standard"
    method: str = SHIPPING


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """What is to be sent, and where."""

    market: str
    country: str
    subtotal: Money
    grams: int
    method: str = SHIPPING


def rates_for(rates: Iterable[DeliveryRate], parcel: Parcel) -> list[DeliveryRate]:
    """Return what the parcel may be sent by, in the order of the table: one row for each handle."""
    found: dict[str, DeliveryRate] = {}
    for rate in rates:
        if fits(rate, parcel):
            found.setdefault(rate.handle, rate)
    return list(found.values())


def fits(rate: DeliveryRate, parcel: Parcel) -> bool:
    """Tell whether a row is for a parcel."""
    return (
        rate.method == parcel.method
        and rate.amount.currency == parcel.subtotal.currency
        and rate.market in {None, parcel.market}
        and (not rate.countries or parcel.country in rate.countries)
        and _within(parcel.subtotal.minor, rate.subtotal_from, rate.subtotal_below)
        and _within(parcel.grams, rate.grams_from, rate.grams_below)
    )


def _within(value: int, start: int, below: int | None) -> bool:
    return start <= value and (below is None or value < below)
