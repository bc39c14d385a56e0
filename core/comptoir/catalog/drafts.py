"""What a product, collection or page should be: the one way in for importers, loaders and staff.

A draft is complete: saving it makes the stored thing equal to it, found by `handle` (products, collections,
pages) and by SKU or option values (variants). Saving an equal draft again changes nothing.
Texts of `translations` are by language and field: `{"fr": {"title": "Chemise", "description_html": "…"}}`;
for option names and values they are by name: `{"fr": {"Color": "Couleur", "Red": "Rouge"}}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Translations = Mapping[str, Mapping[str, str]]
WeightUnit = Literal["GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPicture:
    """A picture that lies in the media store under `token`; `format` is png, jpeg, webp, gif or avif."""

    token: str
    format: str
    width: int
    height: int
    bytes: int
    thumbhash: str
    """ThumbHash in base64."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDraft:
    """A medium. A picture comes as `content` (bytes of a PNG, JPEG, WebP, GIF or AVIF) or as `url` elsewhere.

    `content` is checked, measured, and stored under its digest by `comptoir.catalog.media.store_pictures`,
    which puts `stored` in its place; the commands take drafts after that step only.
    """

    kind: Literal["IMAGE", "VIDEO", "EXTERNAL_VIDEO", "MODEL_3D"] = "IMAGE"
    content: bytes | None = None
    stored: StoredPicture | None = None
    filename: str = "picture"
    url: str | None = None
    alt: str | None = None
    translations: Translations = field(default_factory=dict)
    """Field: alt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetafieldDraft:
    """A typed value: `type` is the dialect's, such as `single_line_text_field` or `number_integer`."""

    namespace: str
    key: str
    type: str
    value: str
    translations: Translations = field(default_factory=dict)
    """Field: value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionDraft:
    """An option and its values in order; `swatches` gives `#rrggbb` by value."""

    name: str
    values: Sequence[str]
    swatches: Mapping[str, str] = field(default_factory=dict)
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDraft:
    """A variant; `choices` are its values, one for each option of the product, in their order."""

    choices: Sequence[str]
    sku: str | None = None
    barcode: str | None = None
    weight_grams: int | None = None
    weight_unit: WeightUnit = "KILOGRAMS"
    requires_shipping: bool = True
    taxable: bool = True
    tax_category: str = "standard"
    inventory_tracked: bool = True
    backorder: bool = False
    quantity_minimum: int = 1
    quantity_maximum: int | None = None
    quantity_increment: int = 1
    unit_measurement: tuple[str, int, str] | None = None
    media_index: int | None = None
    """Index into the product's `media` of its picture."""
    metafields: Sequence[MetafieldDraft] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """A product with everything the catalogue knows of it; prices and stock belong to other contexts.

    Without options it has one variant, whose choices are empty; the dialect then shows the option Title with
    the value Default Title.
    """

    handle: str
    title: str
    description_html: str = ""
    vendor: str = ""
    product_type: str = ""
    tags: Sequence[str] = ()
    category: str | None = None
    status: Literal["active", "draft", "archived"] = "active"
    published_at: datetime | None = None
    """None means: published when first saved as active."""
    is_gift_card: bool = False
    seo_title: str | None = None
    seo_description: str | None = None
    options: Sequence[OptionDraft] = ()
    variants: Sequence[VariantDraft] = (VariantDraft(choices=()),)
    media: Sequence[MediaDraft] | None = ()
    """None keeps the stored media."""
    metafields: Sequence[MetafieldDraft] = ()
    size_chart: str | None = None
    """Handle of a saved size chart."""
    sales_rank: int | None = None
    translations: Translations = field(default_factory=dict)
    """Fields: title, description_html, product_type, seo_title, seo_description."""


RuleColumn = Literal["TAG", "TITLE", "TYPE", "VENDOR", "VARIANT_TITLE", "VARIANT_WEIGHT"]
RuleRelation = Literal[
    "EQUALS",
    "NOT_EQUALS",
    "CONTAINS",
    "NOT_CONTAINS",
    "STARTS_WITH",
    "ENDS_WITH",
    "GREATER_THAN",
    "LESS_THAN",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionRule:
    """A condition that puts a product into a collection."""

    column: RuleColumn
    relation: RuleRelation
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionDraft:
    """A collection: `products` (handles, in order) for a manual one, `rules` for an automatic one."""

    handle: str
    title: str
    description_html: str = ""
    image: MediaDraft | None = None
    products: Sequence[str] = ()
    rules: Sequence[CollectionRule] = ()
    any_rule: bool = False
    """A product joins when one rule fits rather than all."""
    sort_order: Literal[
        "MANUAL", "BEST_SELLING", "TITLE", "TITLE_DESC", "PRICE", "PRICE_DESC", "CREATED", "CREATED_DESC"
    ] = "MANUAL"
    published: bool = True
    seo_title: str | None = None
    seo_description: str | None = None
    metafields: Sequence[MetafieldDraft] = ()
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeChartDraft:
    """Measures by size; each row has one text for each column. `unit` is cm or in."""

    handle: str
    title: str
    unit: Literal["cm", "in"]
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str | None = None
    translations: Translations = field(default_factory=dict)
    """Fields: title, note, and any column by its own text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDraft:
    """A content page, or with `legal` a shop policy (`privacy-policy`, `terms-of-service` …)."""

    handle: str
    title: str
    body: str
    legal: bool = False
    published: bool = True
    seo_title: str | None = None
    seo_description: str | None = None
    metafields: Sequence[MetafieldDraft] = ()
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleDraft:
    """An article of a blog."""

    handle: str
    title: str
    content_html: str
    author: str
    published_at: datetime
    excerpt_html: str | None = None
    image: MediaDraft | None = None
    tags: Sequence[str] = ()
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlogDraft:
    """A blog with all its articles."""

    handle: str
    title: str
    articles: Sequence[ArticleDraft] = ()
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItemDraft:
    """An entry of a menu: `target` is `collection:<handle>`, `product:<handle>`, `page:<handle>`,
    `blog:<handle>`, `policy:<handle>`, `search`, `catalog`, `frontpage`, or an absolute address.
    """

    title: str
    target: str
    items: "Sequence[MenuItemDraft]" = ()
    translations: Translations = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuDraft:
    """A navigation menu, whole."""

    handle: str
    title: str
    items: Sequence[MenuItemDraft]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectDraft:
    """A path that has moved: `/old` to `/products/new`."""

    path: str
    target: str
