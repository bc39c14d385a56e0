"""The rows of a product: stored ones by product, and the matching that keeps numbers stable over edits."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, select

from comptoir.catalog.commands.attachments import Attachments
from comptoir.catalog.drafts import OptionDraft, ProductDraft, VariantDraft
from comptoir.catalog.models import OPTION, OPTION_VALUE, PRODUCT, PRODUCT_MEDIA, PRODUCT_TAG, VARIANT
from comptoir.catalog.writes import Values, Writes, grouped, load_rows

Row = Mapping[str, Any]


def _by(table: Any, column: str, *order: str) -> Select[Any]:
    keys = table.c[column].in_(bindparam("keys", expanding=True))
    return select(table).where(keys).order_by(*(table.c[name] for name in order or ("position",)))


_PRODUCTS = _by(PRODUCT, "id", "id")
_TAGS = _by(PRODUCT_TAG, "product_id")
_OPTIONS = _by(OPTION, "product_id")
_VALUES = _by(OPTION_VALUE, "option_id")
_MEDIA = _by(PRODUCT_MEDIA, "product_id")
_VARIANTS = _by(VARIANT, "product_id")


class StoredProducts:
    """All rows of some products, as they are before a command writes."""

    def __init__(self, writes: Writes, products: Sequence[int]) -> None:
        def load(statement: Select[Any], keys: Iterable[int]) -> list[Row]:
            return load_rows(writes.tx, statement, keys) if products else []

        options = load(_OPTIONS, products)
        values = load(_VALUES, [row["id"] for row in options])
        media = load(_MEDIA, products)
        variants = load(_VARIANTS, products)
        self.products = {row["id"]: row for row in load(_PRODUCTS, products)}
        self.tags = grouped(load(_TAGS, products), "product_id")
        self.options = grouped(options, "product_id")
        self.values = grouped(values, "option_id")
        self.media = grouped(media, "product_id")
        self.variants = grouped(variants, "product_id")
        owned = (row["id"] for rows in (options, values, media, variants) for row in rows)
        self.attachments = Attachments(writes, [*products, *owned])

    def parts_of(self, product_id: int) -> set[int]:
        """Return the numbers of all rows that can carry metafields or translations, the product's too."""
        options = self.options.get(product_id, ())
        values = (row for option in options for row in self.values.get(option["id"], ()))
        groups = (options, values, self.media.get(product_id, ()), self.variants.get(product_id, ()))
        return {product_id, *(row["id"] for rows in groups for row in rows)}


def tag_rows(writes: Writes, product_id: int, tags: Sequence[str], stored: Sequence[Row]) -> list[Values]:
    """Return the wanted rows of tags."""
    known = {row["tag"]: row["id"] for row in stored}
    take = writes.numbers.take
    return [
        {"id": known.get(tag) or take(), "product_id": product_id, "position": position, "tag": tag}
        for position, tag in enumerate(tags, 1)
    ]


def option_rows(
    writes: Writes, product_id: int, options: Sequence[OptionDraft], stored: StoredProducts
) -> list[Values]:
    """Return the wanted rows of options: matched by name, else a renamed one by place and common values."""
    before = {row["name"]: row for row in stored.options.get(product_id, ())}
    kept = {option.name: before.pop(option.name)["id"] for option in options if option.name in before}
    places = {row["position"]: row for row in before.values()}
    rows = []
    for position, option in enumerate(options, 1):
        ident = kept.get(option.name) or _renamed(places.get(position), option, stored)
        number = ident or writes.numbers.take()
        rows.append({"id": number, "product_id": product_id, "position": position, "name": option.name})
    return rows


def _renamed(row: Row | None, option: OptionDraft, stored: StoredProducts) -> int | None:
    if row is None:
        return None
    values = {value["name"] for value in stored.values.get(row["id"], ())}
    return None if values.isdisjoint(option.values) else int(row["id"])


def value_rows(writes: Writes, option_id: int, option: OptionDraft, stored: Sequence[Row]) -> list[Values]:
    """Return the wanted rows of an option's values, matched by name."""
    known = {row["name"]: row["id"] for row in stored}
    return [
        {
            "id": known.get(value) or writes.numbers.take(),
            "option_id": option_id,
            "position": position,
            "name": value,
            "color": option.swatches.get(value),
        }
        for position, value in enumerate(option.values, 1)
    ]


def media_rows(
    writes: Writes, product_id: int, media: Sequence[tuple[int, str | None]], stored: Sequence[Row]
) -> list[Values]:
    """Return the wanted rows of placed media (file and alt text), matched by file."""
    known: dict[int, list[int]] = {}
    for row in reversed(stored):
        known.setdefault(row["media_id"], []).append(row["id"])
    return [
        {
            "id": known[file].pop() if known.get(file) else writes.numbers.take(),
            "product_id": product_id,
            "media_id": file,
            "position": position,
            "alt": alt,
        }
        for position, (file, alt) in enumerate(media, 1)
    ]


def variant_numbers(
    writes: Writes,
    variants: Sequence[VariantDraft],
    choices: Sequence[tuple[int, ...]],
    stored: Sequence[Row],
) -> list[int]:
    """Return the number of each variant: of the stored one with the same choices, else with the same SKU."""
    if not stored:
        return [writes.numbers.take() for _ in variants]
    by_choices = {_choices(row): row["id"] for row in stored}
    found = [by_choices.get(frozenset(chosen)) for chosen in choices]
    taken = set(found)
    by_sku = {row["sku"]: row["id"] for row in reversed(stored) if row["sku"] and row["id"] not in taken}
    return [
        ident or (variant.sku and by_sku.pop(variant.sku, None)) or writes.numbers.take()
        for ident, variant in zip(found, variants, strict=True)
    ]


def _choices(row: Row) -> frozenset[int]:
    chosen = (row["choice1_id"], row["choice2_id"], row["choice3_id"])
    return frozenset(ident for ident in chosen if ident is not None)


def variant_values(
    ident: int, product_id: int, position: int, variant: VariantDraft, choices: tuple[int, ...]
) -> Values:
    """Return the wanted row of a variant, without its picture."""
    first, second, third = (*choices, None, None, None)[:3]
    measure, thousandths, reference = variant.unit_measurement or (None, None, None)
    return {
        "id": ident,
        "product_id": product_id,
        "position": position,
        "choice1_id": first,
        "choice2_id": second,
        "choice3_id": third,
        "sku": variant.sku,
        "barcode": variant.barcode,
        "weight_grams": variant.weight_grams,
        "weight_unit": variant.weight_unit,
        "requires_shipping": variant.requires_shipping,
        "taxable": variant.taxable,
        "tax_category": variant.tax_category,
        "inventory_tracked": variant.inventory_tracked,
        "backorder": variant.backorder,
        "quantity_minimum": variant.quantity_minimum,
        "quantity_maximum": variant.quantity_maximum,
        "quantity_increment": variant.quantity_increment,
        "unit_type": measure,
        "unit_thousandths": thousandths,
        "unit_reference": reference,
    }


def product_values(ident: int, draft: ProductDraft, *, size_chart_id: int | None) -> Values:
    """Return the wanted row of a product, without its times and digest."""
    return {
        "id": ident,
        "handle": draft.handle,
        "title": draft.title,
        "description_html": draft.description_html,
        "vendor": draft.vendor,
        "product_type": draft.product_type,
        "category": draft.category,
        "status": draft.status,
        "is_gift_card": draft.is_gift_card,
        "seo_title": draft.seo_title,
        "seo_description": draft.seo_description,
        "size_chart_id": size_chart_id,
        "sales_rank": draft.sales_rank,
    }
