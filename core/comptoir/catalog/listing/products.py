"""Lists of products: what a request may see, searched, filtered and sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comptoir.catalog.listing.facets import facets_of
from comptoir.catalog.listing.filters import Selection, narrow, select
from comptoir.catalog.listing.orders import SORT_KEYS, Order, order_by, order_by_axis
from comptoir.catalog.listing.paging import Matches, Run
from comptoir.catalog.listing.visibility import visible_products
from comptoir.catalog.records import CatalogView, CollectionRecord, ProductRecord
from comptoir.catalog.search.bits import full, ordinals_of, raw_of
from comptoir.catalog.search.products import Levels, find_products
from comptoir.graphql.context import RequestContext
from comptoir.hooks.contributions import Facet

_SORTED_AT_ONCE = 1_024
"""Up to so many matches are sorted by themselves; more are met by walking the order of all products."""
_COLLECTION_ORDERS: Mapping[str, tuple[str, bool]] = {
    "BEST_SELLING": ("BEST_SELLING", False),
    "TITLE": ("TITLE", False),
    "TITLE_DESC": ("TITLE", True),
    "PRICE": ("PRICE", False),
    "PRICE_DESC": ("PRICE", True),
    "CREATED": ("CREATED_AT", False),
    "CREATED_DESC": ("CREATED_AT", True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductListing:
    """What to list. `sort_key` is one of the dialect's ProductSortKeys or ProductCollectionSortKeys."""

    base: int = -1
    """The products to choose from, as a bitset; -1 for all."""
    query: str | None = None
    prefix_last: bool = True
    """The last word of the query also stands for longer words."""
    filters: Sequence[Mapping[str, Any]] = ()
    sort_key: str = "ID"
    reverse: bool = False
    collection: CollectionRecord | None = None


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ProductMatches(Matches[ProductRecord]):
    """The products that fit a listing, in order; `page()` takes windows of it."""

    context: RequestContext
    view: CatalogView
    bits: int
    """The products that fit."""
    unfiltered: int
    """The products that would fit without filters."""
    selection: Selection
    _facets: list[Facet] = field(default_factory=list)

    @property
    def ordinals(self) -> list[int]:
        """All ordinals in order; for long lists take pages instead."""
        return list(self.places())

    def facets(self) -> Sequence[Facet]:
        """Return the filters that would help to narrow the list, with counts.

        A facet counts what its values would give beside the choices of all other kinds; its own choices do
        not lower its counts, since choices of one kind widen each other. A size counts the products that
        have it, also where a colour is chosen and the two do not meet in one variant.
        """
        if not self._facets:
            self._facets.extend(
                facets_of(self.context, self.view, unfiltered=self.unfiltered, selection=self.selection)
            )
        return self._facets


def list_products(context: RequestContext, listing: ProductListing) -> ProductMatches:
    """Find the products of a listing that the request may see.

    Raises `BadUserInputError` for filters and sort keys that nobody answers.
    """
    from comptoir.catalog import view_of

    view = view_of(context)
    unfiltered = visible_products(context)
    if listing.base >= 0:
        unfiltered &= listing.base
    if listing.collection is not None:
        # A product's record may hold its collection as it was before a refresh.
        listing = replace(listing, collection=view.collections.get(listing.collection.number))
        unfiltered &= listing.collection.bits if listing.collection else 0
    levels = None
    if listing.query is not None and listing.query.strip():
        levels = find_products(context, view, listing.query, prefix_last=listing.prefix_last)
        unfiltered &= levels[-1]
    selection = select(context, view, listing.filters)
    bits = narrow(view, unfiltered, selection)
    ordering = _ordering(context, view, listing, levels=levels, bits=bits)
    ordered = view.ordered
    return ProductMatches(
        context=context,
        view=view,
        bits=bits,
        unfiltered=unfiltered,
        selection=selection,
        runs=ordering.runs,
        record=ordered.__getitem__,
        value=ordering.value,
        number=lambda ordinal: ordered[ordinal].number,
        reverse=ordering.reverse,
        total=bits.bit_count(),
        relocate=ordering.relocate,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ordering:
    runs: Sequence[Run]
    value: Callable[[int], Any]
    reverse: bool
    relocate: Callable[[Any, int], tuple[Any, int]] | None = None


def _ordering(
    context: RequestContext, view: CatalogView, listing: ProductListing, *, levels: Levels | None, bits: int
) -> _Ordering:
    key, reverse, collection = listing.sort_key, listing.reverse, listing.collection
    if key == "RELEVANCE" and levels is not None:
        order = order_by(view, "BEST_SELLING")
        return _Ordering(
            runs=_by_relevance(view, order, levels, bits), value=order.values.__getitem__, reverse=reverse
        )
    if key in {"COLLECTION_DEFAULT", "MANUAL", "RELEVANCE"}:
        if collection is not None and collection.sort_order not in _COLLECTION_ORDERS:
            return _by_hand(context, view, collection, bits=bits, reverse=reverse)
        if collection is not None:
            key, turned = _COLLECTION_ORDERS[collection.sort_order]
            reverse ^= turned
        else:
            key = "ID"
    key = {"CREATED": "CREATED_AT"}.get(key, key)
    order = order_by(view, key) if key in SORT_KEYS else order_by_axis(context, view, key)
    return _Ordering(runs=[_run(view, order, bits)], value=order.values.__getitem__, reverse=reverse)


def _run(view: CatalogView, order: Order, bits: int, *, tier: int = 0) -> Run:
    """Return the products of a bitset in an order: sorted when few, else as a test upon the order of all."""
    count = bits.bit_count()
    if count == len(order.ordinals):
        return Run(tier, order.ordinals)
    if count > _SORTED_AT_ONCE:
        return Run(tier, order.ordinals, raw_of(bits, len(view.ordered)))
    values, ordered = order.values, view.ordered
    found = ordinals_of(bits)
    found.sort(key=lambda ordinal: (values[ordinal], ordered[ordinal].number))
    return Run(tier, found)


def _by_relevance(view: CatalogView, order: Order, levels: Levels, bits: int) -> list[Run]:
    runs: list[Run] = []
    seen = 0
    for tier, level in enumerate(levels):
        fresh = bits & level & ~seen
        seen |= level
        if fresh:
            runs.append(_run(view, order, fresh, tier=tier))
    return runs


def _by_hand(
    context: RequestContext, view: CatalogView, collection: CollectionRecord, *, bits: int, reverse: bool
) -> _Ordering:
    """Return the merchant's order, in which a product is worth its place in the collection."""
    products = collection.products

    def places() -> Mapping[int, int]:
        return {ordinal: place for place, ordinal in enumerate(products)}

    place_of = context.snapshot.memo(("catalog.places", view.language, collection.number), places)

    def relocate(value: Any, number: int) -> tuple[Any, int]:
        product = view.products.get(number)
        if product is not None and product.ordinal in place_of:
            return place_of[product.ordinal], number
        if not isinstance(value, int):
            raise TypeError(value)
        return value - 0.5, number

    size = full(len(view.ordered))
    raw = None if bits == collection.bits & size else raw_of(bits, len(view.ordered))
    return _Ordering(
        runs=[Run(0, products, raw)], value=place_of.__getitem__, reverse=reverse, relocate=relocate
    )
