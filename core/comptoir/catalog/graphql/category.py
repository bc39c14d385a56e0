"""Product categories: a path from the general to the particular."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.catalog.search.text import words
from comptoir.graphql.node import Node
from comptoir.ids import gid

_STEP = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryNode:
    """A category by its path, such as `Apparel & Accessories > Clothing > Shirts`."""

    path: str

    @property
    def id(self) -> str:
        """The category's global id: its path, folded, with dashes for what ids cannot hold."""
        return gid("TaxonomyCategory", "-".join(words(self.path))[:128])

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition(_STEP)[2]

    @property
    def ancestors(self) -> "list[CategoryNode]":
        """The categories above, the nearest first."""
        steps = self.path.split(_STEP)
        return [CategoryNode(path=_STEP.join(steps[:depth])) for depth in range(len(steps) - 1, 0, -1)]


def paths_within(paths: Iterable[str], ident: str) -> list[str]:
    """Return the paths of the category with a global id (or its last part) and of all below it."""
    wanted = {ident, gid("TaxonomyCategory", ident) if "/" not in ident else ident}
    return [
        path
        for path in paths
        if wanted & {one.id for one in (CategoryNode(path=path), *CategoryNode(path=path).ancestors)}
    ]


@strawberry.type(description="A kind of product in a tree of kinds.")
class TaxonomyCategory(Node):
    """A kind of product in a tree of kinds."""

    name: str

    @strawberry.field(graphql_type=list["TaxonomyCategory"], description="Those above it, the nearest first.")
    def ancestors(self: Any) -> list[CategoryNode]:
        """Return the categories above."""
        found: list[CategoryNode] = self.ancestors
        return found

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether an object is a category."""
        return isinstance(obj, CategoryNode)
