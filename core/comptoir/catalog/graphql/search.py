"""Search, suggestions while typing, and recommendations."""

from enum import StrEnum
from typing import Annotated, Any, Union

import strawberry

from comptoir.catalog.graphql.blog import Article
from comptoir.catalog.graphql.filters import Filter, ProductFilter, filter_mappings
from comptoir.catalog.graphql.page import Page
from comptoir.catalog.graphql.product import Product
from comptoir.catalog.graphql.product_lists import facets_of_page
from comptoir.catalog.graphql.search_results import SearchRequest, search_page
from comptoir.catalog.graphql.sort_keys import SearchSortKeys
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
            filters=filter_mappings(product_filters),
            unavailable=unavailable_products or SearchUnavailableProductsType.LAST,
        )
        return search_page(info.context, request, first=first, after=after, last=last, before=before)
