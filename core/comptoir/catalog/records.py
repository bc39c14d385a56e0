"""What the snapshot holds of the catalogue: slotted objects in one language, ready to be answered.

Attribute names are those of the GraphQL fields, so that plain fields need no resolver. Built once, never
changed: to change a product is to build its records again. Texts are in the record's language, with the
shop's own language where no translation exists.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True, kw_only=True, eq=False)
class ImageRecord:
    """A picture. `path` is `/media/<token>/<name>` for one that the shop serves, else an absolute address."""

    id: str
    path: str
    alt_text: str | None
    width: int | None
    height: int | None
    thumbhash: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class MediaSourceRecord:
    """A file of a video or 3D model."""

    url: str
    mime_type: str
    format: str
    width: int | None = None
    height: int | None = None
    filesize: int | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class MediaRecord:
    """A medium of a product: `kind` is IMAGE, VIDEO, EXTERNAL_VIDEO or MODEL_3D."""

    id: str
    kind: str
    alt: str | None
    image: ImageRecord | None
    """The picture itself, or the preview of a video or model."""
    sources: Sequence[MediaSourceRecord] = ()
    embed_url: str | None = None
    host: str | None = None
    """YOUTUBE or VIMEO for an external video."""


@dataclass(slots=True, kw_only=True, eq=False)
class MetafieldRecord:
    """A typed value that the merchant added; `value` is text as the type writes it."""

    id: str
    namespace: str
    key: str
    type: str
    value: str
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True, kw_only=True, eq=False)
class SeoRecord:
    """Title and description for search engines."""

    title: str | None
    description: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class OptionValueRecord:
    """A value of an option, such as Red; `color` is `#rrggbb` when it has a swatch."""

    id: str
    name: str
    color: str | None = None
    swatch_image: MediaRecord | None = None


@dataclass(slots=True, kw_only=True, eq=False)
class OptionRecord:
    """An option of a product, such as Color, with its values in the merchant's order."""

    id: str
    name: str
    option_values: Sequence[OptionValueRecord]


@dataclass(slots=True, kw_only=True, eq=False)
class SelectedOptionRecord:
    """A choice that makes a variant."""

    name: str
    value: str


@dataclass(slots=True, kw_only=True, eq=False)
class VariantRecord:
    """A variant. `choices[i]` is the index of its value in `product.options[i].option_values`."""

    number: int
    id: str
    product: "ProductRecord"
    title: str
    sku: str | None
    barcode: str | None
    position: int
    choices: tuple[int, ...]
    selected_options: Sequence[SelectedOptionRecord]
    image: ImageRecord | None
    weight_grams: int | None
    weight_unit: str
    """GRAMS, KILOGRAMS, OUNCES or POUNDS: the unit to show the weight in."""
    requires_shipping: bool
    taxable: bool
    tax_category: str
    """Key into the tax tables, such as `standard`, `clothing`, `books`."""
    inventory_tracked: bool
    backorder: bool
    """Sold although none is left."""
    quantity_minimum: int
    quantity_maximum: int | None
    quantity_increment: int
    unit_measurement: tuple[str, int, str] | None
    """For unit prices: measured type, quantity in thousandths, reference unit, such as `("WEIGHT", 250000, "KG")`."""
    created_at: datetime
    updated_at: datetime
    metafields: Sequence[MetafieldRecord] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class SizeChartRecord:
    """Measures by size, as data: `rows[i]` has one text for each of `columns`."""

    id: str
    title: str
    unit: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class ProductRecord:
    """A published product in one language. `ordinal` is its place in bitsets and in default order."""

    number: int
    ordinal: int
    id: str
    handle: str
    title: str
    description: str
    """Plain text of `description_html`."""
    description_html: str
    vendor: str
    product_type: str
    tags: Sequence[str]
    category: str | None
    is_gift_card: bool
    created_at: datetime
    updated_at: datetime
    published_at: datetime
    seo: SeoRecord
    options: Sequence[OptionRecord]
    variants: list[VariantRecord]
    media: Sequence[MediaRecord]
    images: Sequence[ImageRecord]
    featured_image: ImageRecord | None
    collections: "list[CollectionRecord]"
    metafields: Sequence[MetafieldRecord]
    size_chart: SizeChartRecord | None
    sales_rank: int
    """0 for the best seller; products that never sold share the largest rank."""


@dataclass(slots=True, kw_only=True, eq=False)
class CollectionRecord:
    """A published collection in one language; `products` are ordinals in the collection's own order."""

    number: int
    id: str
    handle: str
    title: str
    description: str
    description_html: str
    image: ImageRecord | None
    seo: SeoRecord
    updated_at: datetime
    sort_order: str
    """MANUAL, BEST_SELLING, TITLE, PRICE, CREATED (newest first) …: what `COLLECTION_DEFAULT` means."""
    products: list[int]
    bits: int
    """The same products as a bitset."""
    metafields: Sequence[MetafieldRecord] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class PageRecord:
    """A content page."""

    number: int
    id: str
    handle: str
    title: str
    body: str
    body_summary: str
    created_at: datetime
    updated_at: datetime
    seo: SeoRecord
    metafields: Sequence[MetafieldRecord] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class ArticleRecord:
    """An article of a blog."""

    number: int
    id: str
    handle: str
    title: str
    content: str
    content_html: str
    excerpt: str | None
    excerpt_html: str | None
    author: str
    image: ImageRecord | None
    tags: Sequence[str]
    published_at: datetime
    seo: SeoRecord
    blog: "BlogRecord"
    metafields: Sequence[MetafieldRecord] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class BlogRecord:
    """A blog; articles newest first."""

    number: int
    id: str
    handle: str
    title: str
    seo: SeoRecord
    articles: list[ArticleRecord]
    metafields: Sequence[MetafieldRecord] = ()


@dataclass(slots=True, kw_only=True, eq=False)
class MenuItemRecord:
    """An entry of a menu. `kind` is the dialect's MenuItemType; `path` is site-relative, or an absolute address."""

    id: str
    title: str
    kind: str
    path: str
    resource_id: str | None
    tags: Sequence[str]
    items: "Sequence[MenuItemRecord]"


@dataclass(slots=True, kw_only=True, eq=False)
class MenuRecord:
    """A navigation menu."""

    id: str
    handle: str
    title: str
    items: Sequence[MenuItemRecord]
    items_count: int


@dataclass(slots=True, kw_only=True, eq=False)
class RedirectRecord:
    """A path that has moved."""

    id: str
    path: str
    target: str


@dataclass(slots=True, kw_only=True, eq=False)
class ContentRecord:
    """Pages, blogs, menus and redirects in one language, each by handle."""

    pages: Mapping[str, PageRecord]
    blogs: Mapping[str, BlogRecord]
    menus: Mapping[str, MenuRecord]
    redirects: Sequence[RedirectRecord]
    legal: Mapping[str, PageRecord]
    """Shop policies by handle: `privacy-policy`, `terms-of-service`, `shipping-policy`, `refund-policy` …"""


@dataclass(slots=True, kw_only=True, eq=False)
class CatalogView:
    """The catalogue in one language. `ordered[i].ordinal == i`: default order, newest products last."""

    language: str
    ordered: list[ProductRecord]
    products: Mapping[int, ProductRecord]
    by_handle: Mapping[str, ProductRecord]
    variants: Mapping[int, VariantRecord]
    collections: Mapping[int, CollectionRecord]
    collections_by_handle: Mapping[str, CollectionRecord]
    content: ContentRecord
    search: Any
    """The search index over this view (`comptoir.catalog.search.index.SearchIndex`)."""
    present: int = -1
    """Bitset of the ordinals in use; a product that left keeps its stale record in `ordered` until a rebuild."""
    extra: dict[str, Any] = field(default_factory=dict)
