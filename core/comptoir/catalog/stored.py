"""Products read back as the drafts that would make them: the basis of updates and of exports."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select

from comptoir.catalog.drafts import (
    MediaDraft,
    MetafieldDraft,
    OptionDraft,
    ProductDraft,
    StoredPicture,
    VariantDraft,
)
from comptoir.catalog.models import (
    MEDIA,
    METAFIELD,
    OPTION,
    OPTION_VALUE,
    PRODUCT,
    PRODUCT_MEDIA,
    PRODUCT_TAG,
    SIZE_CHART,
    TRANSLATION,
    VARIANT,
)
from comptoir.catalog.writes import grouped, load_rows
from comptoir.db.tx import ReadTx

Row = Mapping[str, Any]
Texts = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredProduct:
    """A product of the shop: its numbers, and the draft that saving would leave as it is."""

    ident: int
    variant_ids: tuple[int, ...]
    draft: ProductDraft
    created_at: datetime
    updated_at: datetime
    published_at: datetime | None
    """None for a product that was never active."""


def _of(table: Any, column: str, *order: str) -> Select[Any]:
    keys = table.c[column].in_(bindparam("keys", expanding=True))
    return select(table).where(keys).order_by(*(table.c[name] for name in order or ("position",)))


_BY_HANDLE = _of(PRODUCT, "handle", "id")
_BY_ID = _of(PRODUCT, "id", "id")
_TAGS = _of(PRODUCT_TAG, "product_id")
_OPTIONS = _of(OPTION, "product_id")
_VALUES = _of(OPTION_VALUE, "option_id")
_VARIANTS = _of(VARIANT, "product_id")
_METAFIELDS = _of(METAFIELD, "owner_id")
_TRANSLATIONS = _of(TRANSLATION, "owner_id", "id")
_CHARTS = _of(SIZE_CHART, "id", "id")
_PLACED = (
    select(PRODUCT_MEDIA.c.id.label("place_id"), PRODUCT_MEDIA.c.product_id, PRODUCT_MEDIA.c.alt, MEDIA)
    .join_from(PRODUCT_MEDIA, MEDIA, MEDIA.c.id == PRODUCT_MEDIA.c.media_id)
    .where(PRODUCT_MEDIA.c.product_id.in_(bindparam("keys", expanding=True)))
    .order_by(PRODUCT_MEDIA.c.position)
)


def find_stored(tx: ReadTx, *, handles: Iterable[str]) -> dict[str, StoredProduct]:
    """Return the stored products with these handles, by handle."""
    rows = load_rows(tx, _BY_HANDLE, set(handles))
    return {product.draft.handle: product for product in _read(tx, rows)}


def find_stored_by_id(tx: ReadTx, *, idents: Sequence[int]) -> list[StoredProduct]:
    """Return stored products by number, lowest first."""
    return _read(tx, load_rows(tx, _BY_ID, idents))


def _read(tx: ReadTx, products: Sequence[Row]) -> list[StoredProduct]:
    if not products:
        return []
    parts = _Parts(tx, products)
    return [parts.product(row) for row in products]


class _Parts:
    """The rows that belong to some products, grouped by what they belong to."""

    def __init__(self, tx: ReadTx, products: Sequence[Row]) -> None:
        idents = [row["id"] for row in products]
        options = load_rows(tx, _OPTIONS, idents)
        values = load_rows(tx, _VALUES, [row["id"] for row in options])
        variants = load_rows(tx, _VARIANTS, idents)
        media = load_rows(tx, _PLACED, idents)
        self._tags = grouped(load_rows(tx, _TAGS, idents), "product_id")
        self._options = grouped(options, "product_id")
        self._values = grouped(values, "option_id")
        self._names = {row["id"]: row["name"] for row in values}
        self._variants = grouped(variants, "product_id")
        self._media = grouped(media, "product_id")
        self._charts = {
            row["id"]: row["handle"]
            for row in load_rows(tx, _CHARTS, {row["size_chart_id"] for row in products} - {None})
        }
        owners = [*idents, *(row["id"] for rows in (options, values, variants) for row in rows)]
        owners.extend(row["place_id"] for row in media)
        metafields = load_rows(tx, _METAFIELDS, owners)
        owners.extend(row["id"] for row in metafields)
        self._metafields = grouped(metafields, "owner_id")
        self._translations = grouped(load_rows(tx, _TRANSLATIONS, owners), "owner_id")

    def product(self, row: Row) -> StoredProduct:
        ident = row["id"]
        options = self._options.get(ident, [])
        media = self._media.get(ident, [])
        places = {medium["place_id"]: index for index, medium in enumerate(media)}
        variants = self._variants.get(ident, [])
        draft = ProductDraft(
            handle=row["handle"],
            title=row["title"],
            description_html=row["description_html"],
            vendor=row["vendor"],
            product_type=row["product_type"],
            tags=tuple(tag["tag"] for tag in self._tags.get(ident, ())),
            category=row["category"],
            status=row["status"],
            is_gift_card=row["is_gift_card"],
            seo_title=row["seo_title"],
            seo_description=row["seo_description"],
            options=tuple(self._option(option) for option in options),
            variants=tuple(self._variant(variant, len(options), places) for variant in variants),
            media=tuple(self._medium(medium) for medium in media),
            metafields=self._metafields_of(ident),
            size_chart=self._charts.get(row["size_chart_id"]),
            sales_rank=row["sales_rank"],
            translations=self._texts(ident),
        )
        return StoredProduct(
            ident=ident,
            variant_ids=tuple(variant["id"] for variant in variants),
            draft=draft,
            created_at=row["created_at"],
            updated_at=row["updated_at"],
            published_at=row["published_at"],
        )

    def _option(self, row: Row) -> OptionDraft:
        values = self._values.get(row["id"], [])
        texts: Texts = {}
        for owner in (row, *values):
            for language, fields in self._texts(owner["id"]).items():
                texts.setdefault(language, {})[owner["name"]] = fields["name"]
        return OptionDraft(
            name=row["name"],
            values=tuple(value["name"] for value in values),
            swatches={value["name"]: value["color"] for value in values if value["color"]},
            translations=texts,
        )

    def _variant(self, row: Row, options: int, places: Mapping[int, int]) -> VariantDraft:
        chosen = (row["choice1_id"], row["choice2_id"], row["choice3_id"])[:options]
        measured = (row["unit_type"], row["unit_thousandths"], row["unit_reference"])
        return VariantDraft(
            choices=tuple(self._names.get(number, "") for number in chosen),
            sku=row["sku"],
            barcode=row["barcode"],
            weight_grams=row["weight_grams"],
            weight_unit=row["weight_unit"],
            requires_shipping=row["requires_shipping"],
            taxable=row["taxable"],
            tax_category=row["tax_category"],
            inventory_tracked=row["inventory_tracked"],
            backorder=row["backorder"],
            quantity_minimum=row["quantity_minimum"],
            quantity_maximum=row["quantity_maximum"],
            quantity_increment=row["quantity_increment"],
            unit_measurement=measured if row["unit_type"] else None,
            media_index=places.get(row["product_media_id"]),
            metafields=self._metafields_of(row["id"]),
        )

    def _medium(self, row: Row) -> MediaDraft:
        return MediaDraft(
            kind=row["kind"],
            stored=_picture(row) if row["token"] else None,
            filename=row["filename"],
            url=row["url"],
            alt=row["alt"],
            translations=self._texts(row["place_id"]),
        )

    def _metafields_of(self, owner: int) -> tuple[MetafieldDraft, ...]:
        return tuple(
            MetafieldDraft(
                namespace=row["namespace"],
                key=row["key"],
                type=row["type"],
                value=row["value"],
                translations=self._texts(row["id"]),
            )
            for row in self._metafields.get(owner, ())
        )

    def _texts(self, owner: int) -> Texts:
        texts: Texts = {}
        for row in self._translations.get(owner, ()):
            texts.setdefault(row["language"], {})[row["field"]] = row["value"]
        return texts


def _picture(row: Row) -> StoredPicture:
    return StoredPicture(
        token=row["token"],
        format=row["format"],
        width=row["width"],
        height=row["height"],
        bytes=row["bytes"],
        thumbhash=row["thumbhash"],
    )
