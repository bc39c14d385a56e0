"""Options of a product, their values, and what a variant has of them."""

from typing import Any

import strawberry

from comptoir.catalog.graphql.access import seen_variants
from comptoir.catalog.graphql.lazy import ProductVariantType
from comptoir.catalog.graphql.media import Media
from comptoir.catalog.graphql.option_nodes import OptionNode, OptionValueNode
from comptoir.catalog.graphql.selection import selectable_variant
from comptoir.catalog.records import VariantRecord
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.scalars import Color


@strawberry.type(description="A choice that makes a variant, such as Color: Red.")
class SelectedOption:
    """A choice that makes a variant."""

    name: str
    value: str


@strawberry.input(description="A choice by the names of option and value.")
class SelectedOptionInput:
    """A choice by the names of option and value."""

    name: str
    value: str


@strawberry.type(description="How a value looks: a colour, a picture, or both.")
class ProductOptionValueSwatch:
    """How a value looks."""

    color: Color | None
    swatch_image: Media | None = strawberry.field(name="image")


@strawberry.type(description="A value of an option, such as Red.")
class ProductOptionValue(Node):
    """A value of an option."""

    name: str
    swatch: ProductOptionValueSwatch | None

    @strawberry.field(
        graphql_type=ProductVariantType | None,
        description="The variant with this value and the lowest values of the other options.",
    )
    def first_selectable_variant(self: Any, info: Info) -> VariantRecord | None:
        """Return the variant to go to when this value is picked."""
        seen = seen_variants(info.context, self.product)
        return selectable_variant(seen, option=self.option, value=self.value)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether an object is a value of an option."""
        return isinstance(obj, OptionValueNode)


@strawberry.type(description="A way in which variants of a product differ, such as Color.")
class ProductOption(Node):
    """A way in which variants of a product differ."""

    name: str
    option_values: list[ProductOptionValue] = strawberry.field(description="In the merchant's order.")
    values: list[str] = strawberry.field(deprecation_reason="Use `optionValues`.")

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether an object is an option."""
        return isinstance(obj, OptionNode)
