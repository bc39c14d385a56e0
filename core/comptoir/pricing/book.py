"""Catalogue prices: the quote of one unit, worked out once for all variants that are priced alike.

A book holds for one market, currency, destination, set of customer groups, set of divergences and of promotions
and stretch of time between two boundaries of a schedule: it is found anew as soon as one of them changes, so that
a price takes effect at its moment. With promotions, a price is what one piece costs in a cart, by the same function.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.catalog.records import ProductRecord, VariantRecord
from comptoir.graphql.context import RequestContext
from comptoir.graphql.money import MoneyRecord, money_v2
from comptoir.markets.locale import locale_of
from comptoir.money import Money
from comptoir.pricing.promotions.pieces import catalogue_price, struck_price
from comptoir.pricing.promotions.snapshot import PROMOTIONS
from comptoir.pricing.promotions.terms import Promotion
from comptoir.pricing.quoting import divergences_in_force, facts_for, line_for
from comptoir.pricing.snapshot import PRICES, PriceListRecord, Prices
from comptoir.pricing.unit_price import Divergence, QuoteFacts, QuoteLine, UnitPrice, price_unit

_BOOKS = 128
"""Books kept at most; past that all are made anew."""
_MEMO = "pricing.book"
_UNKNOWN = object()


@dataclass(frozen=True, slots=True, eq=False)
class PriceView:
    """A catalogue price, ready to be answered, and how it came about."""

    price: MoneyRecord
    compare_at: MoneyRecord | None
    """The price to strike through: that of the list, else the price before promotions; none unless higher."""
    money: Money
    unit: UnitPrice
    """How the price before promotions came about."""
    struck: int | None
    """`compare_at` in minor units."""


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The lowest and highest price within a product."""

    min_variant_price: MoneyRecord
    max_variant_price: MoneyRecord


class PriceBook:
    """The catalogue prices of one place, customer kind and stretch of time."""

    __slots__ = (
        "_alike",
        "_maps",
        "_prices",
        "_promotions",
        "_ranges",
        "_targeted",
        "divergences",
        "facts",
        "key",
        "listing",
        "watched",
    )

    def __init__(
        self,
        prices: Prices,
        *,
        key: object,
        facts: QuoteFacts,
        divergences: tuple[Divergence, ...],
        promotions: tuple[Promotion, ...] = (),
    ) -> None:
        self.key = key
        self.listing: Any = None
        """What lists of products need of the whole catalogue (`comptoir.pricing.listing`), made when asked."""
        self.facts = facts
        self.divergences = divergences
        self._prices = prices
        self._promotions = promotions
        self.watched = frozenset(
            number for each in promotions for number in each.goods.collections
        ) | frozenset(
            each.target_id for each in divergences if each.target == "collection" and each.target_id
        )
        """Collections that prices hang on: what joins or leaves one of them has another price."""
        self._maps = [found.prices for found in applicable(prices, facts)]
        self._targeted = any(found.target != "all" for found in divergences)
        self._alike: dict[Any, PriceView | None] = {}
        self._ranges: dict[tuple[int, int], PriceRange] = {}

    def price_of(self, variant: VariantRecord) -> PriceView | None:
        """Return a variant's price, or none where it is not sold."""
        if self._targeted:
            return self._make(variant)
        number = variant.number
        # Equal prices of a list are one object that the book keeps alive, so its identity may stand for it.
        key = (
            variant.tax_category,
            variant.taxable,
            variant.product.is_gift_card,
            *[id(prices.get(number)) for prices in self._maps],
            *self._touching(variant),
        )
        found: Any = self._alike.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._alike[key] = self._make(variant)
        return found  # type: ignore[no-any-return]

    def _touching(self, variant: VariantRecord) -> Sequence[int]:
        """Return the numbers of the promotions for a variant's goods: variants that are priced alike share them."""
        if not self._promotions:
            return ()
        line = line_for(self._prices, key="1", variant=variant, quantity=1)
        return [each.number for each in self._promotions if each.goods.touches(line)]

    def _make(self, variant: VariantRecord, *, quantity: int = 1) -> PriceView | None:
        line = line_for(self._prices, key="1", variant=variant, quantity=quantity)
        unit = price_unit(line, self.facts, self.divergences)
        return None if unit is None else self._view(line, unit)

    def _view(self, line: QuoteLine, unit: UnitPrice) -> PriceView:
        currency = self.facts.currency
        amount = catalogue_price(line, unit.amount, self.facts, self._promotions)
        struck = struck_price(unit, amount)
        money = Money(amount, currency)
        return PriceView(
            price=money_v2(money),
            compare_at=None if struck is None else money_v2(Money(struck, currency)),
            money=money,
            unit=unit,
            struck=struck,
        )

    def breaks_of(self, variant: VariantRecord) -> list[tuple[int, PriceView]]:
        """Return the quantities above one that change the unit price, with the price from there on."""
        line = line_for(self._prices, key="1", variant=variant, quantity=1)
        minimums = {found.minimum_quantity for _, breaks in line.candidates for found in breaks}
        steps: list[tuple[int, PriceView]] = []
        last = self._make(variant)
        for minimum in sorted(minimums - {1}):
            view = self._make(variant, quantity=minimum)
            if view is not None and (last is None or view.money != last.money):
                steps.append((minimum, view))
            last = view
        return steps

    def amounts_of(self, product: ProductRecord) -> list[int]:
        """Return the prices of a product's variants in minor units; variants without one are left out."""
        views = [self.price_of(variant) for variant in product.variants]
        return [view.money.minor for view in views if view is not None]

    def compare_at_range(self, product: ProductRecord) -> PriceRange:
        """Return the lowest and highest struck-through price of a product; zero where there is none."""
        views = [self.price_of(variant) for variant in product.variants]
        struck = [view.struck for view in views if view is not None]
        return self.range_of(sorted(amount for amount in struck if amount is not None) or (0,))

    def range_of(self, amounts: Sequence[int]) -> PriceRange:
        """Return the range of some amounts, ascending; equal ranges share one object."""
        ends = amounts[0], amounts[-1]
        found = self._ranges.get(ends)
        if found is None:
            low, high = (money_v2(Money(amount, self.facts.currency)) for amount in ends)
            found = self._ranges[ends] = PriceRange(low, high)
        return found


def applicable(prices: Prices, facts: QuoteFacts) -> list[PriceListRecord]:
    """Return the price lists that count for some facts."""
    return [found for found in prices.lists if found.terms.apply_to(facts)]


def price_of(context: RequestContext, variant: VariantRecord) -> PriceView | None:
    """Return a variant's catalogue price for the visitor of a request; none where it is not sold."""
    book: PriceBook = context.memo.get(_MEMO) or book_of(context)
    return book.price_of(variant)


def book_of(context: RequestContext) -> PriceBook:
    """Return the price book for the visitor of a request."""
    found: PriceBook | None = context.memo.get(_MEMO)
    if found is None:
        found = context.memo[_MEMO] = _find_book(context)
    return found


def _find_book(context: RequestContext) -> PriceBook:
    prices = context.snapshot[PRICES]
    locale = locale_of(context)
    facts = facts_for(prices, locale=locale, groups=context.customer.groups, at=context.now)
    divergences = divergences_in_force(context.snapshot, channel=context.actor.channel, at=context.now)
    promotions = context.snapshot[PROMOTIONS].shown(facts)
    key = (
        facts.market,
        facts.currency,
        facts.includes_tax,
        _country_that_matters(prices, facts),
        _groups_that_matter(prices, facts.customer_groups),
        tuple(found.number for found in divergences),
        tuple((found.number, found.version) for found in promotions),
        prices.interval(facts.at),
    )
    book: PriceBook | None = prices.books.get(key)
    if book is None:
        if len(prices.books) >= _BOOKS:
            prices.books.clear()
        book = prices.books[key] = PriceBook(
            prices, key=key, facts=facts, divergences=divergences, promotions=promotions
        )
    return book


def _country_that_matters(prices: Prices, facts: QuoteFacts) -> str | None:
    """Return the destination where prices are converted by its rate; else one book serves a whole market."""
    lists = applicable(prices, facts)
    return facts.country if any(each.terms.includes_tax != facts.includes_tax for each in lists) else None


def _groups_that_matter(prices: Prices, groups: frozenset[str]) -> frozenset[str]:
    if not groups:
        return groups
    return groups & {found.terms.customer_group for found in prices.lists if found.terms.customer_group}
