"""The columns of the product CSV: one meaning each, with its name in both generations of headers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeVar

from comptoir.interchange.faults import BadFileError

Generation = Literal["classic", "current"]
KeyT = TypeVar("KeyT")

MAX_COLUMNS = 1000
_OTHER_SEPARATOR = re.compile(r"[;\t|]")
_METAFIELD = re.compile(r".*\(product\.metafields\.([^.()\s]+)\.([^.()\s]+)\)\s*", re.DOTALL)
_MARKET = re.compile(r"(price|compare[- ]at price)\s*/\s*(.+)", re.IGNORECASE)


class Column(StrEnum):
    """What a column means; the value is its name in the current generation."""

    TITLE = "Title"
    HANDLE = "URL handle"
    DESCRIPTION = "Description"
    VENDOR = "Vendor"
    CATEGORY = "Product category"
    TYPE = "Type"
    TAGS = "Tags"
    PUBLISHED = "Published on online store"
    STATUS = "Status"
    SKU = "SKU"
    BARCODE = "Barcode"
    OPTION1_NAME = "Option1 name"
    OPTION1_VALUE = "Option1 value"
    OPTION2_NAME = "Option2 name"
    OPTION2_VALUE = "Option2 value"
    OPTION3_NAME = "Option3 name"
    OPTION3_VALUE = "Option3 value"
    PRICE = "Price"
    COMPARE_AT = "Compare-at price"
    COST = "Cost per item"
    TAXABLE = "Charge tax"
    TAX_CODE = "Tax code"
    TRACKER = "Inventory tracker"
    QUANTITY = "Inventory quantity"
    POLICY = "Continue selling when out of stock"
    GRAMS = "Weight value (grams)"
    WEIGHT_UNIT = "Weight unit for display"
    SHIPPING = "Requires shipping"
    FULFILLMENT = "Fulfillment service"
    IMAGE = "Product image URL"
    IMAGE_POSITION = "Image position"
    IMAGE_ALT = "Image alt text"
    VARIANT_IMAGE = "Variant image URL"
    GIFT_CARD = "Gift card"
    SEO_TITLE = "SEO title"
    SEO_DESCRIPTION = "SEO description"
    GOOGLE_CATEGORY = "Google Shopping / Google product category"


CURRENT: tuple[Column, ...] = tuple(column for column in Column if column is not Column.GOOGLE_CATEGORY)
"""The order in which an export of the current generation writes its columns."""

CLASSIC: Mapping[Column, str] = {
    Column.HANDLE: "Handle",
    Column.TITLE: "Title",
    Column.DESCRIPTION: "Body (HTML)",
    Column.VENDOR: "Vendor",
    Column.CATEGORY: "Product Category",
    Column.TYPE: "Type",
    Column.TAGS: "Tags",
    Column.PUBLISHED: "Published",
    Column.OPTION1_NAME: "Option1 Name",
    Column.OPTION1_VALUE: "Option1 Value",
    Column.OPTION2_NAME: "Option2 Name",
    Column.OPTION2_VALUE: "Option2 Value",
    Column.OPTION3_NAME: "Option3 Name",
    Column.OPTION3_VALUE: "Option3 Value",
    Column.SKU: "Variant SKU",
    Column.GRAMS: "Variant Grams",
    Column.TRACKER: "Variant Inventory Tracker",
    Column.QUANTITY: "Variant Inventory Qty",
    Column.POLICY: "Variant Inventory Policy",
    Column.FULFILLMENT: "Variant Fulfillment Service",
    Column.PRICE: "Variant Price",
    Column.COMPARE_AT: "Variant Compare At Price",
    Column.SHIPPING: "Variant Requires Shipping",
    Column.TAXABLE: "Variant Taxable",
    Column.BARCODE: "Variant Barcode",
    Column.IMAGE: "Image Src",
    Column.IMAGE_POSITION: "Image Position",
    Column.IMAGE_ALT: "Image Alt Text",
    Column.GIFT_CARD: "Gift Card",
    Column.SEO_TITLE: "SEO Title",
    Column.SEO_DESCRIPTION: "SEO Description",
    Column.VARIANT_IMAGE: "Variant Image",
    Column.WEIGHT_UNIT: "Variant Weight Unit",
    Column.TAX_CODE: "Variant Tax Code",
    Column.COST: "Cost per item",
    Column.STATUS: "Status",
}
"""Names in the classic generation, in the order in which an export writes them."""

OPTION_NAMES = (Column.OPTION1_NAME, Column.OPTION2_NAME, Column.OPTION3_NAME)
OPTION_VALUES = (Column.OPTION1_VALUE, Column.OPTION2_VALUE, Column.OPTION3_VALUE)

_OTHER_NAMES = {
    "handle": Column.HANDLE,
    "product type": Column.TYPE,
    "custom product type": Column.TYPE,
    "standard product type": Column.CATEGORY,
    "google shopping / product category": Column.GOOGLE_CATEGORY,
}
"""Names of years between the two generations."""
_BY_NAME: Mapping[str, Column] = {
    **_OTHER_NAMES,
    **{name.lower(): column for column, name in CLASSIC.items()},
    **{column.value.lower(): column for column in Column},
}
_REQUIRED = (Column.HANDLE, Column.TITLE, Column.PRICE)
_KNOWN_ELSEWHERE = re.compile(
    r"option[123] linked to|google shopping / .*|included / .*|unit price (total|base) measure( unit)?",
    re.IGNORECASE,
)
"""Columns of the format for which this shop has no place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What each column of a file means."""

    names: Sequence[str]
    """As the file writes them."""
    places: Mapping[Column, int]
    metafields: Mapping[tuple[str, str], int]
    """Columns by namespace and key."""
    market_prices: Mapping[str, int] = field(default_factory=dict)
    """Price columns by what they call the market."""
    market_compare_ats: Mapping[str, int] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    """Names that mean nothing here."""
    without_place: Mapping[int, str] = field(default_factory=dict)
    """Columns of the format that this shop keeps nothing of."""

    def name_of(self, column: Column) -> str:
        """Return the name that the file gives a column, or for one it lacks, that of the current generation."""
        place = self.places.get(column)
        return column.value if place is None else self.names[place]

    @property
    def has_pictures(self) -> bool:
        """Whether the file says which pictures products have."""
        return Column.IMAGE in self.places


def read_header(cells: Sequence[str]) -> Header:
    """Find what each column means.

    Raises `BadFileError` for a file without the columns that any import needs, with one named twice, or with
    too many.
    """
    names = [cell.strip() for cell in cells]
    _refuse_shape(names)
    found = _Found()
    for place, name in enumerate(names):
        if name:
            found.add(place, name)
    _require(found.places)
    if Column.COST in found.places:
        found.without_place[found.places[Column.COST]] = names[found.places[Column.COST]]
    return Header(
        names=names,
        places=found.places,
        metafields=found.metafields,
        market_prices=found.prices,
        market_compare_ats=found.compare_ats,
        unknown=found.unknown,
        without_place=found.without_place,
    )


class _Found:
    """Columns by what they mean, as they are found."""

    def __init__(self) -> None:
        self.places: dict[Column, int] = {}
        self.metafields: dict[tuple[str, str], int] = {}
        self.prices: dict[str, int] = {}
        self.compare_ats: dict[str, int] = {}
        self.unknown: list[str] = []
        self.without_place: dict[int, str] = {}

    def add(self, place: int, name: str) -> None:
        if column := _BY_NAME.get(name.lower()):
            _put(self.places, column, place, name)
        elif found := _METAFIELD.fullmatch(name):
            _put(self.metafields, (found[1], found[2]), place, name)
        elif found := _MARKET.fullmatch(name):
            prices = self.prices if found[1].lower() == "price" else self.compare_ats
            _put(prices, found[2], place, name)
        elif _KNOWN_ELSEWHERE.fullmatch(name):
            self.without_place[place] = name
        else:
            self.unknown.append(name)


def _put(places: dict[KeyT, int], key: KeyT, place: int, name: str) -> None:
    if key in places:
        raise BadFileError(f"line 1: the column {name[:80]} stands there twice, or under both of its names")
    places[key] = place


def _refuse_shape(names: Sequence[str]) -> None:
    if len(names) > MAX_COLUMNS:
        raise BadFileError(f"line 1: there are {len(names)} columns; at most {MAX_COLUMNS} are possible")
    if len(names) == 1 and (found := _OTHER_SEPARATOR.search(names[0])):
        sign = "a tab" if found[0] == "\t" else f"'{found[0]}'"
        raise BadFileError(f"line 1: the columns are separated by {sign}; save the file with commas")


def _require(places: Mapping[Column, int]) -> None:
    missing = [column for column in _REQUIRED if column not in places]
    if not missing:
        return
    spelled = ", ".join(f"{CLASSIC[column]} (or {column.value})" for column in missing)
    spelled = spelled.replace("Title (or Title)", "Title")
    plural = "s are" if len(missing) > 1 else " is"
    raise BadFileError(f"line 1: the column{plural} missing: {spelled}")
