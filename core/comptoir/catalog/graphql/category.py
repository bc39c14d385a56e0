"""Product categories: a path from the general to the particular."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.graphql.node import Node
from comptoir.ids import gid

_STEP = " > "


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryNode:
    """A category by its path, such as `Apparel & Accessories > Clothing > Shirts`."""

    path: str

    @property
    def id(self) -> str:
        """The category's global id: its path, with what ids cannot hold replaced."""
        letters = (letter if letter.isalnum() else "-" for letter in self.path.lower())
        return gid("TaxonomyCategory", "-".join(filter(None, "".join(letters).split("-")))[:128])

    @property
    def name(self) -> str:
        """The last step of the path."""
        return self.path.rpartition(_STEP)[2]

    @property
    def ancestors(self) -> "list[CategoryNode]":
        """The categories above, the nearest first."""
        steps = self.path.split(_STEP)
        return [CategoryNode(path=_STEP.join(steps[:depth])) for depth in range(len(steps) - 1, 0, -1)]


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
