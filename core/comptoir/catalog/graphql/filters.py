"""Filters of product lists: what may be asked, and what is offered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog import view_of
from comptoir.catalog.graphql.category import paths_within
from comptoir.catalog.graphql.media import MediaImage
from comptoir.catalog.search.attributes import CATEGORY
from comptoir.graphql.context import RequestContext
from comptoir.graphql.scalars import JSON, Color
from comptoir.hooks.contributions import Facet


@strawberry.input(description="A range of prices in the currency of the request.")
class PriceRangeFilter:
    """A range of prices in the currency of the request."""

    min: float | None = 0
    max: float | None = strawberry.field(default=None, description="No upper bound without it.")


@strawberry.input(description="A value of an option that some variant has.")
class VariantOptionFilter:
    """A value of an option that some variant has."""

    name: str
    value: str


@strawberry.input(description="A value of a metafield.")
class MetafieldFilter:
    """A value of a metafield."""

    namespace: str
    key: str
    value: str


@strawberry.input(description="A value of a metafield that belongs to the category.")
class TaxonomyMetafieldFilter:
    """A value of a metafield that belongs to the category."""

    namespace: str
    key: str
    value: str


@strawberry.input(description="A category and all below it.")
class CategoryFilter:
    """A category and all below it."""

    id: str


@strawberry.input(
    description="One condition. Conditions of one kind widen a list, those of several narrow it."
)
class ProductFilter:
    """One condition on products."""

    available: bool | None = strawberry.field(default=None, description="Whether it can be bought.")
    price: PriceRangeFilter | None = None
    product_type: str | None = None
    product_vendor: str | None = None
    tag: str | None = None
    category: CategoryFilter | None = None
    variant_option: VariantOptionFilter | None = None
    product_metafield: MetafieldFilter | None = None
    variant_metafield: MetafieldFilter | None = None
    taxonomy_metafield: TaxonomyMetafieldFilter | None = None


@strawberry.enum(description="How the values of a filter are picked.")
class FilterType(StrEnum):
    """How the values of a filter are picked."""

    BOOLEAN = "BOOLEAN"
    LIST = "LIST"
    PRICE_RANGE = "PRICE_RANGE"


@strawberry.enum(description="How the values of a filter are shown.")
class FilterPresentation(StrEnum):
    """How the values of a filter are shown."""

    IMAGE = "IMAGE"
    SWATCH = "SWATCH"
    TEXT = "TEXT"


@strawberry.type(description="How a value of a filter looks.")
class Swatch:
    """How a value of a filter looks."""

    color: Color | None
    image: MediaImage | None


@strawberry.type(description="A value to filter by.")
class FilterValue:
    """A value to filter by."""

    id: str
    label: str
    count: int = strawberry.field(description="How many of the listed products have it.")
    input: JSON = strawberry.field(description="A `ProductFilter` as JSON text, to be sent back as it is.")

    @strawberry.field(description="A picture to show; none are kept.")
    def image(self: Any) -> MediaImage | None:
        """Return nothing: filters are shown as text."""
        return None

    @strawberry.field(description="A swatch to show; none are kept.")
    def swatch(self: Any) -> Swatch | None:
        """Return nothing: filters are shown as text."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedValue:
    """A value of a facet as a `FilterValue` shows it."""

    id: str
    label: str
    count: int
    input: str


@strawberry.type(description="A way to narrow a list of products.")
class Filter:
    """A way to narrow a list of products."""

    id: str
    label: str
    kind: FilterType = strawberry.field(name="type")

    @strawberry.field(graphql_type=list[FilterValue])
    def values(self: Any) -> list[OfferedValue]:
        """Return the values with their counts."""
        return offered_values(self)

    @strawberry.field(description="How its values are shown.")
    def presentation(self: Any) -> FilterPresentation | None:
        """Return text: neither swatches nor pictures are kept for filters."""
        return FilterPresentation.TEXT


def offered_values(facet: Facet) -> list[OfferedValue]:
    """Return the values of a facet; each `input` is JSON text that a client parses."""
    return [
        OfferedValue(
            id=f"{facet.id}.{value.key}",
            label=value.label,
            count=value.bits.bit_count() if value.count is None else value.count,
            input=json.dumps(value.input, separators=(",", ":"), ensure_ascii=False),
        )
        for value in facet.values
    ]


def filter_mappings(context: RequestContext, filters: Sequence[ProductFilter] | None) -> list[dict[str, Any]]:
    """Return conditions as the lists of the catalogue take them, without what was left out or null.

    A category stands for all below it; one that no product is in stays, and fits nothing.
    """
    given = [_given(one) for one in filters or ()]
    asked = [condition["category"]["id"] for condition in given if "category" in condition]
    known = view_of(context).search.attributes.groups.get(CATEGORY, {}) if asked else ()
    within = [{"category": {"id": path}} for ident in asked for path in paths_within(known, ident)]
    return given + within


def _given(condition: Any) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for field in fields(condition):
        value = getattr(condition, field.name)
        if value is not None:
            given[field.name] = _given(value) if is_dataclass(value) else value
    return given
