"""Tables of products: options, values, variants, tags and the placement of media."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from comptoir.catalog.models.columns import flag, key, moment, number, reference, short, text


class ProductRow(SQLModel, table=True):
    """A product. `digest` names the draft that the stored product equals; empty when that is not known."""

    __tablename__ = "catalog_product"

    id: int = key()
    handle: str = short(unique=True)
    title: str = short()
    description_html: str = text()
    vendor: str = short()
    product_type: str = short()
    category: str | None = short(nullable=True)
    status: str = short(length=16)
    """active, draft or archived."""
    is_gift_card: bool = flag()
    seo_title: str | None = short(nullable=True)
    seo_description: str | None = text(nullable=True)
    size_chart_id: int | None = reference("catalog_size_chart", on_delete="SET NULL", nullable=True)
    sales_rank: int | None = number(nullable=True)
    digest: str = short(length=64)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    published_at: datetime | None = moment(nullable=True)
    """None for a product that was never active; a later instant waits for its time."""


class ProductTagRow(SQLModel, table=True):
    """A tag of a product, in the merchant's order."""

    __tablename__ = "catalog_product_tag"
    __table_args__ = (UniqueConstraint("product_id", "tag"),)

    id: int = key()
    product_id: int = reference("catalog_product", index=False)
    position: int = number()
    tag: str = short(index=True)


class OptionRow(SQLModel, table=True):
    """An option of a product. Positions count from 1; `catalog_variant.choice1_id` belongs to position 1."""

    __tablename__ = "catalog_option"

    id: int = key()
    product_id: int = reference("catalog_product")
    position: int = number()
    name: str = short()


class OptionValueRow(SQLModel, table=True):
    """A value of an option."""

    __tablename__ = "catalog_option_value"

    id: int = key()
    option_id: int = reference("catalog_option")
    position: int = number()
    name: str = short()
    color: str | None = short(length=16, nullable=True)
    """`#rrggbb` of a swatch."""


class VariantRow(SQLModel, table=True):
    """A variant; its choices are values of the product's first, second and third option.

    Choices and picture are numbers without a foreign key: rows of the same product, written together, and a
    key would cost an index each to keep the removal of a value from reading all variants.
    """

    __tablename__ = "catalog_variant"

    id: int = key()
    product_id: int = reference("catalog_product")
    position: int = number()
    choice1_id: int | None = number(nullable=True, big=True)
    choice2_id: int | None = number(nullable=True, big=True)
    choice3_id: int | None = number(nullable=True, big=True)
    sku: str | None = short(index=True, nullable=True)
    barcode: str | None = short(index=True, nullable=True)
    product_media_id: int | None = number(nullable=True, big=True)
    weight_grams: int | None = number(nullable=True)
    weight_unit: str = short(length=16)
    requires_shipping: bool = flag()
    taxable: bool = flag()
    tax_category: str = short(length=64)
    inventory_tracked: bool = flag()
    backorder: bool = flag()
    quantity_minimum: int = number()
    quantity_maximum: int | None = number(nullable=True)
    quantity_increment: int = number()
    unit_type: str | None = short(length=32, nullable=True)
    """For unit prices: what is measured, such as WEIGHT."""
    unit_thousandths: int | None = number(nullable=True, big=True)
    """The quantity in the variant, in thousandths of the unit it is counted in."""
    unit_reference: str | None = short(length=16, nullable=True)
    """The unit that the price is given for, such as KG."""
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ProductMediaRow(SQLModel, table=True):
    """A medium in its place on a product."""

    __tablename__ = "catalog_product_media"

    id: int = key()
    product_id: int = reference("catalog_product")
    media_id: int = reference("catalog_media", on_delete="RESTRICT")
    position: int = number()
    alt: str | None = text(nullable=True)
