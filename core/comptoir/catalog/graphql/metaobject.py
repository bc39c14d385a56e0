"""Metaobjects and files: part of the dialect, of which this shop keeps none."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.image import Image
from comptoir.catalog.graphql.lazy import MetafieldReference
from comptoir.catalog.graphql.metafield import MetafieldReferenceConnection
from comptoir.catalog.graphql.traits import OnlineStorePublishable
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import URL, DateTime


@strawberry.type(description="A file that is neither picture, video nor model.")
class GenericFile(Node):
    """A file that is neither picture, video nor model."""

    alt: str | None
    mime_type: str | None
    original_file_size: int | None = strawberry.field(description="In bytes.")
    preview_image: Image | None
    url: URL | None


@strawberry.type(description="A value of a metaobject.")
class MetaobjectField:
    """A value of a metaobject."""

    key: str
    type: str
    value: str | None
    reference: MetafieldReference | None

    @strawberry.field(graphql_type=MetafieldReferenceConnection | None, description="What it points at.")
    def references(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> None:
        """Return nothing: no metaobject is kept."""


@strawberry.type(description="What search engines show of a metaobject.")
class MetaobjectSEO:
    """What search engines show of a metaobject."""

    title: MetaobjectField | None
    description: MetaobjectField | None


@strawberry.type(description="An object of a kind that the merchant defined.")
class Metaobject(Node, OnlineStorePublishable):
    """An object of a kind that the merchant defined."""

    handle: str
    type: str
    fields: list[MetaobjectField]
    seo: MetaobjectSEO | None
    updated_at: DateTime

    @strawberry.field(graphql_type=MetaobjectField | None, description="One value.")
    def field(self: Any, key: str) -> Any:
        """Return the value with a key."""
        return next((value for value in self.fields if value.key == key), None)


@strawberry.type(description="A metaobject in a list.")
class MetaobjectEdge:
    """A metaobject in a list."""

    cursor: str
    node: Metaobject


@strawberry.type(description="A page of metaobjects.")
class MetaobjectConnection:
    """A page of metaobjects."""

    edges: list[MetaobjectEdge]
    nodes: list[Metaobject]
    page_info: PageInfo


@strawberry.input(description="Names a metaobject by its kind and handle.")
class MetaobjectHandleInput:
    """Names a metaobject by its kind and handle."""

    handle: str
    type: str
