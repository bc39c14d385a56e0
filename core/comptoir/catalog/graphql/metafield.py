"""Metafields: typed values that the merchant added to things of the catalogue."""

from collections.abc import Sequence
from typing import Any

import strawberry

from comptoir.catalog.graphql.lazy import MetafieldParentResource, MetafieldReference
from comptoir.catalog.graphql.lookup import metafield_owner, resource_of
from comptoir.catalog.graphql.metafield_values import reference_ids
from comptoir.catalog.records import MetafieldRecord
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.graphql.scalars import DateTime


@strawberry.type(description="Something that a metafield points at, in a list.")
class MetafieldReferenceEdge:
    """Something that a metafield points at, in a list."""

    cursor: str
    node: MetafieldReference


@strawberry.type(description="A page of what a metafield points at.")
class MetafieldReferenceConnection:
    """A page of what a metafield points at."""

    edges: list[MetafieldReferenceEdge]
    nodes: list[MetafieldReference]
    page_info: PageInfo


@strawberry.type(description="A typed value that the merchant added.")
class Metafield(Node):
    """A typed value that the merchant added."""

    namespace: str
    key: str
    type: str = strawberry.field(description="Such as single_line_text_field or product_reference.")
    value: str = strawberry.field(description="The value as text; JSON for lists.")
    created_at: DateTime
    updated_at: DateTime

    @strawberry.field(description="What the value means; not kept here.")
    def description(self: Any) -> str | None:
        """Return nothing: definitions of metafields are not kept."""
        return None

    @strawberry.field(graphql_type=MetafieldParentResource, description="What the metafield belongs to.")
    def parent_resource(self: Any, info: Info) -> Any:
        """Return the owner."""
        return metafield_owner(info.context, self)

    @strawberry.field(
        graphql_type=MetafieldReference | None, description="What it points at, for references."
    )
    def reference(self: Any, info: Info) -> Any:
        """Return what a reference names; none for other types and for what is not to be seen."""
        ids = reference_ids(self)
        return resource_of(info.context, ids[0]) if ids and not self.type.startswith("list.") else None

    @strawberry.field(
        graphql_type=MetafieldReferenceConnection | None,
        description="What it points at, for lists of references.",
    )
    def references(
        self: Any,
        info: Info,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page[Any] | None:
        """Return what a list of references names; none for other types."""
        if not self.type.startswith("list.") or not self.type.endswith("_reference"):
            return None
        found = [resource_of(info.context, ident) for ident in reference_ids(self)]
        seen = [resource for resource in found if resource is not None]
        return paginate(seen, first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a metafield."""
        return isinstance(obj, MetafieldRecord)


@strawberry.input(description="Names a metafield of an owner.")
class HasMetafieldsIdentifier:
    """Names a metafield of an owner."""

    namespace: str | None = strawberry.field(
        default=None, description="Without it, the first metafield with the key."
    )
    key: str


def find_metafield(
    metafields: Sequence[MetafieldRecord], *, namespace: str | None, key: str
) -> MetafieldRecord | None:
    """Return an owner's metafield; without a namespace the first one with the key."""
    for metafield in metafields:
        if metafield.key == key and (not namespace or metafield.namespace == namespace):
            return metafield
    return None


@strawberry.interface(description="Something with metafields.")
class HasMetafields:
    """Something with metafields."""

    @strawberry.field(graphql_type=Metafield | None, description="One metafield.")
    def metafield(self: Any, key: str, namespace: str | None = None) -> MetafieldRecord | None:
        """Return the metafield, if the owner has it."""
        return find_metafield(self.metafields, namespace=namespace, key=key)

    @strawberry.field(graphql_type=list[Metafield | None], description="Metafields in the order asked for.")
    def metafields(self: Any, identifiers: list[HasMetafieldsIdentifier]) -> list[MetafieldRecord | None]:
        """Return a metafield, or none, for each identifier."""
        return [
            find_metafield(self.metafields, namespace=wanted.namespace, key=wanted.key)
            for wanted in identifiers
        ]
