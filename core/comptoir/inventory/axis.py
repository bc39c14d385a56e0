"""Product lists by availability: the filter `available` and its facet."""

from typing import Any

from comptoir.catalog.snapshot import CATALOG
from comptoir.graphql.context import RequestContext
from comptoir.hooks.contributions import Facet, FacetValue, ListingAxis
from comptoir.inventory.stock import availability_of
from comptoir.inventory.words import facet_words
from comptoir.markets import locale_of


def _matches(context: RequestContext, value: Any) -> int:
    for_sale, rest = _both(context)
    return for_sale if value else rest


def _facet(context: RequestContext, listed: int) -> Facet:
    """Return both values with their counts, so that either can be picked."""
    label, there, gone = facet_words(locale_of(context).language)
    for_sale, rest = _both(context)
    return Facet(
        id="filter.v.availability",
        label=label,
        kind="LIST",
        values=(
            FacetValue(
                key="1",
                label=there,
                input={"available": True},
                bits=for_sale,
                count=(listed & for_sale).bit_count(),
            ),
            FacetValue(
                key="0", label=gone, input={"available": False}, bits=rest, count=(listed & rest).bit_count()
            ),
        ),
    )


def _both(context: RequestContext) -> tuple[int, int]:
    """Return the products that can be bought, and the others."""
    for_sale = availability_of(context).products_for_sale()
    everything = (1 << len(context.snapshot[CATALOG].view("").ordered)) - 1
    return for_sale, everything & ~for_sale


AVAILABLE = ListingAxis(name="available", matches=_matches, facet=_facet)
"""The filter `available` and its facet."""
