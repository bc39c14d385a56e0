"""The snapshot part of prices: lists with their prices, tax rates and divergences, small enough for 200,000.

Prices of a list are one dictionary from variant to a tuple of breaks; equal tuples are one object, since a
catalogue has far fewer different prices than variants.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.catalog.models import VARIANT
from comptoir.db.tx import Change, ReadTx
from comptoir.money import Money
from comptoir.pricing.models import DIVERGENCE, PRICE, PRICE_LIST, TAX_RATE
from comptoir.pricing.statutory import STATUTORY_RATES
from comptoir.pricing.tax import TaxRate, TaxRates
from comptoir.pricing.unit_price import Candidate, Divergence, PriceBreak, PriceTerms
from comptoir.readmodel.snapshot import Parts, SnapshotPart

Breaks = tuple[PriceBreak, ...]

_CHUNK = 500
_MANY = 20_000
"""Changes past which all prices are read again: cheaper than row by row."""

_LISTS = select(PRICE_LIST).order_by(PRICE_LIST.c.handle)
_PRICES = (
    select(PRICE)
    .where(PRICE.c.price_list_id == bindparam("number"))
    .order_by(PRICE.c.variant_id, PRICE.c.minimum_quantity.desc())
)
_PRICES_OF = (
    select(PRICE)
    .where(PRICE.c.variant_id.in_(bindparam("variants", expanding=True)))
    .order_by(PRICE.c.price_list_id, PRICE.c.variant_id, PRICE.c.minimum_quantity.desc())
)
_VARIANTS_OF = select(VARIANT.c.id).where(VARIANT.c.product_id.in_(bindparam("products", expanding=True)))
_TAX_RATES = select(TAX_RATE).order_by(TAX_RATE.c.country, TAX_RATE.c.region, TAX_RATE.c.category)
_DIVERGENCES = select(DIVERGENCE).order_by(DIVERGENCE.c.id)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DivergenceRecord:
    """A divergence with whose it is; `rule` is what quotes see of it."""

    channel: str
    who: str
    recorded_at: datetime
    starts_at: datetime
    ends_at: datetime | None
    rule: Divergence

    def in_force(self, *, channel: str | None, at: datetime) -> bool:
        """Say whether it counts for a channel at a moment."""
        return (
            self.channel == channel and self.starts_at <= at and (self.ends_at is None or at < self.ends_at)
        )


@dataclass(frozen=True, slots=True, eq=False)
class PriceListRecord:
    """A price list with its prices by variant number."""

    number: int
    terms: PriceTerms
    prices: Mapping[int, Breaks]


@dataclass(slots=True, kw_only=True, eq=False)
class Prices:
    """Everything that prices are made from. Never changed, save `books`: catalogue prices made so far."""

    lists: tuple[PriceListRecord, ...]
    tax_rates: Mapping[tuple[str, str], TaxRates]
    """Rates by country and region (empty for the whole country)."""
    divergences: tuple[DivergenceRecord, ...]
    boundaries: tuple[datetime, ...]
    """Moments at which some list or divergence starts or ends, in order."""
    books: dict[Any, Any] = field(default_factory=dict)
    earlier: Mapping[Any, Any] = field(default_factory=dict)
    """Listings of the books before the last change of prices, by the key of their book."""
    touched: frozenset[int] = frozenset()
    """Variants whose prices have changed since those listings were made."""

    def candidates(self, variant_id: int) -> list[Candidate]:
        """Return a variant's prices in all lists."""
        return [
            Candidate(found.terms, breaks)
            for found in self.lists
            if (breaks := found.prices.get(variant_id)) is not None
        ]

    def rates(self, country: str, region: str = "") -> TaxRates | None:
        """Return the rates of a destination, or none where tax is only known at checkout."""
        if region and (found := self.tax_rates.get((country, region))) is not None:
            return found
        return self.tax_rates.get((country, ""))

    def interval(self, at: datetime) -> int:
        """Return the number of the stretch between boundaries in which a moment lies."""
        return bisect_right(self.boundaries, at)

    def next_boundary(self, at: datetime) -> datetime | None:
        """Return the first moment after this one at which some price may change, or none."""
        index = bisect_right(self.boundaries, at)
        return self.boundaries[index] if index < len(self.boundaries) else None


def build_prices(tx: ReadTx, parts: Parts) -> Prices:  # noqa: ARG001
    """Read all prices."""
    pool: dict[Breaks, Breaks] = {}
    lists = tuple(_read_list(tx, row, pool) for row in tx.all(_LISTS))
    return _assemble(lists, _read_tax_rates(tx), _read_divergences(tx))


def refresh_prices(tx: ReadTx, value: Prices, changes: Sequence[Change], parts: Parts) -> Prices:
    """Read again what changed; lists whose prices stayed are shared."""
    kinds = {change.kind for change in changes}
    touched = {change.ident for change in changes if change.kind in {"price", "product"}}
    if "price_list" in kinds or len(touched) > _MANY:
        return build_prices(tx, parts)
    variants = {change.ident for change in changes if change.kind == "price"}
    products = sorted({change.ident for change in changes if change.kind == "product"})
    for chunk in _chunks(products):
        variants.update(row.id for row in tx.all(_VARIANTS_OF, {"products": chunk}))
    lists = _refresh_lists(tx, value.lists, sorted(variants))
    if kinds.isdisjoint({"tax_rate", "divergence"}):
        return value if lists is value.lists else _carry(value, lists, frozenset(variants))
    return _assemble(lists, _read_tax_rates(tx), _read_divergences(tx))


def _carry(value: Prices, lists: tuple[PriceListRecord, ...], variants: frozenset[int]) -> Prices:
    """Return prices with new lists, which remember the listings made before."""
    listings = {key: book.listing for key, book in value.books.items() if book.listing is not None}
    touched = variants if listings else value.touched | variants
    if len(touched) > _MANY:
        return replace(value, lists=lists, books={}, earlier={}, touched=frozenset())
    return replace(value, lists=lists, books={}, earlier=listings or value.earlier, touched=touched)


def _chunks(numbers: Sequence[int]) -> Iterable[Sequence[int]]:
    return (numbers[start : start + _CHUNK] for start in range(0, len(numbers), _CHUNK))


def _assemble(
    lists: tuple[PriceListRecord, ...],
    tax_rates: Mapping[tuple[str, str], TaxRates],
    divergences: tuple[DivergenceRecord, ...],
) -> Prices:
    periods = [(found.terms.starts_at, found.terms.ends_at) for found in lists]
    periods += [(found.starts_at, found.ends_at) for found in divergences]
    return Prices(
        lists=lists,
        tax_rates=tax_rates,
        divergences=divergences,
        boundaries=tuple(sorted({moment for period in periods for moment in period if moment})),
    )


def _read_list(tx: ReadTx, row: Row[Any], pool: dict[Breaks, Breaks]) -> PriceListRecord:
    terms = PriceTerms(
        handle=row.handle,
        name=row.name,
        currency=row.currency,
        market=row.market,
        customer_group=row.customer_group,
        includes_tax=row.includes_tax,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        priority=row.priority,
    )
    grouped = _group(tx.all(_PRICES, {"number": row.id}), pool)
    return PriceListRecord(row.id, terms, grouped.get(row.id, {}))


def _group(rows: Iterable[Row[Any]], pool: dict[Breaks, Breaks]) -> dict[int, dict[int, Breaks]]:
    lists: dict[int, dict[int, Breaks]] = {}
    for row in rows:
        number, variant, minimum, amount, compare_at = tuple(row)
        prices = lists.setdefault(number, {})
        breaks = (*prices.get(variant, ()), PriceBreak(minimum, amount, compare_at))
        prices[variant] = pool.setdefault(breaks, breaks)
    return lists


def _refresh_lists(
    tx: ReadTx, lists: tuple[PriceListRecord, ...], variants: Sequence[int]
) -> tuple[PriceListRecord, ...]:
    fresh: dict[int, dict[int, Breaks]] = {}
    for chunk in _chunks(variants):
        for number, prices in _group(tx.all(_PRICES_OF, {"variants": chunk}), {}).items():
            fresh.setdefault(number, {}).update(prices)
    refreshed = tuple(_refresh_list(found, fresh.get(found.number, {}), variants) for found in lists)
    return lists if all(new is old for new, old in zip(refreshed, lists, strict=True)) else refreshed


def _refresh_list(
    found: PriceListRecord, fresh: Mapping[int, Breaks], variants: Sequence[int]
) -> PriceListRecord:
    different = [variant for variant in variants if found.prices.get(variant) != fresh.get(variant)]
    if not different:
        return found
    prices = dict(found.prices)
    for variant in different:
        if variant in fresh:
            prices[variant] = fresh[variant]
        else:
            del prices[variant]
    return PriceListRecord(found.number, found.terms, prices)


def _read_tax_rates(tx: ReadTx) -> Mapping[tuple[str, str], TaxRates]:
    stored: dict[tuple[str, str], dict[str, TaxRate]] = {}
    for row in tx.all(_TAX_RATES):
        stored.setdefault((row.country, row.region), {})[row.category] = TaxRate(row.rate, row.name)
    built_in = {(country, ""): rates for country, rates in STATUTORY_RATES.items()}
    return {**built_in, **stored}


def _read_divergences(tx: ReadTx) -> tuple[DivergenceRecord, ...]:
    return tuple(
        DivergenceRecord(
            channel=row.channel,
            who=row.who,
            recorded_at=row.recorded_at,
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            rule=Divergence(
                number=row.id,
                reason=row.reason,
                starts_at=row.starts_at,
                target=row.target,
                target_id=row.target_id,
                change=row.change,
                price=None if row.price_amount is None else Money(row.price_amount, row.price_currency),
            ),
        )
        for row in tx.all(_DIVERGENCES)
    )


PRICES: SnapshotPart[Prices] = SnapshotPart(
    name="prices",
    build=build_prices,
    refresh=refresh_prices,
    streams=frozenset({"catalog"}),
)
"""Price lists, tax rates and divergences."""
