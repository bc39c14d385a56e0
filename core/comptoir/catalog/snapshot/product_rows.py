"""The rows that make products, read in ranges of product numbers: few big SELECTs, bounded memory."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Column, Row, Select, String, bindparam, select, type_coerce

from comptoir.catalog.models import (
    MEDIA,
    METAFIELD,
    OPTION,
    OPTION_VALUE,
    PRODUCT,
    PRODUCT_MEDIA,
    PRODUCT_TAG,
    VARIANT,
)
from comptoir.catalog.snapshot.texts import Owner
from comptoir.db.tx import ReadTx

_LOW, _HIGH = bindparam("low", type_=BigInteger), bindparam("high", type_=BigInteger)


def raw_moment(column: Column[Any]) -> Any:
    """Return an instant as the database gives it: reading many through their column type is slow."""
    return type_coerce(column, String).label(column.name)


@lru_cache(maxsize=65_536)
def _parsed(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moment(value: Any) -> datetime:
    """Return an instant read by `raw_moment`, aware and in UTC."""
    if isinstance(value, str):
        return _parsed(value)
    found: datetime = value
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


_PUBLISHED = (
    PRODUCT.c.status == "active",
    PRODUCT.c.published_at <= bindparam("now", type_=PRODUCT.c.published_at.type),
)
_NUMBERS = select(PRODUCT.c.id).where(*_PUBLISHED).order_by(PRODUCT.c.id)
_WAITING = select(PRODUCT.c.id, PRODUCT.c.published_at).where(
    PRODUCT.c.status == "active",
    PRODUCT.c.published_at > bindparam("now", type_=PRODUCT.c.published_at.type),
)
_SOME_WAITING = _WAITING.where(PRODUCT.c.id.in_(bindparam("numbers", expanding=True)))
_PRODUCTS = (
    select(
        PRODUCT.c.id,
        PRODUCT.c.handle,
        PRODUCT.c.title,
        PRODUCT.c.description_html,
        PRODUCT.c.vendor,
        PRODUCT.c.product_type,
        PRODUCT.c.category,
        PRODUCT.c.is_gift_card,
        PRODUCT.c.seo_title,
        PRODUCT.c.seo_description,
        PRODUCT.c.size_chart_id,
        PRODUCT.c.sales_rank,
        raw_moment(PRODUCT.c.created_at),
        raw_moment(PRODUCT.c.updated_at),
        raw_moment(PRODUCT.c.published_at),
    )
    .where(*_PUBLISHED, PRODUCT.c.id.between(_LOW, _HIGH))
    .order_by(PRODUCT.c.id)
)


def _of_products(statement: Select[Any], product_id: Column[Any], *order: Column[Any]) -> Select[Any]:
    return statement.where(product_id.between(_LOW, _HIGH)).order_by(product_id, *order)


_TAGS = _of_products(
    select(PRODUCT_TAG.c.product_id, PRODUCT_TAG.c.tag), PRODUCT_TAG.c.product_id, PRODUCT_TAG.c.position
)
_OPTIONS = _of_products(
    select(OPTION.c.product_id, OPTION.c.id, OPTION.c.name), OPTION.c.product_id, OPTION.c.position
)
_VALUES = _of_products(
    select(
        OPTION.c.product_id,
        OPTION_VALUE.c.option_id,
        OPTION_VALUE.c.id,
        OPTION_VALUE.c.name,
        OPTION_VALUE.c.color,
    ).join_from(OPTION, OPTION_VALUE, OPTION_VALUE.c.option_id == OPTION.c.id),
    OPTION.c.product_id,
    OPTION.c.position,
    OPTION_VALUE.c.position,
)
_VARIANTS = _of_products(
    select(
        VARIANT.c.product_id,
        VARIANT.c.id,
        VARIANT.c.position,
        VARIANT.c.choice1_id,
        VARIANT.c.choice2_id,
        VARIANT.c.choice3_id,
        VARIANT.c.sku,
        VARIANT.c.barcode,
        VARIANT.c.product_media_id,
        VARIANT.c.weight_grams,
        VARIANT.c.weight_unit,
        VARIANT.c.requires_shipping,
        VARIANT.c.taxable,
        VARIANT.c.tax_category,
        VARIANT.c.inventory_tracked,
        VARIANT.c.backorder,
        VARIANT.c.quantity_minimum,
        VARIANT.c.quantity_maximum,
        VARIANT.c.quantity_increment,
        VARIANT.c.unit_type,
        VARIANT.c.unit_thousandths,
        VARIANT.c.unit_reference,
        raw_moment(VARIANT.c.created_at),
        raw_moment(VARIANT.c.updated_at),
    ),
    VARIANT.c.product_id,
    VARIANT.c.position,
    VARIANT.c.id,
)
_MEDIA = _of_products(
    select(
        PRODUCT_MEDIA.c.product_id,
        PRODUCT_MEDIA.c.id,
        PRODUCT_MEDIA.c.alt,
        MEDIA.c.kind,
        MEDIA.c.token,
        MEDIA.c.filename,
        MEDIA.c.format,
        MEDIA.c.url,
        MEDIA.c.width,
        MEDIA.c.height,
        MEDIA.c.bytes,
        MEDIA.c.thumbhash,
    ).join_from(PRODUCT_MEDIA, MEDIA, MEDIA.c.id == PRODUCT_MEDIA.c.media_id),
    PRODUCT_MEDIA.c.product_id,
    PRODUCT_MEDIA.c.position,
    PRODUCT_MEDIA.c.id,
)
METAFIELD_COLUMNS = (
    METAFIELD.c.owner_id,
    METAFIELD.c.id,
    METAFIELD.c.namespace,
    METAFIELD.c.key,
    METAFIELD.c.type,
    METAFIELD.c.value,
    raw_moment(METAFIELD.c.created_at),
    raw_moment(METAFIELD.c.updated_at),
)
_METAFIELDS = (
    select(METAFIELD.c.owner_id.label("product_id"), *METAFIELD_COLUMNS)
    .where(METAFIELD.c.owner_kind == "product", METAFIELD.c.owner_id.between(_LOW, _HIGH))
    .order_by(METAFIELD.c.owner_id, METAFIELD.c.position, METAFIELD.c.id)
)
_VARIANT_METAFIELDS = _of_products(
    select(VARIANT.c.product_id, *METAFIELD_COLUMNS).join_from(
        VARIANT, METAFIELD, (METAFIELD.c.owner_kind == "variant") & (METAFIELD.c.owner_id == VARIANT.c.id)
    ),
    VARIANT.c.product_id,
    METAFIELD.c.owner_id,
    METAFIELD.c.position,
    METAFIELD.c.id,
)
_HAS_VARIANT_METAFIELDS = select(METAFIELD.c.id).where(METAFIELD.c.owner_kind == "variant").limit(1)
_PARTS = {
    "tags": _TAGS,
    "options": _OPTIONS,
    "values": _VALUES,
    "variants": _VARIANTS,
    "media": _MEDIA,
    "metafields": _METAFIELDS,
}


@dataclass(slots=True)
class ProductRows:
    """The rows of one published product."""

    product: Row[Any]
    tags: Sequence[Row[Any]] = ()
    options: Sequence[Row[Any]] = ()
    values: Sequence[Row[Any]] = ()
    variants: Sequence[Row[Any]] = ()
    media: Sequence[Row[Any]] = ()
    metafields: Sequence[Row[Any]] = ()
    variant_metafields: Sequence[Row[Any]] = field(default=())

    def owners(self) -> Iterator[Owner]:
        """Yield what may have translations."""
        yield "product", self.product.id
        for option in self.options:
            yield "option", option.id
        for value in self.values:
            yield "option_value", value.id
        for medium in self.media:
            yield "product_media", medium.id
        for metafield in (*self.metafields, *self.variant_metafields):
            yield "metafield", metafield.id
        if self.product.size_chart_id is not None:
            yield "size_chart", self.product.size_chart_id


def published_numbers(tx: ReadTx) -> list[int]:
    """Return the numbers of all published products, ascending."""
    return [row.id for row in tx.all(_NUMBERS, {"now": tx.clock.now()})]


def waiting_products(tx: ReadTx, numbers: Sequence[int] | None = None) -> dict[int, datetime]:
    """Return when active products that wait for their time appear, by number; of all or of some."""
    now = tx.clock.now()
    if numbers is None:
        rows = tx.all(_WAITING, {"now": now})
    else:
        rows = tx.all(_SOME_WAITING, {"now": now, "numbers": list(numbers)})
    return {row.id: row.published_at for row in rows}


def has_variant_metafields(tx: ReadTx) -> bool:
    """Whether any variant has a metafield: most catalogues have none and spare the reading."""
    return tx.first(_HAS_VARIANT_METAFIELDS) is not None


def read_products(tx: ReadTx, *, low: int, high: int, variant_metafields: bool) -> list[ProductRows]:
    """Return the rows of the published products with numbers from `low` to `high`, ascending."""
    window = {"low": low, "high": high}
    statements = {**_PARTS, "variant_metafields": _VARIANT_METAFIELDS} if variant_metafields else _PARTS
    grouped: dict[str, dict[int, list[Row[Any]]]] = {}
    for name, statement in statements.items():
        groups: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        for row in tx.all(statement, window):
            groups[row[0]].append(row)
        grouped[name] = groups
    return [
        ProductRows(row, **{name: groups.get(row.id, ()) for name, groups in grouped.items()})
        for row in tx.all(_PRODUCTS, {**window, "now": tx.clock.now()})
    ]
