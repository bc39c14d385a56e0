"""Tables of collections."""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from comptoir.catalog.models.columns import flag, key, moment, number, packed, reference, short, text


class CollectionRow(SQLModel, table=True):
    """A collection: manual (products in `catalog_collection_product`), or automatic by `rules`."""

    __tablename__ = "catalog_collection"

    id: int = key()
    handle: str = short(unique=True)
    title: str = short()
    description_html: str = text()
    sort_order: str = short(length=32)
    rules: list[dict[str, Any]] = packed()
    """`[{"column": "TAG", "relation": "EQUALS", "condition": "summer"}]`; empty for a manual collection."""
    any_rule: bool = flag()
    published: bool = flag()
    image_id: int | None = reference("catalog_media", on_delete="RESTRICT", nullable=True)
    image_alt: str | None = text(nullable=True)
    seo_title: str | None = short(nullable=True)
    seo_description: str | None = text(nullable=True)
    digest: str = short(length=64)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CollectionProductRow(SQLModel, table=True):
    """A product in a manual collection, in the merchant's order."""

    __tablename__ = "catalog_collection_product"
    __table_args__ = (UniqueConstraint("collection_id", "product_id"),)

    id: int = key()
    collection_id: int = reference("catalog_collection", index=False)
    product_id: int = reference("catalog_product")
    position: int = number()
