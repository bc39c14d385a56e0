"""Redirects: paths that have moved."""

import strawberry

from comptoir.catalog.records import RedirectRecord
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import PageInfo


@strawberry.type(description="A path that has moved.")
class UrlRedirect(Node):
    """A path that has moved."""

    path: str = strawberry.field(description="The old path, such as /old.")
    target: str = strawberry.field(description="Where it leads now: a path or an address.")

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a redirect."""
        return isinstance(obj, RedirectRecord)


@strawberry.type(description="A redirect in a list.")
class UrlRedirectEdge:
    """A redirect in a list."""

    cursor: str
    node: UrlRedirect


@strawberry.type(description="A page of redirects.")
class UrlRedirectConnection:
    """A page of redirects."""

    edges: list[UrlRedirectEdge]
    nodes: list[UrlRedirect]
    page_info: PageInfo
