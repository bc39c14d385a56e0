"""Tables that all owners of the catalogue share: media, metafields, translations, size charts, numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from comptoir.catalog.models.columns import key, moment, number, packed, short, text


class MediaRow(SQLModel, table=True):
    """A file: a picture that the shop serves (it has a `token`), or something at an address elsewhere."""

    __tablename__ = "catalog_media"

    id: int = key()
    identity: str = short(length=64, unique=True)
    """Digest of what makes two media the same: kind, token, name and address."""
    kind: str = short(length=32)
    token: str | None = short(length=64, nullable=True)
    filename: str = short()
    """Last part of the address, with the ending of its format where the shop serves it."""
    format: str | None = short(length=16, nullable=True)
    """png, jpeg, webp, gif or avif."""
    url: str | None = text(nullable=True)
    width: int | None = number(nullable=True)
    height: int | None = number(nullable=True)
    bytes: int | None = number(nullable=True)
    thumbhash: str | None = short(length=64, nullable=True)
    created_at: datetime = moment()


class MetafieldRow(SQLModel, table=True):
    """A typed value on a product, variant, collection, page, blog or article (`owner_kind`)."""

    __tablename__ = "catalog_metafield"
    __table_args__ = (UniqueConstraint("owner_kind", "owner_id", "namespace", "key"),)

    id: int = key()
    owner_kind: str = short(length=32)
    owner_id: int = number(big=True)
    position: int = number()
    namespace: str = short()
    key: str = short(length=64)
    type: str = short(length=64)
    value: str = text()
    created_at: datetime = moment()
    updated_at: datetime = moment()


class TranslationRow(SQLModel, table=True):
    """A text of an owner in another language than the shop's own; languages are lower case: `fr`, `pt-br`.

    Owners and fields: product, collection, page, blog, article (their columns; `image_alt` for the picture of
    a collection or article), option and option_value (`name`), product_media (`alt`), metafield (`value`),
    size_chart (`title`, `note`, and each column by its own text), menu (titles by the item's place: `0`,
    `0.1`).
    """

    __tablename__ = "catalog_translation"
    __table_args__ = (
        UniqueConstraint("owner_kind", "owner_id", "language", "field"),
        Index("ix_catalog_translation_language", "language"),
    )

    id: int = key()
    owner_kind: str = short(length=32)
    owner_id: int = number(big=True)
    language: str = short(length=16)
    field: str = short()
    value: str = text()


class SizeChartRow(SQLModel, table=True):
    """Measures by size; `rows[i]` has one text for each of `columns`."""

    __tablename__ = "catalog_size_chart"

    id: int = key()
    handle: str = short(unique=True)
    title: str = short()
    unit: str = short(length=8)
    columns: list[str] = packed()
    rows: list[list[Any]] = packed()
    note: str | None = text(nullable=True)
    digest: str = short(length=64)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class NumberRow(SQLModel, table=True):
    """The next free number. One row; who holds its lock is the one writer of the catalogue."""

    __tablename__ = "catalog_number"

    id: int = key()
    next_number: int = number(big=True)
