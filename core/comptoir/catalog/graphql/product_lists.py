"""Pages of products, with the filters that would narrow the whole list."""

from typing import Any

from comptoir.catalog.listing import ProductListing, list_products, page
from comptoir.catalog.records import ProductRecord
from comptoir.graphql.context import RequestContext
from comptoir.graphql.pagination import Page


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
