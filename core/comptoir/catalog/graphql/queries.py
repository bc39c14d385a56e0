"""What can be asked of products and collections."""

from typing import Any

import strawberry

from comptoir.catalog import view_of
from comptoir.catalog.graphql.access import all_seen_products, one_of, product_by_handle, product_by_id
from comptoir.catalog.graphql.collection import Collection, CollectionConnection
from comptoir.catalog.graphql.lookup import collection_by_id
from comptoir.catalog.graphql.ordering import id_number, ordered
from comptoir.catalog.graphql.product import Product, ProductConnection
from comptoir.catalog.graphql.product_lists import product_page
from comptoir.catalog.graphql.sort_keys import CollectionSortKeys, ProductSortKeys
from comptoir.catalog.graphql.strings import StringConnection, distinct_strings
from comptoir.catalog.graphql.text_query import matching
from comptoir.catalog.listing import ProductListing
from comptoir.catalog.records import CollectionRecord, ProductRecord
from comptoir.graphql.context import Info
from comptoir.graphql.pagination import Page, paginate

_COLLECTION_ORDERS: dict[str, Any] = {
    "ID": id_number,
    "TITLE": lambda collection: collection.title.casefold(),
    "UPDATED_AT": lambda collection: collection.updated_at,
}
_COLLECTION_FIELDS: dict[str, Any] = {
    # Whether a collection is made by hand or by rules is the merchant's business.
    "collection_type": None,
    "handle": lambda collection: [collection.handle],
    "id": lambda collection: [collection.id, str(collection.number)],
    "title": lambda collection: [collection.title],
}


@strawberry.type
class ProductQueries:
    """Products, alone and in lists."""

    @strawberry.field(graphql_type=Product | None, description="A product by handle or id.")
    def product(
        self, info: Info, handle: str | None = None, id: strawberry.ID | None = None
    ) -> ProductRecord | None:
        """Return the product; none when there is no such product to see."""
        one_of(handle, id)
        if id is not None:
            return product_by_id(info.context, id)
        return product_by_handle(info.context, handle or "")

    @strawberry.field(graphql_type=Product | None, deprecation_reason="Use `product(handle:)`.")
    def product_by_handle(self, info: Info, handle: str) -> ProductRecord | None:
        """Return the product; none when there is no such product to see."""
        return product_by_handle(info.context, handle)

    @strawberry.field(
        graphql_type=ProductConnection, description="Products, searched with `query`, which never fails."
    )
    def products(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: ProductSortKeys | None = ProductSortKeys.ID,
        query: str | None = None,
    ) -> Page[ProductRecord]:
        """Return a page of products."""
        listing = ProductListing(query=query, sort_key=sort_key or ProductSortKeys.ID, reverse=bool(reverse))
        return product_page(info.context, listing, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=StringConnection, description="Tags of products, in alphabetical order.")
    def product_tags(self, info: Info, first: int) -> Page[str]:
        """Return the tags in use."""
        return distinct_strings(
            (tag for product in all_seen_products(info.context) for tag in product.tags), first=first
        )

    @strawberry.field(graphql_type=StringConnection, description="Types of products, in alphabetical order.")
    def product_types(self, info: Info, first: int) -> Page[str]:
        """Return the types in use."""
        return distinct_strings(
            (product.product_type for product in all_seen_products(info.context)), first=first
        )


@strawberry.type
class CollectionQueries:
    """Collections, alone and in lists."""

    @strawberry.field(graphql_type=Collection | None, description="A collection by handle or id.")
    def collection(
        self, info: Info, handle: str | None = None, id: strawberry.ID | None = None
    ) -> CollectionRecord | None:
        """Return the collection; none when there is no such collection."""
        one_of(handle, id)
        if id is not None:
            return collection_by_id(info.context, id)
        return view_of(info.context).collections_by_handle.get(handle or "")

    @strawberry.field(graphql_type=Collection | None, deprecation_reason="Use `collection(handle:)`.")
    def collection_by_handle(self, info: Info, handle: str) -> CollectionRecord | None:
        """Return the collection; none when there is no such collection."""
        return view_of(info.context).collections_by_handle.get(handle)

    @strawberry.field(graphql_type=CollectionConnection)
    def collections(
        self,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: CollectionSortKeys | None = CollectionSortKeys.ID,
        query: str | None = None,
    ) -> Page[CollectionRecord]:
        """Return a page of collections."""
        everything = list(view_of(info.context).collections.values())
        found = matching(everything, query, words_of=lambda one: [one.title], fields=_COLLECTION_FIELDS)
        items = ordered(
            found, sort_key=sort_key or CollectionSortKeys.ID, orders=_COLLECTION_ORDERS, reverse=reverse
        )
        return paginate(items, first=first, after=after, last=last, before=before)
