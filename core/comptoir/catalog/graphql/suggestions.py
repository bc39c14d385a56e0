"""Suggestions while someone types: products, collections, pages, articles, and longer queries."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from typing import Any

from comptoir.catalog import view_of
from comptoir.catalog.graphql.product_lists import with_unavailable
from comptoir.catalog.graphql.search_results import (
    matching_articles,
    matching_collections,
    matching_pages,
)
from comptoir.catalog.listing import ProductListing, list_products, visible_products
from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.bits import first_ordinal
from comptoir.catalog.search.terms import TITLE
from comptoir.catalog.search.text import fold, words
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext

MAX_LIMIT = 10
KINDS = ("PRODUCT", "COLLECTION", "PAGE", "ARTICLE", "QUERY")
_MAX_READ = 500
"""Products whose texts, or words whose products, are looked at for one suggestion."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuerySuggestion:
    """A longer query; in `styled_text` what was typed is marked."""

    text: str
    styled_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    """What to suggest, each kind by relevance."""

    products: Sequence[ProductRecord] = ()
    collections: Sequence[Any] = ()
    pages: Sequence[Any] = ()
    articles: Sequence[Any] = ()
    queries: Sequence[QuerySuggestion] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRequest:
    """What was typed and what to suggest: `limit` for each kind, or for all together."""

    query: str
    kinds: frozenset[str] = frozenset(KINDS)
    limit: int = MAX_LIMIT
    limit_each: bool = False
    unavailable: str = "LAST"
    fields: frozenset[str] = field(default_factory=frozenset)
    """Texts of products to look at, by the dialect's names; none means what a search looks at."""


def suggest(context: RequestContext, request: SuggestionRequest) -> Suggestions:
    """Return suggestions; none for a query without a word. Raises `BadUserInputError` for a bad limit."""
    if not 1 <= request.limit <= MAX_LIMIT:
        raise BadUserInputError(f"'limit' is {request.limit}; 1 to {MAX_LIMIT} is allowed")
    if not words(request.query):
        return Suggestions()
    found = {kind: list(_FINDERS[kind](context, request)) if kind in request.kinds else [] for kind in KINDS}
    if not request.limit_each:
        _share(found, request.limit)
    return Suggestions(
        products=found["PRODUCT"],
        collections=found["COLLECTION"],
        pages=found["PAGE"],
        articles=found["ARTICLE"],
        queries=found["QUERY"],
    )


def _share(found: Mapping[str, list[Any]], limit: int) -> None:
    """Keep `limit` suggestions of all kinds together, taken in turn so that no kind crowds out another."""
    kept = dict.fromkeys(found, 0)
    left = min(limit, sum(map(len, found.values())))
    while left:
        for kind, items in found.items():
            if left and kept[kind] < len(items):
                kept[kind] += 1
                left -= 1
    for kind, items in found.items():
        del items[kept[kind] :]


def _products(context: RequestContext, request: SuggestionRequest) -> list[ProductRecord]:
    matches = list_products(context, ProductListing(query=request.query, sort_key="RELEVANCE"))
    if request.unavailable != "SHOW":
        matches = with_unavailable(context, matches, hide=request.unavailable == "HIDE")
    places = islice(matches.places(), _MAX_READ)
    found = map(matches.record, places)
    if request.fields:
        wanted = words(request.query)
        found = (product for product in found if _says(product, request.fields, wanted))  # type: ignore[assignment]
    return list(islice(found, request.limit))


_TEXTS: Mapping[str, Callable[[ProductRecord], Sequence[str]]] = {
    "BODY": lambda product: [product.description],
    "PRODUCT_TYPE": lambda product: [product.product_type],
    "TAG": lambda product: product.tags,
    "TITLE": lambda product: [product.title],
    "VARIANTS_BARCODE": lambda product: [variant.barcode or "" for variant in product.variants],
    "VARIANTS_SKU": lambda product: [variant.sku or "" for variant in product.variants],
    "VARIANTS_TITLE": lambda product: [variant.title for variant in product.variants],
    "VENDOR": lambda product: [product.vendor],
}


def _says(product: ProductRecord, fields: frozenset[str], wanted: Sequence[str]) -> bool:
    held = {
        word for name in fields if name in _TEXTS for text in _TEXTS[name](product) for word in words(text)
    }
    return all(any(word.startswith(want) for word in held) for want in wanted)


def _queries(context: RequestContext, request: SuggestionRequest) -> list[QuerySuggestion]:
    """Return the query with its last word made longer, the words of most products first."""
    view = view_of(context)
    terms = view.search.terms
    *head, last = words(request.query)
    among = visible_products(context)
    for word in head:
        among &= terms.exact(TITLE, word)
    fitting = [
        (bits.bit_count(), word, bits)
        for word in islice(terms.starting(last), _MAX_READ)
        if (bits := terms.exact(TITLE, word) & among)
    ]
    fitting.sort(key=lambda item: (-item[0], item[1]))
    texts = (
        " ".join([*head, _as_written(view.ordered[first_ordinal(bits)].title, word)])
        for _, word, bits in fitting[: request.limit]
    )
    return [QuerySuggestion(text=text, styled_text=_styled(text, request.query)) for text in texts]


def _as_written(title: str, word: str) -> str:
    """Return a folded word with the accents that it has in a title, in lower case."""
    return next((text.lower() for text in _WORD.findall(title) if fold(text) == word), word)


def _styled(text: str, typed: str) -> str:
    start = " ".join(words(typed))
    if len(fold(text)) != len(text) or not fold(text).startswith(start):
        return f"<span>{escape(text)}</span>"
    rest = text[len(start) :]
    marked = f"<mark>{escape(text[: len(start)])}</mark>"
    return f"{marked}<span>{escape(rest)}</span>" if rest else marked


_FINDERS: Mapping[str, Callable[[RequestContext, SuggestionRequest], Sequence[Any]]] = {
    "PRODUCT": _products,
    "COLLECTION": lambda context, request: matching_collections(context, request.query)[: request.limit],
    "PAGE": lambda context, request: matching_pages(context, request.query)[: request.limit],
    "ARTICLE": lambda context, request: matching_articles(context, request.query)[: request.limit],
    "QUERY": _queries,
}
