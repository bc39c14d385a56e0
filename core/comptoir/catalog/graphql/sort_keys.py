"""Sort keys of lists, and the orders that they name in short ones."""

from enum import StrEnum

import strawberry


@strawberry.enum(description="Order of products.")
class ProductSortKeys(StrEnum):
    """Order of products."""

    BEST_SELLING = "BEST_SELLING"
    CREATED_AT = "CREATED_AT"
    ID = "ID"
    PRICE = "PRICE"
    PRODUCT_TYPE = "PRODUCT_TYPE"
    RELEVANCE = "RELEVANCE"
    TITLE = "TITLE"
    UPDATED_AT = "UPDATED_AT"
    VENDOR = "VENDOR"


@strawberry.enum(description="Order of the products of a collection.")
class ProductCollectionSortKeys(StrEnum):
    """Order of the products of a collection."""

    BEST_SELLING = "BEST_SELLING"
    COLLECTION_DEFAULT = "COLLECTION_DEFAULT"
    CREATED = "CREATED"
    ID = "ID"
    MANUAL = "MANUAL"
    PRICE = "PRICE"
    RELEVANCE = "RELEVANCE"
    TITLE = "TITLE"


@strawberry.enum(description="Order of pictures.")
class ProductImageSortKeys(StrEnum):
    """Order of pictures."""

    CREATED_AT = "CREATED_AT"
    ID = "ID"
    POSITION = "POSITION"
    RELEVANCE = "RELEVANCE"


@strawberry.enum(description="Order of media.")
class ProductMediaSortKeys(StrEnum):
    """Order of media."""

    ID = "ID"
    POSITION = "POSITION"
    RELEVANCE = "RELEVANCE"


@strawberry.enum(description="Order of variants.")
class ProductVariantSortKeys(StrEnum):
    """Order of variants."""

    ID = "ID"
    POSITION = "POSITION"
    RELEVANCE = "RELEVANCE"
    SKU = "SKU"
    TITLE = "TITLE"


@strawberry.enum(description="Order of collections.")
class CollectionSortKeys(StrEnum):
    """Order of collections."""

    ID = "ID"
    RELEVANCE = "RELEVANCE"
    TITLE = "TITLE"
    UPDATED_AT = "UPDATED_AT"


@strawberry.enum(description="Order of pages.")
class PageSortKeys(StrEnum):
    """Order of pages."""

    ID = "ID"
    RELEVANCE = "RELEVANCE"
    TITLE = "TITLE"
    UPDATED_AT = "UPDATED_AT"


@strawberry.enum(description="Order of blogs.")
class BlogSortKeys(StrEnum):
    """Order of blogs."""

    HANDLE = "HANDLE"
    ID = "ID"
    RELEVANCE = "RELEVANCE"
    TITLE = "TITLE"


@strawberry.enum(description="Order of articles.")
class ArticleSortKeys(StrEnum):
    """Order of articles."""

    AUTHOR = "AUTHOR"
    BLOG_TITLE = "BLOG_TITLE"
    ID = "ID"
    PUBLISHED_AT = "PUBLISHED_AT"
    RELEVANCE = "RELEVANCE"
    TITLE = "TITLE"
    UPDATED_AT = "UPDATED_AT"


@strawberry.enum(description="Order of search results.")
class SearchSortKeys(StrEnum):
    """Order of search results."""

    PRICE = "PRICE"
    RELEVANCE = "RELEVANCE"
