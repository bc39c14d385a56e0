"""Products in the staff schema."""

from typing import Any

import strawberry

from comptoir.catalog.editing.products import find_products, lookup_by_handle, lookup_product
from comptoir.catalog.graphql.staff.values import Media, Metafield, Translation, translations_of
from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import DateTime
from comptoir.ids import numeric_id
from comptoir.staff.graphql import Permission, number_page, number_window, requires

_READ = Permission.CATALOG_READ
STATUSES = frozenset({"active", "draft", "archived"})


@requires(_READ)
@strawberry.type(description="A value of an option.")
class OptionValue:
    """A value of an option."""

    name: str
    swatch: str | None = strawberry.field(description="A colour as #rrggbb.")


@requires(_READ)
@strawberry.type(description="Something to choose, such as a size.")
class ProductOption:
    """Something to choose."""

    name: str

    @strawberry.field(graphql_type=list[OptionValue])
    def values(self: Any) -> Any:
        """Return the values in order."""
        return [OptionValue(name=name, swatch=self.swatches.get(name)) for name in self.values]

    @strawberry.field(graphql_type=list[Translation], description="Of the option's name and of its values.")
    def translations(self: Any) -> Any:
        """Return the names in other languages."""
        return translations_of(self.translations)


@requires(_READ)
@strawberry.type(description="What of a variant a unit price is reckoned from.")
class UnitMeasurement:
    """What a unit price is reckoned from."""

    kind: str = strawberry.field(description="What is measured, such as WEIGHT.")
    thousandths: int = strawberry.field(
        description="The quantity in thousandths of the unit it is counted in."
    )
    reference: str = strawberry.field(description="The unit that the price is given for, such as KG.")


@requires(_READ)
@strawberry.type(description="A variant of a product. Prices and stock have fields of their own.")
class ProductVariant:
    """A variant of a product."""

    id: strawberry.ID
    choices: list[str] = strawberry.field(description="One value for each option, in their order.")
    sku: str | None
    barcode: str | None
    weight_grams: int | None
    weight_unit: str
    requires_shipping: bool
    taxable: bool
    tax_category: str
    inventory_tracked: bool
    backorder: bool
    quantity_minimum: int
    quantity_maximum: int | None
    quantity_increment: int
    media_index: int | None = strawberry.field(description="Place of its picture among the product's media.")
    metafields: list[Metafield]

    @strawberry.field(graphql_type=UnitMeasurement | None)
    def unit_measurement(self: Any) -> Any:
        """Return what is measured."""
        if self.unit_measurement is None:
            return None
        kind, thousandths, reference = self.unit_measurement
        return UnitMeasurement(kind=kind, thousandths=thousandths, reference=reference)


@requires(_READ)
@strawberry.type(description="A product, whether or not shoppers see it.")
class Product:
    """A product."""

    id: strawberry.ID
    handle: str
    title: str
    description_html: str
    vendor: str
    product_type: str
    tags: list[str]
    category: str | None
    status: str = strawberry.field(description="active, draft or archived; shoppers see active ones.")
    published_at: DateTime | None = strawberry.field(description="A moment to come holds it back until then.")
    is_gift_card: bool
    seo_title: str | None
    seo_description: str | None
    size_chart: str | None = strawberry.field(description="The handle of its size chart.")
    sales_rank: int | None
    options: list[ProductOption]
    variants: list[ProductVariant]
    media: list[Media]
    metafields: list[Metafield]
    created_at: DateTime
    updated_at: DateTime

    @strawberry.field(graphql_type=list[Translation])
    def translations(self: Any) -> Any:
        """Return the texts in other languages."""
        return translations_of(self.translations)


@requires(_READ)
@strawberry.type(description="Products, newest first.")
class ProductConnection:
    """Products, newest first."""

    nodes: list[Product]
    page_info: PageInfo


@requires(_READ)
@strawberry.type
class ProductStaffQueries:
    """Reading products."""

    @strawberry.field(
        graphql_type=ProductConnection,
        description="Products, newest first; the query is sought in titles, handles, vendors, SKUs and barcodes.",
    )
    async def products(
        self,
        info: Info,
        first: int = 50,
        after: str | None = None,
        query: str | None = None,
        status: str | None = None,
    ) -> Any:
        """Return a page of products."""
        if status is not None and status not in STATUSES:
            raise BadUserInputError(f"'status' is one of {', '.join(sorted(STATUSES))}")
        window = number_window(first=first, after=after)
        found = await info.context.shop.db.read_in_thread(find_products, text=query, status=status, **window)
        return number_page(found, first=first, after=after)

    @strawberry.field(graphql_type=Product | None, description="A product, by its id or its handle.")
    async def product(self, info: Info, id: strawberry.ID | None = None, handle: str | None = None) -> Any:
        """Return a product."""
        db = info.context.shop.db
        if id is not None:
            return await db.read(lookup_product, number=numeric_id(id, "Product"))
        return await db.read(lookup_by_handle, handle=handle or "")
