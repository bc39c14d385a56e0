"""Content pages."""

import strawberry

from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.catalog.graphql.traits import SEO, OnlineStorePublishable, Trackable
from comptoir.catalog.records import PageRecord
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import HTML, DateTime


@strawberry.type(description="A content page, such as About us.")
class Page(HasMetafields, Node, OnlineStorePublishable, Trackable):
    """A content page."""

    handle: str = strawberry.field(description="Its name in addresses.")
    title: str
    body: HTML
    body_summary: str = strawberry.field(description="The start of the body as plain text.")
    created_at: DateTime
    updated_at: DateTime
    seo: SEO | None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a page."""
        return isinstance(obj, PageRecord)


@strawberry.type(description="A page in a list.")
class PageEdge:
    """A page in a list."""

    cursor: str
    node: Page


@strawberry.type(description="A page of pages.")
class PageConnection:
    """A page of pages."""

    edges: list[PageEdge]
    nodes: list[Page]
    page_info: PageInfo
