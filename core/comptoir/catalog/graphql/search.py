"""Search, suggestions while typing, and recommendations."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, Union

import strawberry

from comptoir.catalog.graphql.access import one_of, product_by_handle, product_by_id
from comptoir.catalog.graphql.blog import Article
from comptoir.catalog.graphql.collection import Collection
from comptoir.catalog.graphql.filters import Filter, ProductFilter, filter_mappings
from comptoir.catalog.graphql.page import Page
from comptoir.catalog.graphql.product import Product
from comptoir.catalog.graphql.product_lists import facets_of_page
from comptoir.catalog.graphql.search_results import SearchRequest, search_page
from comptoir.catalog.graphql.sort_keys import SearchSortKeys
from comptoir.catalog.graphql.suggestions import MAX_LIMIT, SuggestionRequest, suggest
from comptoir.catalog.graphql.traits import Trackable
from comptoir.catalog.listing import Prediction, SuggestionRecord, recommend
from comptoir.catalog.records import ProductRecord
from comptoir.graphql.context import Info
from comptoir.graphql.pagination import Page as Window
from comptoir.graphql.pagination import PageInfo


@strawberry.enum(description="What to search among.")
class SearchType(StrEnum):
    """What to search among."""

    ARTICLE = "ARTICLE"
    PAGE = "PAGE"
    PRODUCT = "PRODUCT"


@strawberry.enum(description="Which words of a query stand for longer words, too.")
class SearchPrefixQueryType(StrEnum):
    """Which words of a query stand for longer words, too."""

    LAST = "LAST"
    NONE = "NONE"


@strawberry.enum(description="What to do with products that are sold out.")
class SearchUnavailableProductsType(StrEnum):
    """What to do with products that are sold out."""

    HIDE = "HIDE"
    LAST = "LAST"
    SHOW = "SHOW"


SearchResultItem = Annotated[
    Union[Article, Page, Product],  # noqa: UP007 - a union with a name of its own
    strawberry.union("SearchResultItem", description="What a search can find."),
]


@strawberry.type(description="A result in a list.")
class SearchResultItemEdge:
    """A result in a list."""

    cursor: str
    node: SearchResultItem


@strawberry.type(description="A page of results.")
class SearchResultItemConnection:
    """A page of results."""

    edges: list[SearchResultItemEdge]
    nodes: list[SearchResultItem]
    page_info: PageInfo
    total_count: int = strawberry.field(description="How many results there are on all pages.")

    @strawberry.field(graphql_type=list[Filter], description="Ways to narrow the products found.")
    def product_filters(self: Any) -> Any:
        """Return the filters with counts; they are counted when asked for."""
        return facets_of_page(self)


@strawberry.enum(description="What to suggest.")
class PredictiveSearchType(StrEnum):
    """What to suggest."""

    ARTICLE = "ARTICLE"
    COLLECTION = "COLLECTION"
    PAGE = "PAGE"
    PRODUCT = "PRODUCT"
    QUERY = "QUERY"


@strawberry.enum(description="What a limit counts: each kind by itself, or all together.")
class PredictiveSearchLimitScope(StrEnum):
    """What a limit counts."""

    ALL = "ALL"
    EACH = "EACH"


@strawberry.enum(description="A text to look at.")
class SearchableField(StrEnum):
    """A text to look at."""

    AUTHOR = "AUTHOR"
    BODY = "BODY"
    PRODUCT_TYPE = "PRODUCT_TYPE"
    TAG = "TAG"
    TITLE = "TITLE"
    VARIANTS_BARCODE = "VARIANTS_BARCODE"
    VARIANTS_SKU = "VARIANTS_SKU"
    VARIANTS_TITLE = "VARIANTS_TITLE"
    VENDOR = "VENDOR"


@strawberry.enum(description="Why to recommend.")
class ProductRecommendationIntent(StrEnum):
    """Why to recommend."""

    COMPLEMENTARY = "COMPLEMENTARY"
    RELATED = "RELATED"


@strawberry.type(description="A longer query than what was typed.")
class SearchQuerySuggestion(Trackable):
    """A longer query than what was typed."""

    text: str
    styled_text: str = strawberry.field(description="The same as HTML, with what was typed in `mark`.")

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether an object is a longer query."""
        return isinstance(obj, SuggestionRecord)


@strawberry.type(description="Suggestions while someone types, by kind.")
class PredictiveSearchResult:
    """Suggestions while someone types, by kind."""

    products: list[Product]
    collections: list[Collection]
    pages: list[Page]
    articles: list[Article]
    queries: list[SearchQuerySuggestion]


@strawberry.type
class SuggestionQueries:
    """What to show before anyone has asked for it."""

    @strawberry.field(graphql_type=PredictiveSearchResult | None)
    def predictive_search(
        self,
        info: Info,
        query: str,
        limit: int | None = None,
        limit_scope: PredictiveSearchLimitScope | None = None,
        types: list[PredictiveSearchType] | None = None,
        searchable_fields: list[SearchableField] | None = None,
        unavailable_products: SearchUnavailableProductsType | None = None,
    ) -> Prediction:
        """Return up to ten suggestions, together unless told to count each kind by itself."""
        request = SuggestionRequest(
            query=query,
            kinds=frozenset(types or PredictiveSearchType),
            limit=MAX_LIMIT if limit is None else limit,
            limit_each=limit_scope is PredictiveSearchLimitScope.EACH,
            unavailable=unavailable_products or SearchUnavailableProductsType.LAST,
            fields=frozenset(searchable_fields or ()),
        )
        return suggest(info.context, request)

    @strawberry.field(
        graphql_type=list[Product] | None,
        description="Up to ten products to show beside one, or none at all.",
    )
    def product_recommendations(
        self,
        info: Info,
        product_id: strawberry.ID | None = None,
        product_handle: str | None = None,
        intent: ProductRecommendationIntent | None = ProductRecommendationIntent.RELATED,
    ) -> Sequence[ProductRecord] | None:
        """Return recommendations; none when there is no such product to see."""
        one_of(product_handle, product_id)
        if product_id is not None:
            product = product_by_id(info.context, product_id)
        else:
            product = product_by_handle(info.context, product_handle or "")
        if product is None:
            return None
        wanted = intent or ProductRecommendationIntent.RELATED
        return recommend(info.context, product, intent=wanted.value)


@strawberry.type
class SearchQueries:
    """Search over products, articles and pages."""

    @strawberry.field(graphql_type=SearchResultItemConnection)
    def search(  # noqa: PLR0913, PLR0917 (the arguments of the dialect)
        self,
        info: Info,
        query: str,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: SearchSortKeys | None = SearchSortKeys.RELEVANCE,
        types: list[SearchType] | None = None,
        product_filters: list[ProductFilter] | None = None,
        unavailable_products: SearchUnavailableProductsType | None = None,
        prefix: SearchPrefixQueryType | None = None,
    ) -> Window[Any]:
        """Return a page of what fits a query; the last word also stands for longer ones unless told not to."""
        request = SearchRequest(
            query=query,
            types=frozenset(types or SearchType),
            sort_key=sort_key or SearchSortKeys.RELEVANCE,
            reverse=bool(reverse),
            prefix_last=prefix is not SearchPrefixQueryType.NONE,
            filters=filter_mappings(info.context, product_filters),
            unavailable=unavailable_products or SearchUnavailableProductsType.LAST,
        )
        return search_page(info.context, request, first=first, after=after, last=last, before=before)
