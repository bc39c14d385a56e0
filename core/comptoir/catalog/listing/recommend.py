"""Products to show beside a product."""

import json
from collections.abc import Iterator, Sequence
from typing import Literal

from comptoir.catalog.listing.orders import order_by
from comptoir.catalog.listing.visibility import visible_products
from comptoir.catalog.records import CatalogView, ProductRecord
from comptoir.catalog.search.attributes import TAG, TYPE, VENDOR, AttributeIndex
from comptoir.catalog.search.bits import ordinals_of, raw_of
from comptoir.catalog.search.text import fold
from comptoir.graphql.context import RequestContext

_SORTED_AT_ONCE = 1_024
_MAX_FEATURES = 40
_COMPLEMENTARY = ("shopify--discovery--product_recommendation", "complementary_products")
"""Namespace and key, in the dialect, of the metafield in which merchants list what goes with a product."""


def recommend(
    context: RequestContext,
    product: ProductRecord,
    *,
    limit: int = 10,
    intent: Literal["RELATED", "COMPLEMENTARY"] = "RELATED",
) -> Sequence[ProductRecord]:
    """Return visible products that go with a product, best first; the same for everyone who sees the same.

    RELATED counts what products share: type (weight 4), each collection (2), vendor and each tag (1); equal
    ones stand by sales, then by number. COMPLEMENTARY is what the merchant listed.
    """
    from comptoir.catalog import view_of

    view = view_of(context)
    visible = visible_products(context) & ~(1 << product.ordinal)
    if intent == "COMPLEMENTARY":
        return [one for one in _listed(view, product) if visible >> one.ordinal & 1][:limit]
    found: list[ProductRecord] = []
    for bits in _by_score(list(_features(view, product)), visible):
        best = _best_sellers(view, bits, limit - len(found))
        found.extend(view.ordered[ordinal] for ordinal in best)
        if len(found) >= limit:
            break
    return found


def _listed(view: CatalogView, product: ProductRecord) -> Iterator[ProductRecord]:
    for metafield in product.metafields:
        if (metafield.namespace, metafield.key) == _COMPLEMENTARY:
            try:
                idents = json.loads(metafield.value)
            except ValueError:
                return
            for ident in idents if isinstance(idents, list) else ():
                number = str(ident).rpartition("/")[2]
                found = view.products.get(int(number)) if number.isdecimal() else None
                if found is not None:
                    yield found


def _features(view: CatalogView, product: ProductRecord) -> Iterator[tuple[int, int]]:
    """Yield (weight as a power of two, products that share it) for each feature of a product."""
    attributes: AttributeIndex = view.search.attributes
    if product.product_type:
        yield 2, attributes.bits(TYPE, fold(product.product_type))
    for collection in product.collections[:_MAX_FEATURES]:
        current = view.collections.get(collection.number)
        if current is not None:
            yield 1, current.bits
    if product.vendor:
        yield 0, attributes.bits(VENDOR, fold(product.vendor))
    for tag in product.tags[:_MAX_FEATURES]:
        yield 0, attributes.bits(TAG, fold(tag))


def _by_score(features: Sequence[tuple[int, int]], among: int) -> Iterator[int]:
    """Yield the products of each score above zero, highest score first.

    `planes[i]` holds bit i of every product's score: adding a feature is an addition with carry over all
    products at once.
    """
    planes: list[int] = []
    for power, bits in features:
        carry = bits & among
        place = power
        while carry:
            while len(planes) <= place:
                planes.append(0)
            planes[place], carry = planes[place] ^ carry, planes[place] & carry
            place += 1
    groups = [among]
    for plane in reversed(planes):
        groups = [part for group in groups for part in (group & plane, group & ~plane) if part]
    scored = 0
    for plane in planes:
        scored |= plane
    for group in groups:
        if group & scored:
            yield group


def _best_sellers(view: CatalogView, bits: int, limit: int) -> Iterator[int]:
    order = order_by(view, "BEST_SELLING")
    if bits.bit_count() <= _SORTED_AT_ONCE:
        found = ordinals_of(bits)
        found.sort(key=lambda ordinal: (order.values[ordinal], view.ordered[ordinal].number))
        yield from found[:limit]
        return
    raw = raw_of(bits, len(view.ordered))
    taken = 0
    for ordinal in order.ordinals:
        if taken >= limit:
            return
        if raw[ordinal >> 3] >> (ordinal & 7) & 1:
            taken += 1
            yield ordinal
