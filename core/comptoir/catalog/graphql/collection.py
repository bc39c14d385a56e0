"""Collections and lists of them."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.filters import ProductFilter, filter_mappings
from comptoir.catalog.graphql.image import Image
from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.catalog.graphql.product import ProductConnection
from comptoir.catalog.graphql.product_lists import product_page
from comptoir.catalog.graphql.sort_keys import ProductCollectionSortKeys
from comptoir.catalog.graphql.traits import SEO, OnlineStorePublishable, Trackable, truncated
from comptoir.catalog.listing import ProductListing
from comptoir.catalog.records import CollectionRecord, ProductRecord
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, PageInfo
from comptoir.graphql.scalars import HTML, DateTime, UnsignedInt64


@strawberry.type(description="Products that are shown together.")
class Collection(HasMetafields, Node, OnlineStorePublishable, Trackable):
    """Products that are shown together."""

    handle: str = strawberry.field(description="Its name in addresses.")
    title: str
    description_html: HTML
    image: Image | None
    seo: SEO
    updated_at: DateTime

    @strawberry.field(description="Plain text, cut with an ellipsis where a length is given.")
    def description(self: Any, truncate_at: int | None = None) -> str:
        """Return the description as plain text."""
        return truncated(self.description, truncate_at)

    @strawberry.field(graphql_type=ProductConnection)
    def products(
        self: Any,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        sort_key: ProductCollectionSortKeys | None = ProductCollectionSortKeys.COLLECTION_DEFAULT,
        filters: list[ProductFilter] | None = None,
    ) -> Page[ProductRecord]:
        """Return its products."""
        listing = ProductListing(
            collection=self,
            filters=filter_mappings(info.context, filters),
            sort_key=sort_key or ProductCollectionSortKeys.COLLECTION_DEFAULT,
            reverse=bool(reverse),
        )
        return product_page(info.context, listing, first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a collection."""
        return isinstance(obj, CollectionRecord)


@strawberry.type(description="A collection in a list.")
class CollectionEdge:
    """A collection in a list."""

    cursor: str
    node: Collection


@strawberry.type(description="A page of collections.")
class CollectionConnection:
    """A page of collections."""

    edges: list[CollectionEdge]
    nodes: list[Collection]
    page_info: PageInfo
    total_count: UnsignedInt64 = strawberry.field(description="How many there are in the whole list.")
