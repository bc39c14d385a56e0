"""Attributes: pairs that a storefront attaches."""

from collections.abc import Sequence

import strawberry

from comptoir.cart import contents
from comptoir.graphql.attribute import Attribute

__all__ = ["Attribute", "AttributeInput", "find_attribute", "read_attributes"]


@strawberry.input(description="A pair to attach.")
class AttributeInput:
    """A pair to attach."""

    key: str
    value: str


def read_attributes(given: Sequence[AttributeInput] | None) -> tuple[contents.Attribute, ...]:
    """Return attributes as the domain takes them."""
    return tuple(contents.Attribute(pair.key, pair.value) for pair in given or ())


def find_attribute(attributes: Sequence[contents.Attribute], key: str) -> contents.Attribute | None:
    """Return the pair with a key, if there is one."""
    return next((pair for pair in attributes if pair.key == key), None)
