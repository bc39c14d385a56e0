"""The tables of the catalogue: models by name, and their Core tables in capitals."""

from comptoir.catalog.models.collection import CollectionProductRow, CollectionRow
from comptoir.catalog.models.columns import table_of
from comptoir.catalog.models.content import ArticleRow, BlogRow, MenuRow, PageRow, RedirectRow
from comptoir.catalog.models.product import (
    OptionRow,
    OptionValueRow,
    ProductMediaRow,
    ProductRow,
    ProductTagRow,
    VariantRow,
)
from comptoir.catalog.models.shared import MediaRow, MetafieldRow, NumberRow, SizeChartRow, TranslationRow

PRODUCT = table_of(ProductRow)
PRODUCT_TAG = table_of(ProductTagRow)
OPTION = table_of(OptionRow)
OPTION_VALUE = table_of(OptionValueRow)
VARIANT = table_of(VariantRow)
PRODUCT_MEDIA = table_of(ProductMediaRow)
COLLECTION = table_of(CollectionRow)
COLLECTION_PRODUCT = table_of(CollectionProductRow)
MEDIA = table_of(MediaRow)
METAFIELD = table_of(MetafieldRow)
TRANSLATION = table_of(TranslationRow)
SIZE_CHART = table_of(SizeChartRow)
NUMBER = table_of(NumberRow)
PAGE = table_of(PageRow)
BLOG = table_of(BlogRow)
ARTICLE = table_of(ArticleRow)
MENU = table_of(MenuRow)
REDIRECT = table_of(RedirectRow)

__all__ = [
    "ARTICLE",
    "BLOG",
    "COLLECTION",
    "COLLECTION_PRODUCT",
    "MEDIA",
    "MENU",
    "METAFIELD",
    "NUMBER",
    "OPTION",
    "OPTION_VALUE",
    "PAGE",
    "PRODUCT",
    "PRODUCT_MEDIA",
    "PRODUCT_TAG",
    "REDIRECT",
    "SIZE_CHART",
    "TRANSLATION",
    "VARIANT",
    "ArticleRow",
    "BlogRow",
    "CollectionProductRow",
    "CollectionRow",
    "MediaRow",
    "MenuRow",
    "MetafieldRow",
    "NumberRow",
    "OptionRow",
    "OptionValueRow",
    "PageRow",
    "ProductMediaRow",
    "ProductRow",
    "ProductTagRow",
    "RedirectRow",
    "SizeChartRow",
    "TranslationRow",
    "VariantRow",
]
