"""What a search box offers while someone types."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Literal, TypeVar

from comptoir.catalog.listing.paging import page
from comptoir.catalog.listing.products import ProductListing, list_products
from comptoir.catalog.listing.visibility import visible_products
from comptoir.catalog.records import (
    ArticleRecord,
    CatalogView,
    CollectionRecord,
    PageRecord,
    ProductRecord,
)
from comptoir.catalog.search.terms import FIELDS, TITLE, TermIndex
from comptoir.catalog.search.text import sort_text, words
from comptoir.graphql.context import RequestContext

R = TypeVar("R", CollectionRecord, PageRecord, ArticleRecord)
MAX_LIMIT = 10
"""Results of each kind at most."""
_MAX_TEXT = 200
_MAX_TERMS = 512
TYPES = ("PRODUCT", "COLLECTION", "QUERY", "PAGE", "ARTICLE")


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRecord:
    """A search that would find something; `styled_text` is HTML that marks what was typed."""

    text: str
    styled_text: str
    tracking_parameters: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What to offer, by kind, best first."""

    products: Sequence[ProductRecord] = ()
    collections: Sequence[CollectionRecord] = ()
    pages: Sequence[PageRecord] = ()
    articles: Sequence[ArticleRecord] = ()
    queries: Sequence[SuggestionRecord] = ()


def predict(
    context: RequestContext,
    text: str,
    *,
    limit: int = MAX_LIMIT,
    limit_scope: Literal["ALL", "EACH"] = "ALL",
    types: Collection[str] = TYPES,
    base: int = -1,
) -> Prediction:
    """Find what someone may mean who has typed a text so far.

    `limit` (1 to 10) is for each kind, or with ALL for all together, taken turn by turn. `base` is a bitset
    that products are chosen from, -1 for all. A text without words finds nothing.
    """
    from comptoir.catalog import view_of

    typed = text[:_MAX_TEXT]
    if not words(typed):
        return Prediction()
    view, most = view_of(context), max(1, min(limit, MAX_LIMIT))
    finders: dict[str, Callable[[], Sequence[object]]] = {
        "PRODUCT": lambda: _products(context, typed, base, most),
        "COLLECTION": lambda: _named(view.collections.values(), typed, most),
        "QUERY": lambda: suggest(context, view, typed, limit=most),
        "PAGE": lambda: _named(view.content.pages.values(), typed, most),
        "ARTICLE": lambda: _named(_articles(view), typed, most),
    }
    found = {kind: list(finders[kind]()) if kind in types else [] for kind in TYPES}
    if limit_scope == "ALL":
        found = _share(found, most)
    return Prediction(
        products=found["PRODUCT"],  # type: ignore[arg-type]
        collections=found["COLLECTION"],  # type: ignore[arg-type]
        pages=found["PAGE"],  # type: ignore[arg-type]
        articles=found["ARTICLE"],  # type: ignore[arg-type]
        queries=found["QUERY"],  # type: ignore[arg-type]
    )


def _products(context: RequestContext, text: str, base: int, limit: int) -> Sequence[ProductRecord]:
    listing = ProductListing(base=base, query=text, sort_key="RELEVANCE")
    return page(list_products(context, listing), first=limit).nodes


def _articles(view: CatalogView) -> Iterable[ArticleRecord]:
    return (article for blog in view.content.blogs.values() for article in blog.articles)


def _named(records: Iterable[R], text: str, limit: int) -> Sequence[R]:
    """Return the records in whose title all words stand, the last one at least as a beginning."""
    *whole, last = words(text)
    fitting: list[tuple[bool, str, int, R]] = []
    for record in records:
        title = words(record.title)
        if all(word in title for word in whole) and any(word.startswith(last) for word in title):
            fitting.append((last not in title, sort_text(record.title), record.number, record))
    fitting.sort(key=lambda entry: entry[:3])
    return [record for *_, record in fitting[:limit]]


def suggest(
    context: RequestContext, view: CatalogView, text: str, *, limit: int
) -> Sequence[SuggestionRecord]:
    """Return searches that complete the last word so that some visible product fits, most fitting first."""
    *whole, last = words(text)
    terms: TermIndex = view.search.terms
    among = visible_products(context)
    for word in whole:
        among &= terms.exact(TITLE, word) | terms.exact(FIELDS, word)
    ranked: list[tuple[int, str]] = []
    for place, word in enumerate(terms.starting(last)):
        if place >= _MAX_TERMS:
            break
        fits = (among & (terms.exact(TITLE, word) | terms.exact(FIELDS, word))).bit_count()
        if fits:
            ranked.append((-fits, word))
    ranked.sort()
    return [_suggestion([*whole, word], typed=[*whole, last]) for _, word in ranked[:limit]]


def _suggestion(found: Sequence[str], *, typed: Sequence[str]) -> SuggestionRecord:
    plain, start = " ".join(found), " ".join(typed)
    rest = plain[len(start) :]
    styled = f"<mark>{escape(start)}</mark>" + (f"<span>{escape(rest)}</span>" if rest else "")
    return SuggestionRecord(text=plain, styled_text=styled)


def _share(found: dict[str, list[object]], limit: int) -> dict[str, list[object]]:
    """Return at most `limit` results in all, taken from the kinds turn by turn."""
    shared: dict[str, list[object]] = {kind: [] for kind in found}
    turn = 0
    while limit and any(len(results) > turn for results in found.values()):
        for kind, results in found.items():
            if limit and len(results) > turn:
                shared[kind].append(results[turn])
                limit -= 1
        turn += 1
    return shared
