"""The promotions that a product's page tells of."""

from dataclasses import dataclass
from datetime import datetime

from comptoir.catalog.records import ProductRecord
from comptoir.graphql.context import RequestContext
from comptoir.markets.locale import locale_of
from comptoir.pricing.book import book_of
from comptoir.pricing.promotions.conditions import for_group, in_force
from comptoir.pricing.promotions.snapshot import PROMOTIONS
from comptoir.pricing.quoting import line_for
from comptoir.pricing.snapshot import PRICES


@dataclass(frozen=True, slots=True)
class Offer:
    """A promotion in force, told of a product; `in_price` where its price has it already."""

    title: str
    ends_at: datetime | None
    in_price: bool


def offers_for(context: RequestContext, product: ProductRecord) -> list[Offer]:
    """Return the automatic promotions of pieces that are in force for a visitor and touch a product."""
    promotions = context.snapshot[PROMOTIONS]
    if not promotions.records:
        return []
    locale, facts = locale_of(context), book_of(context).facts
    offered = [
        each
        for each in promotions.for_quote((), currency=locale.currency, language=locale.language)
        if each.scope == "product" and in_force(each, facts) is None and for_group(each, facts)
    ]
    if not offered:
        return []
    prices = context.snapshot[PRICES]
    lines = [line_for(prices, key="1", variant=variant, quantity=1) for variant in product.variants]
    return [
        Offer(each.title, each.conditions.ends_at, each.in_catalogue)
        for each in offered
        if any(each.goods.touches(line) for line in lines)
    ]
