"""The rows of a product in an export: the first with everything, further ones for variants and pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from comptoir.catalog.drafts import MediaDraft, ProductDraft, VariantDraft
from comptoir.catalog.stored import StoredProduct
from comptoir.catalog.validation.products import DEFAULT_OPTION, DEFAULT_VALUE
from comptoir.interchange.addresses import address_of
from comptoir.interchange.cells import UNIT_NAMES
from comptoir.interchange.columns import CLASSIC, CURRENT, OPTION_NAMES, OPTION_VALUES, Column, Generation
from comptoir.pricing import PriceEntry

Cells = dict[Column, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A product with what other contexts know of its variants, by their numbers."""

    product: StoredProduct
    prices: Mapping[int, PriceEntry]
    levels: Mapping[int, int]


class Layout:
    """Which columns an export has, in order."""

    def __init__(
        self, generation: Generation, metafields: Sequence[tuple[str, str]], *, base_url: str = ""
    ) -> None:
        self._classic = generation == "classic"
        self._columns = tuple(CLASSIC) if self._classic else CURRENT
        self._metafields = metafields
        self._base_url = base_url.rstrip("/")
        own = [CLASSIC[column] if self._classic else column.value for column in self._columns]
        fields = [f"{_label(key)} (product.metafields.{namespace}.{key})" for namespace, key in metafields]
        self.names = [*own, *fields]

    def rows(self, exported: Exported) -> list[list[str]]:
        """Return the rows of a product."""
        product = exported.product
        draft = product.draft
        pictures = [medium for medium in draft.media or () if medium.kind == "IMAGE"]
        values = {(each.namespace, each.key): each.value for each in draft.metafields}
        fields = [values.get(name, "") for name in self._metafields]
        rows: list[list[str]] = []
        for index in range(max(len(draft.variants), len(pictures))):
            cells: Cells = {Column.HANDLE: draft.handle}
            if index == 0:
                cells |= self._product(draft)
            if index < len(draft.variants):
                cells |= self._variant(exported, index, first=index == 0)
            if index < len(pictures):
                cells |= self._picture(pictures[index], index)
            row = [cells.get(column, "") for column in self._columns]
            rows.append(row + (fields if index == 0 else [""] * len(fields)))
        return rows

    def _boolean(self, value: bool) -> str:  # noqa: FBT001 - the value that is written
        """Return a truth value as the generation writes it."""
        word = "true" if value else "false"
        return word if self._classic else word.upper()

    def _product(self, draft: ProductDraft) -> Cells:
        return {
            Column.TITLE: draft.title,
            Column.DESCRIPTION: draft.description_html,
            Column.VENDOR: draft.vendor,
            Column.CATEGORY: draft.category or "",
            Column.TYPE: draft.product_type,
            Column.TAGS: ", ".join(draft.tags),
            Column.PUBLISHED: self._boolean(draft.status == "active"),
            Column.STATUS: draft.status if self._classic else draft.status.capitalize(),
            Column.GIFT_CARD: self._boolean(draft.is_gift_card),
            Column.SEO_TITLE: draft.seo_title or "",
            Column.SEO_DESCRIPTION: draft.seo_description or "",
        }

    def _variant(self, exported: Exported, index: int, *, first: bool) -> Cells:
        draft = exported.product.draft
        variant = draft.variants[index]
        number = exported.product.variant_ids[index]
        price = exported.prices.get(number)
        level = exported.levels.get(number)
        return {
            **_options(draft, variant, first=first),
            Column.SKU: variant.sku or "",
            Column.BARCODE: variant.barcode or "",
            Column.PRICE: price.amount.amount if price else "",
            Column.COMPARE_AT: price.compare_at.amount if price and price.compare_at else "",
            Column.TAXABLE: self._boolean(variant.taxable),
            Column.TAX_CODE: "" if variant.tax_category == "standard" else variant.tax_category,
            Column.TRACKER: ("shopify" if variant.inventory_tracked else ""),
            Column.QUANTITY: "" if level is None else str(level),
            Column.POLICY: self._policy(variant),
            Column.GRAMS: "" if variant.weight_grams is None else str(variant.weight_grams),
            Column.WEIGHT_UNIT: UNIT_NAMES[variant.weight_unit],
            Column.SHIPPING: self._boolean(variant.requires_shipping),
            Column.FULFILLMENT: "manual",
            Column.VARIANT_IMAGE: self._variant_picture(draft, variant),
        }

    def _policy(self, variant: VariantDraft) -> str:
        word = "continue" if variant.backorder else "deny"
        return word if self._classic else word.upper()

    def _variant_picture(self, draft: ProductDraft, variant: VariantDraft) -> str:
        if variant.media_index is None or not draft.media:
            return ""
        medium = draft.media[variant.media_index]
        return self._address(medium) if medium.kind == "IMAGE" else ""

    def _picture(self, medium: MediaDraft, index: int) -> Cells:
        return {
            Column.IMAGE: self._address(medium),
            Column.IMAGE_POSITION: str(index + 1),
            Column.IMAGE_ALT: medium.alt or "",
        }

    def _address(self, medium: MediaDraft) -> str:
        address = address_of(medium)
        return self._base_url + address if medium.stored else address


def _options(draft: ProductDraft, variant: VariantDraft, *, first: bool) -> Cells:
    if not draft.options:
        name = {OPTION_NAMES[0]: DEFAULT_OPTION} if first else {}
        return {**name, OPTION_VALUES[0]: DEFAULT_VALUE}
    names = {column: option.name for column, option in zip(OPTION_NAMES, draft.options, strict=False)}
    values = dict(zip(OPTION_VALUES, variant.choices, strict=False))
    return {**(names if first else {}), **values}


def _label(key: str) -> str:
    return key.replace("_", " ").replace("-", " ").strip().capitalize()
