"""Search over products, articles and pages at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from comptoir.catalog import view_of
from comptoir.catalog.graphql.product_lists import with_unavailable
from comptoir.catalog.graphql.text_query import matching
from comptoir.catalog.listing import ProductListing, list_products, page
from comptoir.graphql.context import RequestContext
from comptoir.graphql.pagination import Page, paginate

PRODUCT, ARTICLE, PAGE = "PRODUCT", "ARTICLE", "PAGE"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """What to search for. `unavailable` is SHOW, HIDE or LAST: what to do with what is sold out."""

    query: str
    types: frozenset[str]
    sort_key: str = "RELEVANCE"
    reverse: bool = False
    prefix_last: bool = True
    filters: Sequence[Mapping[str, Any]] = ()
    unavailable: str = "LAST"


def search_page(context: RequestContext, request: SearchRequest, **window: Any) -> Page[Any]:
    """Return a page of results: products first, then articles, then pages.

    Filters are for products; `window` holds first, after, last and before. Raises `BadUserInputError` for
    filters, counts and cursors that make no sense.
    """
    matches = list_products(
        context,
        ProductListing(
            query=request.query,
            prefix_last=request.prefix_last,
            filters=request.filters,
            sort_key=request.sort_key,
            reverse=request.reverse,
        ),
    )
    if request.unavailable != "SHOW":
        matches = with_unavailable(context, matches, hide=request.unavailable == "HIDE")
    if request.types == {PRODUCT}:
        return page(matches, **window)
    found: list[Any] = (
        [matches.record(place) for place in matches.places()] if PRODUCT in request.types else []
    )
    for kind in (ARTICLE, PAGE):
        if kind in request.types:
            found += _TEXTS[kind](context, request.query)
    shown = paginate(found, **window)
    shown.extra = matches if PRODUCT in request.types else None
    return shown


def matching_articles(context: RequestContext, query: str) -> list[Any]:
    """Return the articles with all words of a query, the newest first."""
    blogs = view_of(context).content.blogs.values()
    everything = [article for blog in blogs for article in blog.articles]
    found = matching(everything, query, words_of=_article_words, fields={})
    return sorted(found, key=lambda article: article.published_at, reverse=True)


def matching_pages(context: RequestContext, query: str) -> list[Any]:
    """Return the pages with all words of a query."""
    everything = list(view_of(context).content.pages.values())
    return list(matching(everything, query, words_of=lambda one: [one.title, one.body_summary], fields={}))


def _article_words(article: Any) -> Sequence[str]:
    return [article.title, article.author, *article.tags, article.content]


_TEXTS: Mapping[str, Callable[[RequestContext, str], list[Any]]] = {
    ARTICLE: matching_articles,
    PAGE: matching_pages,
}
