"""From the read model to a quote: gathers what `quote()` depends on, and selects the divergences in force.

This is the one place where the channel is seen: it picks divergence records, and goes no further.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from comptoir.catalog.records import VariantRecord
from comptoir.graphql.context import RequestContext
from comptoir.markets.locale import Locale, locale_of
from comptoir.pricing.promotions.choice import Charge
from comptoir.pricing.promotions.limits import PromotionLimits
from comptoir.pricing.promotions.snapshot import PROMOTIONS
from comptoir.pricing.quote import Quote, quote
from comptoir.pricing.snapshot import PRICES, Prices
from comptoir.pricing.tax import NO_FACTS, TaxFacts
from comptoir.pricing.unit_price import Divergence, QuoteFacts, QuoteLine
from comptoir.readmodel.snapshot import Snapshot

GIFT_CARD = "gift_card"
_KEPT = "pricing.quotes"
_MOST_KEPT, _LONGEST_KEPT = 1_024, 50
"""Quotes kept with a state of the read model, and lines of each: a cart is quoted five times in a checkout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedLine:
    """Goods that somebody wants: `key` names the line in the quote."""

    key: str
    variant: VariantRecord
    quantity: int


def quote_lines(
    source: RequestContext | Snapshot,
    *,
    lines: Sequence[RequestedLine],
    locale: Locale,
    groups: frozenset[str],
    at: datetime,
    channel: str | None,
    tax: TaxFacts = NO_FACTS,
    codes: Sequence[str] = (),
    charges: Sequence[Charge] = (),
    limits: PromotionLimits | None = None,
) -> Quote:
    """Return what the lines and charges cost in a market, for a customer's groups, at a moment.

    `codes` ask for promotions. A checkout, which knows who buys, gives the `limits` that `find_limits` reads; without
    them only what everybody may see is heeded.

    `channel` only selects the divergences in force. `tax` says where in its country the destination lies, where that is
    known, and what a tax provider said, see `comptoir.pricing.taxing`.
    Raises `UnpricedError` for a variant without a price there, and `ValueError` for a quantity below one.
    """
    snapshot = source.snapshot if isinstance(source, RequestContext) else source
    asked = _Asked(
        tuple((line.key, line.variant.number, line.quantity) for line in lines),
        locale,
        groups,
        snapshot[PRICES].interval(at),
        snapshot[PROMOTIONS].interval(at),
        channel,
        tax.region,
        tuple(codes),
        tuple(charges),
    )
    known_to_all = not tax.provided and (limits is None or limits == PromotionLimits())
    if not known_to_all or len(lines) > _LONGEST_KEPT:
        return _quote(snapshot, lines, asked, at=at, tax=tax, limits=limits)
    kept: dict[_Asked, Quote] = snapshot.memo(_KEPT, dict)
    found = kept.get(asked)
    if found is None:
        found = _quote(snapshot, lines, asked, at=at, tax=tax, limits=None)
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[asked] = found
    return found


class _Asked(NamedTuple):
    """All that a quote of one state of the read model depends on, save who buys and what tax providers say."""

    lines: tuple[tuple[str, int, int], ...]
    locale: Locale
    groups: frozenset[str]
    price_interval: int
    promotion_interval: int
    channel: str | None
    region: str
    codes: tuple[str, ...]
    charges: tuple[Charge, ...]


def _quote(
    snapshot: Snapshot,
    lines: Sequence[RequestedLine],
    asked: _Asked,
    *,
    at: datetime,
    tax: TaxFacts,
    limits: PromotionLimits | None,
) -> Quote:
    prices, locale, codes = snapshot[PRICES], asked.locale, asked.codes
    facts = facts_for(prices, locale=locale, groups=asked.groups, at=at, tax=tax, revision=snapshot.revision)
    if limits is not None:
        facts = replace(
            facts,
            orders_placed=limits.orders_placed,
            promotions_used_up=limits.promotions_used_up,
            budgets_left=limits.budgets_left,
        )
    return quote(
        [line_for(prices, key=line.key, variant=line.variant, quantity=line.quantity) for line in lines],
        facts,
        divergences_in_force(snapshot, channel=asked.channel, at=at),
        promotions=snapshot[PROMOTIONS].for_quote(codes, currency=locale.currency, language=locale.language),
        charges=asked.charges,
        codes=codes,
    )


def quote_for(context: RequestContext, lines: Sequence[RequestedLine], *, codes: Sequence[str] = ()) -> Quote:
    """Return what the lines cost for the visitor of a request; errors as `quote_lines`."""
    return quote_lines(
        context,
        lines=lines,
        locale=locale_of(context),
        groups=context.customer.groups,
        at=context.now,
        channel=context.actor.channel,
        codes=codes,
    )


def facts_for(
    prices: Prices,
    *,
    locale: Locale,
    groups: frozenset[str],
    at: datetime,
    tax: TaxFacts = NO_FACTS,
    revision: str = "",
) -> QuoteFacts:
    """Return what prices depend on in a place and at a moment."""
    return QuoteFacts(
        market=locale.market.handle,
        currency=locale.currency,
        country=locale.country,
        includes_tax=locale.market.includes_tax,
        at=at,
        customer_groups=groups,
        tax_rates=prices.rates(locale.country, tax.region),
        taxes=tax.provided,
        revision=revision,
    )


def line_for(prices: Prices, *, key: str, variant: VariantRecord, quantity: int) -> QuoteLine:
    """Return a line as quotes take it."""
    product = variant.product
    return QuoteLine(
        key=key,
        variant_id=variant.number,
        product_id=product.number,
        quantity=quantity,
        candidates=prices.candidates(variant.number),
        collections=frozenset(collection.number for collection in product.collections),
        tax_category=tax_category_of(variant),
        taxable=variant.taxable,
        discountable=not product.is_gift_card,
    )


def tax_category_of(variant: VariantRecord) -> str:
    """Return the category that a variant is taxed by."""
    return GIFT_CARD if variant.product.is_gift_card else variant.tax_category


def divergences_in_force(snapshot: Snapshot, *, channel: str | None, at: datetime) -> tuple[Divergence, ...]:
    """Return the divergences that count for a channel at a moment."""
    return tuple(
        found.rule for found in snapshot[PRICES].divergences if found.in_force(channel=channel, at=at)
    )


def next_price_change(snapshot: Snapshot, *, at: datetime) -> datetime | None:
    """Return the first moment after this one at which a schedule may change some price, or none."""
    moments = snapshot[PRICES].next_boundary(at), snapshot[PROMOTIONS].next_boundary_after(at)
    return min((moment for moment in moments if moment is not None), default=None)
