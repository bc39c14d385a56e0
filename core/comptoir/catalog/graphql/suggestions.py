"""Suggestions while someone types, as the dialect bounds them: by limits, fields and what is sold out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from comptoir.catalog.graphql.product_lists import available_products
from comptoir.catalog.listing import Prediction, ProductListing, list_products, predict
from comptoir.catalog.records import ProductRecord
from comptoir.catalog.search.bits import pack
from comptoir.catalog.search.text import words
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import RequestContext

MAX_LIMIT = 10
_MAX_READ = 500
"""Products whose texts are read for one suggestion, the most relevant ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionRequest:
    """What was typed and what to suggest: `limit` for each kind, or for all together."""

    query: str
    kinds: frozenset[str]
    limit: int = MAX_LIMIT
    limit_each: bool = False
    unavailable: str = "LAST"
    """SHOW, HIDE or LAST: what to do with what is sold out."""
    fields: frozenset[str] = field(default_factory=frozenset)
    """Texts of products to look at, by the dialect's names; none means what a search looks at."""


def suggest(context: RequestContext, request: SuggestionRequest) -> Prediction:
    """Return suggestions; none for a query without a word. Raises `BadUserInputError` for a bad limit."""
    if not 1 <= request.limit <= MAX_LIMIT:
        raise BadUserInputError(f"'limit' is {request.limit}; 1 to {MAX_LIMIT} is allowed")
    available = None if request.unavailable == "SHOW" else available_products(context)
    base = -1 if available is None or request.unavailable != "HIDE" else available
    if request.fields:
        base = _saying(context, request, base)
    found = predict(
        context,
        request.query,
        limit=request.limit,
        limit_scope="EACH" if request.limit_each else "ALL",
        types=request.kinds,
        base=base,
    )
    if available is None:
        return found
    return replace(found, products=sorted(found.products, key=lambda one: not available >> one.ordinal & 1))


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


def _saying(context: RequestContext, request: SuggestionRequest, base: int) -> int:
    """Return those of the products that have all words typed in the fields asked for."""
    matches = list_products(context, ProductListing(base=base, query=request.query, sort_key="RELEVANCE"))
    wanted = words(request.query)
    found = map(matches.record, islice(matches.places(), _MAX_READ))
    return pack(
        (product.ordinal for product in found if _says(product, request.fields, wanted)),
        len(matches.view.ordered),
    )


def _says(product: ProductRecord, fields: frozenset[str], wanted: Sequence[str]) -> bool:
    held = {
        word for name in fields if name in _TEXTS for text in _TEXTS[name](product) for word in words(text)
    }
    return all(any(word.startswith(want) for word in held) for want in wanted)
