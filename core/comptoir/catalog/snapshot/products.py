"""Product records from rows, in one language."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import Row, select

from comptoir.catalog.models import SIZE_CHART
from comptoir.catalog.records import (
    ImageRecord,
    MediaRecord,
    MetafieldRecord,
    OptionRecord,
    OptionValueRecord,
    ProductRecord,
    SizeChartRecord,
    VariantRecord,
)
from comptoir.catalog.snapshot.media import media_record
from comptoir.catalog.snapshot.plain_text import plain_text
from comptoir.catalog.snapshot.product_rows import ProductRows, moment
from comptoir.catalog.snapshot.shared import Choice, Shared, seo
from comptoir.catalog.snapshot.texts import Texts
from comptoir.db.tx import ReadTx
from comptoir.ids import gid

NEVER_SOLD = 1_000_000_000
"""Sales rank of products that never sold."""
_DEFAULT_OPTION = "Title"
_DEFAULT_VALUE = "Default Title"
_SIZE_CHARTS = select(SIZE_CHART)
SizeCharts = Mapping[int, SizeChartRecord]


def size_charts(tx: ReadTx, texts: Texts) -> SizeCharts:
    """Return all size charts in a language."""
    return {row.id: _size_chart(row, texts.of("size_chart", row.id)) for row in tx.all(_SIZE_CHARTS)}


def _size_chart(row: Row[Any], told: Mapping[str, str]) -> SizeChartRecord:
    return SizeChartRecord(
        id=gid("SizeChart", row.id),
        title=told.get("title", row.title),
        unit=row.unit,
        columns=[told.get(column, column) for column in row.columns],
        rows=row.rows,
        note=told.get("note", row.note),
    )


def metafield_records(rows: Sequence[Row[Any]], texts: Texts) -> Sequence[MetafieldRecord]:
    """Return metafields in the merchant's order."""
    return tuple(
        MetafieldRecord(
            id=gid("Metafield", row.id),
            namespace=row.namespace,
            key=row.key,
            type=row.type,
            value=texts.of("metafield", row.id).get("value", row.value),
            created_at=moment(row.created_at),
            updated_at=moment(row.updated_at),
        )
        for row in rows
    )


class ProductMaker:
    """Makes the records of one language."""

    def __init__(self, texts: Texts, charts: SizeCharts, shared: Shared) -> None:
        self.texts = texts
        self.charts = charts
        self.shared = shared

    def make(self, rows: ProductRows, *, ordinal: int) -> ProductRecord:
        """Return a product with its variants; its collections are filled in later."""
        row, one = rows.product, self.shared.one
        told = self.texts.of("product", row.id)
        html = told.get("description_html", row.description_html)
        media = {
            medium.id: media_record(medium, self.texts.of("product_media", medium.id), self.shared)
            for medium in rows.media
        }
        images = tuple(medium.image for medium in media.values() if medium.kind == "IMAGE" and medium.image)
        options, places = self._options(rows)
        product = ProductRecord(
            number=row.id,
            ordinal=ordinal,
            id=gid("Product", row.id),
            handle=row.handle,
            title=told.get("title", row.title),
            description=plain_text(html),
            description_html=html,
            vendor=one(row.vendor),
            product_type=one(told.get("product_type", row.product_type)),
            tags=one(tuple(one(tag.tag) for tag in rows.tags)),
            category=one(row.category) if row.category else None,
            is_gift_card=bool(row.is_gift_card),
            created_at=moment(row.created_at),
            updated_at=moment(row.updated_at),
            published_at=moment(row.published_at),
            seo=seo(told.get("seo_title", row.seo_title), told.get("seo_description", row.seo_description)),
            options=options,
            variants=[],
            media=tuple(media.values()),
            images=images,
            featured_image=images[0] if images else None,
            collections=[],
            metafields=metafield_records(rows.metafields, self.texts) if rows.metafields else (),
            size_chart=self.charts.get(row.size_chart_id) if row.size_chart_id else None,
            sales_rank=NEVER_SOLD if row.sales_rank is None else row.sales_rank,
        )
        self._add_variants(product, rows, places, media)
        return product

    def _options(self, rows: ProductRows) -> tuple[Sequence[OptionRecord], Mapping[int, int]]:
        """Return the options, and for each value's number its index within its option."""
        if not rows.options:
            return (self._default_option(rows.product.id),), {}
        values: dict[int, list[OptionValueRecord]] = {option.id: [] for option in rows.options}
        places: dict[int, int] = {}
        one = self.shared.one
        for row in rows.values:
            held = values[row.option_id]
            places[row.id] = len(held)
            name = self.texts.of("option_value", row.id).get("name", row.name)
            held.append(
                OptionValueRecord(
                    id=gid("ProductOptionValue", row.id),
                    name=one(name),
                    color=one(row.color) if row.color else None,
                )
            )
        options = tuple(
            OptionRecord(
                id=gid("ProductOption", option.id),
                name=one(self.texts.of("option", option.id).get("name", option.name)),
                option_values=tuple(values[option.id]),
            )
            for option in rows.options
        )
        return options, places

    @staticmethod
    def _default_option(number: int) -> OptionRecord:
        value = OptionValueRecord(id=gid("ProductOptionValue", number), name=_DEFAULT_VALUE)
        return OptionRecord(id=gid("ProductOption", number), name=_DEFAULT_OPTION, option_values=(value,))

    def _add_variants(
        self,
        product: ProductRecord,
        rows: ProductRows,
        places: Mapping[int, int],
        media: Mapping[int | str, MediaRecord],
    ) -> None:
        pictures = {row.id: medium.image for row, medium in zip(rows.media, media.values(), strict=True)}
        product.variants.extend(self._variant(product, row, places, pictures) for row in rows.variants)
        if rows.variant_metafields:
            metafields: dict[int, list[Row[Any]]] = {}
            for row in rows.variant_metafields:
                metafields.setdefault(row.owner_id, []).append(row)
            for variant in product.variants:
                variant.metafields = metafield_records(metafields.get(variant.number, ()), self.texts)

    def _variant(
        self,
        product: ProductRecord,
        row: Row[Any],
        places: Mapping[int, int],
        pictures: Mapping[int, ImageRecord | None],
    ) -> VariantRecord:
        # Unpacked at once: 200,000 rows are quicker so than by names. The order is that of the statement.
        _, number, position, choice1, choice2, choice3, sku, barcode, picture, *rest = tuple(row)
        weight_grams, weight_unit, requires_shipping, taxable, tax_category, tracked, backorder, *rest = rest
        minimum, maximum, increment, unit_type, unit_thousandths, unit_reference, *moments = rest
        created_at, updated_at = moments
        shared, options = self.shared, product.options
        choices, named = _choices(options, places, (choice1, choice2, choice3))
        return VariantRecord(
            number=number,
            id=gid("ProductVariant", number),
            product=product,
            title=shared.title(named),
            sku=sku,
            barcode=barcode,
            position=position,
            choices=shared.one(choices),
            selected_options=shared.selection(named),
            image=pictures.get(picture),
            weight_grams=shared.one(weight_grams),
            weight_unit=shared.one(weight_unit),
            requires_shipping=bool(requires_shipping),
            taxable=bool(taxable),
            tax_category=shared.one(tax_category),
            inventory_tracked=bool(tracked),
            backorder=bool(backorder),
            quantity_minimum=minimum,
            quantity_maximum=maximum,
            quantity_increment=increment,
            unit_measurement=(unit_type, unit_thousandths, unit_reference) if unit_type else None,
            created_at=moment(created_at),
            updated_at=moment(updated_at),
        )


def _choices(
    options: Sequence[OptionRecord], places: Mapping[int, int], values: tuple[Any, ...]
) -> tuple[tuple[int, ...], tuple[Choice, ...]]:
    """Return which values a variant has, as indices and by name; one without options has its only one."""
    choices: tuple[int, ...] = (0,)
    if places:
        choices = tuple([places.get(value, 0) for value in values[: len(options)]])
    named = [
        (option.name, option.option_values[choice].name)
        for option, choice in zip(options, choices, strict=True)
    ]
    return choices, tuple(named)


_PRODUCT_FIELDS = tuple(
    field.name for field in fields(ProductRecord) if field.name not in {"variants", "collections"}
)
_VARIANT_FIELDS = tuple(field.name for field in fields(VariantRecord) if field.name != "product")


def copied(product: ProductRecord) -> ProductRecord:
    """Return the same product as records of its own, to belong to other collections in another language."""
    copy = ProductRecord(
        **{name: getattr(product, name) for name in _PRODUCT_FIELDS}, variants=[], collections=[]
    )
    copy.variants.extend(
        VariantRecord(product=copy, **{name: getattr(variant, name) for name in _VARIANT_FIELDS})
        for variant in product.variants
    )
    return copy
