"""The price of one unit of goods: which price list counts, how tax shows, which divergence applies. Pure.

1. A price list applies when its currency is the quote's, its market and its customer group are the quote's or
   none, and it is in force at the moment (`starts_at` included, `ends_at` excluded).
2. Of a list, the price with the highest minimum quantity that the line reaches counts.
3. The most specific list wins: one for a customer group before one for none, then one for a market before one
   for none, then the higher priority. Among equals the lowest price as shown wins, then the first handle.
4. A price stored with tax where the market shows it without, or the reverse, is converted by the rate of the
   destination, rounded half up once for the unit.
5. At most one divergence changes the unit price: the most specific (variant, product, collection, all), then
   the one that started last, then the one recorded last.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from comptoir.money import Money
from comptoir.pricing.tax import ProvidedTax, TaxRates, changed_by, rate_for, shown_price

Target = Literal["all", "collection", "product", "variant"]

_TARGETS: Mapping[Target, int] = {"all": 0, "collection": 1, "product": 2, "variant": 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTerms:
    """When a price list applies. `ends_at` is the first moment at which it no longer does."""

    handle: str
    name: str
    currency: str
    market: str | None = None
    customer_group: str | None = None
    includes_tax: bool = True
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    priority: int = 0

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """How specific the list is; the highest wins."""
        return self.customer_group is not None, self.market is not None, self.priority

    def apply_to(self, facts: "QuoteFacts") -> bool:
        """Say whether the list counts for a quote."""
        return (
            self.currency == facts.currency
            and self.market in {None, facts.market}
            and (self.customer_group is None or self.customer_group in facts.customer_groups)
            and (self.starts_at is None or self.starts_at <= facts.at)
            and (self.ends_at is None or facts.at < self.ends_at)
        )


class PriceBreak(NamedTuple):
    """A price in minor units from a quantity on."""

    minimum_quantity: int
    amount: int
    compare_at: int | None


class Candidate(NamedTuple):
    """A list's prices of one variant, the highest minimum quantity first."""

    terms: PriceTerms
    breaks: tuple[PriceBreak, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteLine:
    """Goods to quote; `key` names the line in the result."""

    key: str
    variant_id: int
    product_id: int
    quantity: int
    candidates: Sequence[Candidate]
    collections: frozenset[int] = frozenset()
    tax_category: str = "standard"
    taxable: bool = True
    discountable: bool = True
    """Whether promotions may reduce it; they never reduce a gift card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteFacts:
    """What the prices depend on.

    `tax_rates` are the destination's by category; none means that tax is only known at checkout. `taxes` are what a
    tax provider said instead, by the key of the line or charge; prices are converted by the rates all the same.
    `orders_placed` counts the customer's orders; none where nobody knows who buys.
    `promotions_used_up` are those that this customer may use no more; `budgets_left` says in minor units what is
    left of the budgets of promotions, where a checkout has looked.
    `revision` names the state of the catalogue that the candidates came from; it changes no amount.
    """

    market: str
    currency: str
    country: str
    includes_tax: bool
    at: datetime
    customer_groups: frozenset[str] = frozenset()
    tax_rates: TaxRates | None = None
    taxes: Mapping[str, ProvidedTax] = field(default_factory=dict)
    orders_placed: int | None = None
    promotions_used_up: frozenset[int] = frozenset()
    budgets_left: Mapping[int, int] = field(default_factory=dict)
    revision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """A deliberate difference, already known to be in force: a change in millionths, or a price of its own.

    The price is as the market shows it, and counts only in its own currency.
    """

    number: int
    reason: str
    starts_at: datetime
    target: Target = "all"
    target_id: int | None = None
    change: int | None = None
    price: Money | None = None

    def touches(self, line: QuoteLine, currency: str) -> bool:
        """Say whether it changes the price of a line."""
        if self.price is not None and self.price.currency != currency:
            return False
        if self.target == "collection":
            return self.target_id in line.collections
        if self.target == "product":
            return self.target_id == line.product_id
        return self.target == "all" or self.target_id == line.variant_id

    def apply(self, amount: int) -> int:
        """Return a unit price after it."""
        return self.price.minor if self.price is not None else changed_by(amount, self.change or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """A unit price and how it came about, in minor units."""

    terms: PriceTerms
    chosen: PriceBreak
    shown: int
    """As the market shows it, before any divergence."""
    amount: int
    compare_at: int | None
    """The price to strike through; none unless it is higher than `amount`."""
    divergence: Divergence | None


def price_unit(
    line: QuoteLine, facts: QuoteFacts, divergences: Sequence[Divergence] = ()
) -> UnitPrice | None:
    """Return the price of one unit of a line, or none where it has none; raises `ValueError` for a quantity
    below one.
    """
    if line.quantity < 1:
        raise ValueError(f"line {line.key} has a quantity of {line.quantity}")
    rate = rate_for(facts.tax_rates, line.tax_category, taxable=line.taxable).rate
    best: tuple[PriceTerms, PriceBreak, int] | None = None
    for terms, breaks in line.candidates:
        if not terms.apply_to(facts):
            continue
        for chosen in breaks:
            if chosen.minimum_quantity <= line.quantity:
                shown = _shown(chosen.amount, terms, facts, rate)
                if best is None or _beats(terms, shown, best):
                    best = terms, chosen, shown
                break
    if best is None:
        return None
    terms, chosen, shown = best
    divergence = _select_divergence(line, facts, divergences)
    amount = divergence.apply(shown) if divergence else shown
    compare_at = chosen.compare_at
    if compare_at is not None:
        compare_at = _shown(compare_at, terms, facts, rate)
    return UnitPrice(
        terms=terms,
        chosen=chosen,
        shown=shown,
        amount=amount,
        compare_at=compare_at if compare_at is not None and compare_at > amount else None,
        divergence=divergence,
    )


def _shown(amount: int, terms: PriceTerms, facts: QuoteFacts, rate: int) -> int:
    return shown_price(amount, includes_tax=terms.includes_tax, show_tax=facts.includes_tax, rate=rate)


def _beats(terms: PriceTerms, shown: int, best: tuple[PriceTerms, PriceBreak, int]) -> bool:
    held, _, held_shown = best
    if terms.rank != held.rank:
        return terms.rank > held.rank
    return (shown, terms.handle) < (held_shown, held.handle)


def _select_divergence(
    line: QuoteLine, facts: QuoteFacts, divergences: Sequence[Divergence]
) -> Divergence | None:
    touching = [found for found in divergences if found.touches(line, facts.currency)]
    if not touching:
        return None
    return max(touching, key=lambda found: (_TARGETS[found.target], found.starts_at, found.number))
