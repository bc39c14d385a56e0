"""Products to show beside a product: those the merchant named, else those most alike."""

from collections.abc import Sequence

from comptoir.catalog import view_of
from comptoir.catalog.graphql.access import seen_product
from comptoir.catalog.graphql.lookup import resource_of
from comptoir.catalog.graphql.metafield import find_metafield
from comptoir.catalog.graphql.metafield_values import reference_ids
from comptoir.catalog.records import CatalogView, ProductRecord
from comptoir.catalog.search.attributes import TAG, TYPE, VENDOR
from comptoir.catalog.search.bits import ordinals_of, raw_of
from comptoir.catalog.search.text import fold
from comptoir.graphql.context import RequestContext

NAMESPACE = "shopify--discovery--product_recommendation"
"""Namespace of the metafields `related_products` and `complementary_products`, lists of products."""
SHOWN = 10
_KEPT = 40
_MAX_COMPARED = 4_000
"""Of more products than that, those of the same type alone are compared."""


def related_products(context: RequestContext, product: ProductRecord) -> list[ProductRecord]:
    """Return up to ten products like one: those the merchant named first, then the most alike.

    Two products are the more alike the more they share of type, collections, tags and vendor; among equals
    the better sold comes first.
    """
    view = view_of(context)
    alike = context.snapshot.memo(
        ("catalog.alike", view.language, product.number), lambda: _most_alike(view, product)
    )
    seen = [other for ordinal in alike if (other := seen_product(context, view.ordered[ordinal]))]
    named = _named(context, product, "related_products")
    return list({other.number: other for other in [*named, *seen]}.values())[:SHOWN]


def complementary_products(context: RequestContext, product: ProductRecord) -> list[ProductRecord]:
    """Return up to ten products that go with one: those that the merchant named."""
    return _named(context, product, "complementary_products")[:SHOWN]


def _named(context: RequestContext, product: ProductRecord, key: str) -> list[ProductRecord]:
    metafield = find_metafield(product.metafields, namespace=NAMESPACE, key=key)
    found = [resource_of(context, ident) for ident in reference_ids(metafield)] if metafield else []
    return [other for other in found if isinstance(other, ProductRecord) and other is not product]


def _most_alike(view: CatalogView, product: ProductRecord) -> Sequence[int]:
    attributes = view.search.attributes
    same_type = attributes.bits(TYPE, fold(product.product_type)) if product.product_type else 0
    weighed = [(same_type, 4), (attributes.bits(VENDOR, fold(product.vendor)) if product.vendor else 0, 1)]
    weighed += [(collection.bits, 2) for collection in product.collections]
    weighed += [(attributes.bits(TAG, fold(tag)), 1) for tag in product.tags]
    own = 1 << product.ordinal
    candidates = 0
    for bits, _ in weighed:
        candidates |= bits
    candidates &= ~own
    if candidates.bit_count() > _MAX_COMPARED:
        candidates = same_type & ~own or candidates
    size = len(view.ordered)
    tests = [(raw_of(bits, size), weight) for bits, weight in weighed if bits]

    def rank(ordinal: int) -> tuple[int, int, int]:
        shared = sum(weight for raw, weight in tests if raw[ordinal >> 3] >> (ordinal & 7) & 1)
        other = view.ordered[ordinal]
        return -shared, other.sales_rank, other.number

    return sorted(ordinals_of(candidates)[:_MAX_COMPARED], key=rank)[:_KEPT]
