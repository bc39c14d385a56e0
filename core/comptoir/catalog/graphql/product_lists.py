"""Pages of products, with the filters that would narrow the whole list."""

from dataclasses import replace
from typing import Any

from comptoir.catalog.listing import ProductListing, ProductMatches, list_products, page
from comptoir.catalog.listing.paging import Run
from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.bits import raw_of
from comptoir.graphql.context import RequestContext
from comptoir.graphql.pagination import Page

_SOLD_OUT = 100
"""How far the tiers of what is sold out lie behind all others."""


def product_page(
    context: RequestContext,
    listing: ProductListing,
    *,
    first: int | None,
    after: str | None,
    last: int | None,
    before: str | None,
) -> Page[ProductRecord]:
    """Return a page of a listing; its `extra` is the list itself, from which filters are counted.

    Raises `BadUserInputError` for filters, sort keys, counts and cursors that make no sense.
    """
    matches = list_products(context, listing)
    return page(matches, first=first, after=after, last=last, before=before)


def facets_of_page(shown: Page[Any]) -> Any:
    """Return the filters of the list that a page was taken from; none for a list without any."""
    return shown.extra.facets() if hasattr(shown.extra, "facets") else []


def available_products(context: RequestContext) -> int | None:
    """Return the products that can be bought, as a bitset; none where no context above says which."""
    ask = next((axis.matches for axis in context.shop.axes if axis.name == "available"), None)
    return ask(context, True) if ask else None


def with_unavailable(context: RequestContext, matches: ProductMatches, *, hide: bool) -> ProductMatches:
    """Return a list without what is sold out, or with it at the end, whichever way the list runs.

    What is sold out is known to a context above the catalogue; where none says so, the list stays as it is.
    """
    available = available_products(context)
    if available is None:
        return matches
    size = len(matches.view.ordered)
    kept = matches.bits & available
    rest = 0 if hide else matches.bits & ~kept
    front = [Run(run.tier, run.places, raw_of(kept, size)) for run in matches.runs]
    behind = -_SOLD_OUT if matches.reverse else _SOLD_OUT
    back = [Run(run.tier + behind, run.places, raw_of(rest, size)) for run in matches.runs]
    if hide:
        return replace(matches, runs=front, bits=kept, total=kept.bit_count())
    return replace(matches, runs=back + front if matches.reverse else front + back)
