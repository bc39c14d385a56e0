"""Changing products in the staff schema."""

from typing import Any

import strawberry
from strawberry import UNSET

from comptoir.catalog.drafts import OptionDraft, ProductDraft, VariantDraft
from comptoir.catalog.editing.products import (
    add_variant,
    change_product,
    change_variant,
    create_product,
    remove_product,
    remove_variant,
)
from comptoir.catalog.graphql.staff.product import Product
from comptoir.catalog.graphql.staff.values import MediaInput, MetafieldInput, TranslationInput, media_draft
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.ids import numeric_id
from comptoir.staff.graphql import Permission, StaffPayload, change, prepared, requires
from comptoir.staff.graphql.inputs import given

_WRITE = Permission.CATALOG_WRITE


@strawberry.input(description="A value of an option; the swatch is a colour as #rrggbb.")
class OptionValueInput:
    """A value of an option."""

    name: str
    swatch: str | None = None


@strawberry.input(description="Something to choose, with its values in order.")
class ProductOptionInput:
    """Something to choose."""

    name: str
    values: list[OptionValueInput]
    translations: list[TranslationInput] | None = UNSET

    def draft(self) -> OptionDraft:
        """Return it as a draft."""
        changes = given(self, OptionDraft) | {
            "values": tuple(value.name for value in self.values),
            "swatches": {value.name: value.swatch for value in self.values if value.swatch},
        }
        return OptionDraft(**changes)


@strawberry.input(description="What of a variant a unit price is reckoned from.")
class UnitMeasurementInput:
    """What a unit price is reckoned from."""

    kind: str
    thousandths: int
    reference: str

    def draft(self) -> tuple[str, int, str]:
        """Return it as drafts have it."""
        return self.kind, self.thousandths, self.reference


@strawberry.input(description="A variant. What is left out stays as it is; null is what a new variant has.")
class ProductVariantInput:
    """A variant."""

    choices: list[str] | None = UNSET
    sku: str | None = UNSET
    barcode: str | None = UNSET
    weight_grams: int | None = UNSET
    weight_unit: str | None = UNSET
    requires_shipping: bool | None = UNSET
    taxable: bool | None = UNSET
    tax_category: str | None = UNSET
    inventory_tracked: bool | None = UNSET
    backorder: bool | None = UNSET
    quantity_minimum: int | None = UNSET
    quantity_maximum: int | None = UNSET
    quantity_increment: int | None = UNSET
    unit_measurement: UnitMeasurementInput | None = UNSET
    media_index: int | None = UNSET
    metafields: list[MetafieldInput] | None = UNSET

    def draft(self) -> VariantDraft:
        """Return it as a draft of a whole variant."""
        return VariantDraft(**{"choices": (), **given(self, VariantDraft)})


@strawberry.input(
    description="A product. What is left out stays as it is; null is what a new product has. Lists are whole."
)
class ProductInput:
    """A product."""

    handle: str | None = UNSET
    title: str | None = UNSET
    description_html: str | None = UNSET
    vendor: str | None = UNSET
    product_type: str | None = UNSET
    tags: list[str] | None = UNSET
    category: str | None = UNSET
    status: str | None = UNSET
    published_at: DateTime | None = UNSET
    is_gift_card: bool | None = UNSET
    seo_title: str | None = UNSET
    seo_description: str | None = UNSET
    size_chart: str | None = UNSET
    sales_rank: int | None = UNSET
    options: list[ProductOptionInput] | None = UNSET
    variants: list[ProductVariantInput] | None = UNSET
    media: list[MediaInput] | None = UNSET
    metafields: list[MetafieldInput] | None = UNSET
    translations: list[TranslationInput] | None = UNSET


@requires(_WRITE)
@strawberry.type(description="A change to a product.")
class ProductPayload(StaffPayload):
    """A change to a product."""

    @strawberry.field(graphql_type=Product | None)
    def product(self: Any) -> Any:
        """Return the product."""
        return self.value


@requires(_WRITE)
@strawberry.type(description="The removal of a product.")
class ProductDeletePayload(StaffPayload):
    """The removal of a product."""

    @strawberry.field(graphql_type=strawberry.ID | None)
    def deleted_product_id(self: Any) -> Any:
        """Return the id that the product had."""
        return self.value


def _values(info: Info, source: ProductInput) -> dict[str, Any]:
    values = given(source, ProductDraft)
    if source.media:
        values["media"] = tuple(
            media_draft(info, medium, "media", str(index)) for index, medium in enumerate(source.media)
        )
    return values


@requires(_WRITE)
@strawberry.type
class ProductStaffMutations:
    """Changing products."""

    @strawberry.mutation(
        graphql_type=ProductPayload, description="Add a product; without a status it is a draft."
    )
    async def product_create(self, info: Info, input: ProductInput) -> Any:
        """Add a product."""
        return await prepared(
            lambda: _values(info, input), lambda values: change(info, create_product, values=values)
        )

    @strawberry.mutation(graphql_type=ProductPayload, description="Change what is given of a product.")
    async def product_update(
        self, info: Info, id: strawberry.ID, input: ProductInput, reason: str | None = None
    ) -> Any:
        """Change a product."""
        number = numeric_id(id, "Product")
        return await prepared(
            lambda: _values(info, input),
            lambda values: change(info, change_product, number=number, values=values, reason=reason),
        )

    @strawberry.mutation(
        graphql_type=ProductPayload, description="Show a product to shoppers, from now or from a moment on."
    )
    async def product_publish(self, info: Info, id: strawberry.ID, at: DateTime | None = None) -> Any:
        """Publish a product."""
        values: dict[str, Any] = {"status": "active", "published_at": at or info.context.now}
        return await change(info, change_product, number=numeric_id(id, "Product"), values=values)

    @strawberry.mutation(graphql_type=ProductPayload, description="Show a product to shoppers no longer.")
    async def product_unpublish(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Take a product back."""
        number = numeric_id(id, "Product")
        return await change(info, change_product, number=number, values={"status": "draft"}, reason=reason)

    @strawberry.mutation(graphql_type=ProductDeletePayload, description="Remove a product for good.")
    async def product_delete(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Remove a product."""
        return await change(info, remove_product, number=numeric_id(id, "Product"), reason=reason)

    @strawberry.mutation(
        graphql_type=ProductPayload,
        description="Add a variant; values that its options lack are added to them.",
    )
    async def product_variant_create(
        self, info: Info, product_id: strawberry.ID, input: ProductVariantInput
    ) -> Any:
        """Add a variant."""
        number = numeric_id(product_id, "Product")
        return await prepared(
            lambda: {"choices": (), **given(input, VariantDraft)},
            lambda values: change(info, add_variant, product=number, values=values),
        )

    @strawberry.mutation(graphql_type=ProductPayload, description="Change what is given of a variant.")
    async def product_variant_update(
        self, info: Info, id: strawberry.ID, input: ProductVariantInput, reason: str | None = None
    ) -> Any:
        """Change a variant."""
        number = numeric_id(id, "ProductVariant")
        return await prepared(
            lambda: given(input, VariantDraft),
            lambda values: change(info, change_variant, number=number, values=values, reason=reason),
        )

    @strawberry.mutation(graphql_type=ProductPayload, description="Remove a variant for good.")
    async def product_variant_delete(self, info: Info, id: strawberry.ID, reason: str | None = None) -> Any:
        """Remove a variant."""
        number = numeric_id(id, "ProductVariant")
        return await change(info, remove_variant, number=number, reason=reason)
