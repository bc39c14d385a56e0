"""What lists of products need of prices: who is sold at all, the order by price, the price filter and facet."""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from typing import Any

from comptoir.catalog.records import CatalogView, ProductRecord, VariantRecord
from comptoir.catalog.search.bits import ordinals_of
from comptoir.catalog.snapshot import CATALOG
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext
from comptoir.hooks.contributions import Facet, FacetValue, ListingAxis, Visibility
from comptoir.markets.locale import locale_of
from comptoir.money import exponent
from comptoir.pricing.book import PriceBook, PriceRange, book_of, price_of
from comptoir.pricing.price_listing import UNPRICED, PriceListing
from comptoir.pricing.snapshot import PRICES

_MEMO = "pricing.listing"
_LABELS = {"de": "Preis", "en": "Price", "es": "Precio", "fr": "Prix", "it": "Prezzo"}


def listing_of(context: RequestContext) -> PriceListing:
    """Return the prices of all products for the visitor of a request."""
    found: PriceListing | None = context.memo.get(_MEMO)
    if found is None:
        found = context.memo[_MEMO] = _find_listing(context)
    return found


def _find_listing(context: RequestContext) -> PriceListing:
    book = book_of(context)
    catalog = context.snapshot[CATALOG]
    # Ordinals are the same in all languages: the shop's own language serves for every request.
    view = catalog.view(catalog.primary)
    held: PriceListing | None = book.listing
    if held is None:
        prices = context.snapshot[PRICES]
        variants = [view.variants.get(number) for number in prices.touched]
        touched = {variant.product.ordinal for variant in variants if variant is not None}
        held = book.listing = _list(book, view, before=prices.earlier.get(book.key), touched=touched)
    elif (
        held.ordered is not view.ordered
        or len(held.amounts) != len(view.ordered)
        or held.members != _members(book, view)
    ):
        held = book.listing = _list(book, view, before=held, touched=set())
    return held


def _list(
    book: PriceBook, view: CatalogView, *, before: PriceListing | None, touched: set[int]
) -> PriceListing:
    """List all prices, taking over what stays; products that joined or left a watched collection are read again."""
    members = _members(book, view)
    if before is not None:
        for number in members.keys() | before.members.keys():
            touched |= set(ordinals_of(members.get(number, 0) ^ before.members.get(number, 0)))
    return PriceListing(view.ordered, book.amounts_of, before=before, touched=touched, members=members)


def _members(book: PriceBook, view: CatalogView) -> dict[int, int]:
    found = {number: view.collections.get(number) for number in book.watched}
    return {number: each.bits for number, each in found.items() if each is not None}


def price_range(context: RequestContext, product: ProductRecord) -> PriceRange | None:
    """Return the lowest and highest price of a product, or none where it is not sold."""
    amounts = listing_of(context).amounts[product.ordinal]
    return book_of(context).range_of(amounts) if amounts else None


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
