"""What lists of products need of prices: who is sold at all, the order by price, the price filter and facet."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from comptoir.catalog.records import ProductRecord, VariantRecord
from comptoir.catalog.search.bits import pack
from comptoir.catalog.snapshot import CATALOG
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext
from comptoir.hooks.contributions import Facet, FacetValue, ListingAxis, Visibility
from comptoir.markets.locale import locale_of
from comptoir.money import exponent
from comptoir.pricing.book import PriceBook, book_of, price_of

UNPRICED = 2**62
"""Rank of a product without a price: after all others."""
_LABELS = {"de": "Preis", "en": "Price", "es": "Precio", "fr": "Prix", "it": "Prezzo"}


class PriceListing:
    """The prices of all products in one book, by ordinal."""

    def __init__(
        self, book: PriceBook, ordered: Sequence[ProductRecord], before: "PriceListing | None"
    ) -> None:
        self.ordered = ordered
        self.amounts = _amounts(book, ordered, before)
        """Each product's different prices in minor units, ascending."""
        ranks = [amounts[0] if amounts else UNPRICED for amounts in self.amounts]
        self.ranks: list[int] = before.ranks if before is not None and before.ranks == ranks else ranks
        """Lowest prices; the same object as before while they are the same, so that an order by them stands."""

    @cached_property
    def priced(self) -> int:
        """Products with a price."""
        return pack((o for o, amounts in enumerate(self.amounts) if amounts), len(self.amounts))

    @cached_property
    def _by_amount(self) -> tuple[list[int], list[int]]:
        pairs = sorted((a, o) for o, amounts in enumerate(self.amounts) for a in amounts)
        return [amount for amount, _ in pairs], [ordinal for _, ordinal in pairs]

    def between(self, low: int, high: int | None) -> int:
        """Return the products with a price from `low` to `high`, both included."""
        amounts, ordinals = self._by_amount
        start = bisect_left(amounts, low)
        end = len(amounts) if high is None else bisect_right(amounts, high)
        return pack(ordinals[start:end], len(self.amounts))

    def highest(self, bits: int) -> int | None:
        """Return the highest price among some products."""
        amounts, ordinals = self._by_amount
        for index in range(len(amounts) - 1, -1, -1):
            if bits >> ordinals[index] & 1:
                return amounts[index]
        return None


def _amounts(
    book: PriceBook, ordered: Sequence[ProductRecord], before: PriceListing | None
) -> list[tuple[int, ...]]:
    """Work out the prices of the products that are not the same objects as before."""
    known = len(before.ordered) if before is not None else 0
    found: list[tuple[int, ...]] = []
    for ordinal, product in enumerate(ordered):
        if before is not None and ordinal < known and before.ordered[ordinal] is product:
            found.append(before.amounts[ordinal])
        else:
            found.append(tuple(sorted(set(book.amounts_of(product)))))
    return found


def listing_of(context: RequestContext) -> PriceListing:
    """Return the prices of all products for the visitor of a request."""
    book = book_of(context)
    catalog = context.snapshot[CATALOG]
    # Ordinals are the same in all languages: the shop's own language serves for every request.
    ordered = catalog.view(catalog.primary).ordered
    held: PriceListing | None = book.listing
    if held is None or held.ordered is not ordered or len(held.amounts) != len(ordered):
        held = book.listing = PriceListing(book, ordered, held)
    return held


def priced_products(context: RequestContext) -> int:
    """Return the products that have a price for the visitor."""
    return listing_of(context).priced


def is_priced(context: RequestContext, variant: VariantRecord) -> bool:
    """Say whether a variant has a price for the visitor."""
    return price_of(context, variant) is not None


def products_between(context: RequestContext, wanted: Any) -> int:
    """Return the products with a price within `{"min", "max"}`, in the currency of the request.

    Raises `BadUserInputError` for what is not a range of amounts.
    """
    if not isinstance(wanted, Mapping):
        raise BadUserInputError("the filter 'price' takes 'min' and 'max'")
    low, high = wanted.get("min"), wanted.get("max")
    currency = book_of(context).facts.currency
    return listing_of(context).between(
        0 if low is None else _minor(low, currency, up=True),
        None if high is None else _minor(high, currency, up=False),
    )


def _minor(amount: Any, currency: str, *, up: bool) -> int:
    """Return a bound in minor units, rounded into the range.

    The dialect sends bounds as JSON numbers: their shortest text is read, no arithmetic is done on them.
    """
    try:
        exact = Decimal(str(amount)).scaleb(exponent(currency))
        if isinstance(amount, bool) or not exact.is_finite() or abs(exact) > UNPRICED:
            raise BadUserInputError("the bounds of a price are amounts")
    except InvalidOperation as error:
        raise BadUserInputError("the bounds of a price are amounts") from error
    return int(exact.to_integral_value(rounding=ROUND_CEILING if up else ROUND_FLOOR))


def price_facet(context: RequestContext, bits: int) -> Facet | None:
    """Return the range of prices of the products listed, up to a whole unit; none without a price."""
    highest = listing_of(context).highest(bits)
    if highest is None:
        return None
    locale = locale_of(context)
    unit = 10 ** exponent(locale.currency)
    label = _LABELS.get(locale.language.partition("-")[0], _LABELS["en"])
    wanted = {"price": {"min": 0, "max": -(-highest // unit)}}
    value = FacetValue(key="price", label=label, input=wanted, bits=bits)
    return Facet(id="filter.v.price", label=label, kind="PRICE_RANGE", values=(value,))


PRICED = Visibility(name="priced", products=priced_products, variant=is_priced)
"""What has no price in a market is not published there."""

PRICE_AXIS = ListingAxis(
    name="price",
    matches=products_between,
    facet=price_facet,
    sort_key="PRICE",
    ranks=lambda context: listing_of(context).ranks,
)
"""Products by price."""
