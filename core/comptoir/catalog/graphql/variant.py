"""Variants: what is sold."""

from enum import StrEnum
from typing import Any

import strawberry

from comptoir.catalog.graphql.image import Image
from comptoir.catalog.graphql.lazy import ProductType
from comptoir.catalog.graphql.measures import UnitMeasurement, unit_measurement, weight_in
from comptoir.catalog.graphql.metafield import HasMetafields
from comptoir.catalog.graphql.option import SelectedOption
from comptoir.catalog.graphql.selling_plan import SellingPlanAllocationConnection
from comptoir.catalog.records import VariantRecord
from comptoir.graphql.node import Node
from comptoir.graphql.pagination import Page, PageInfo, paginate


@strawberry.enum(description="Unit of a weight.")
class WeightUnit(StrEnum):
    """Unit of a weight."""

    GRAMS = "GRAMS"
    KILOGRAMS = "KILOGRAMS"
    OUNCES = "OUNCES"
    POUNDS = "POUNDS"


@strawberry.enum(description="What a unit price measures.")
class UnitPriceMeasurementMeasuredType(StrEnum):
    """What a unit price measures."""

    AREA = "AREA"
    COUNT = "COUNT"
    LENGTH = "LENGTH"
    UNKNOWN = "UNKNOWN"
    VOLUME = "VOLUME"
    WEIGHT = "WEIGHT"


@strawberry.enum(description="Unit that a unit price counts in.")
class UnitPriceMeasurementMeasuredUnit(StrEnum):
    """Unit that a unit price counts in."""

    CL = "CL"
    CM = "CM"
    FLOZ = "FLOZ"
    FT = "FT"
    FT2 = "FT2"
    G = "G"
    GAL = "GAL"
    IN = "IN"
    ITEM = "ITEM"
    KG = "KG"
    L = "L"
    LB = "LB"
    M = "M"
    M2 = "M2"
    M3 = "M3"
    MG = "MG"
    ML = "ML"
    MM = "MM"
    OZ = "OZ"
    PT = "PT"
    QT = "QT"
    UNKNOWN = "UNKNOWN"
    YD = "YD"


@strawberry.type(description="The quantity in a variant, and the quantity that its unit price is for.")
class UnitPriceMeasurement:
    """The quantity in a variant, and the quantity that its unit price is for."""

    measured_type: UnitPriceMeasurementMeasuredType | None
    quantity_unit: UnitPriceMeasurementMeasuredUnit | None
    quantity_value: float
    reference_unit: UnitPriceMeasurementMeasuredUnit | None
    reference_value: int


@strawberry.type(description="How many can be bought at once.")
class QuantityRule:
    """How many can be bought at once."""

    quantity_minimum: int = strawberry.field(name="minimum", description="The fewest.")
    quantity_maximum: int | None = strawberry.field(
        name="maximum", description="The most, if there is a bound."
    )
    quantity_increment: int = strawberry.field(
        name="increment", description="Quantities are multiples of it."
    )


@strawberry.type(description="Something sold: a product in one choice of its options.")
class ProductVariant(HasMetafields, Node):
    """Something sold: a product in one choice of its options."""

    title: str = strawberry.field(
        description="Its values joined, such as Red / M; Default Title without options."
    )
    sku: str | None = strawberry.field(description="The merchant's own code.")
    barcode: str | None = strawberry.field(description="GTIN or another code on the label.")
    product: ProductType
    image: Image | None = strawberry.field(description="Its own picture, else the product's.")
    selected_options: list[SelectedOption]
    requires_shipping: bool = strawberry.field(description="False for what is not a physical thing.")
    taxable: bool
    weight_unit: WeightUnit

    @strawberry.field(description="Weight in `weightUnit`.")
    def weight(self: Any) -> float | None:
        """Return the weight, to four places."""
        return weight_in(self.weight_grams, self.weight_unit)

    @strawberry.field(
        graphql_type=UnitPriceMeasurement | None, description="How it is measured for its unit price."
    )
    def unit_price_measurement(self: Any) -> UnitMeasurement | None:
        """Return the measurement; none when it has no unit price."""
        return unit_measurement(self)

    @strawberry.field(graphql_type=QuantityRule)
    def quantity_rule(self: Any) -> Any:
        """Return the variant itself, which holds its bounds."""
        return self

    @strawberry.field(description="Whether it is sold only as a set of others; there are no sets here.")
    def requires_components(self: Any) -> bool:
        """Return false: there are no sets."""
        return False

    @strawberry.field(
        graphql_type=SellingPlanAllocationConnection, description="Its selling plans; there are none here."
    )
    def selling_plan_allocations(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,  # noqa: ARG002
    ) -> Page[Any]:
        """Return no plan."""
        return paginate([], first=first, after=after, last=last, before=before)

    @strawberry.field(
        graphql_type="ProductVariantComponentConnection",
        description="The parts of a set; there are no sets here.",
    )
    def components(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page[Any]:
        """Return no part."""
        return paginate([], first=first, after=after, last=last, before=before)

    @strawberry.field(
        graphql_type="ProductVariantConnection", description="Sets that it is in; there are no sets here."
    )
    def grouped_by(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
    ) -> Page[Any]:
        """Return no set."""
        return paginate([], first=first, after=after, last=last, before=before)

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a variant."""
        return isinstance(obj, VariantRecord)


@strawberry.type(description="A variant in a list.")
class ProductVariantEdge:
    """A variant in a list."""

    cursor: str
    node: ProductVariant


@strawberry.type(description="A page of variants.")
class ProductVariantConnection:
    """A page of variants."""

    edges: list[ProductVariantEdge]
    nodes: list[ProductVariant]
    page_info: PageInfo


@strawberry.type(description="A part of a set.")
class ProductVariantComponent:
    """A part of a set."""

    product_variant: ProductVariant
    quantity: int


@strawberry.type(description="A part of a set in a list.")
class ProductVariantComponentEdge:
    """A part of a set in a list."""

    cursor: str
    node: ProductVariantComponent


@strawberry.type(description="A page of parts of a set.")
class ProductVariantComponentConnection:
    """A page of parts of a set."""

    edges: list[ProductVariantComponentEdge]
    nodes: list[ProductVariantComponent]
    page_info: PageInfo
