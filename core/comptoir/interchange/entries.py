"""What a file says of each product: the rows of a handle, read and checked together."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comptoir.catalog.validation.media import MAX_MEDIA
from comptoir.catalog.validation.products import MAX_VARIANTS
from comptoir.catalog.validation.texts import slug
from comptoir.interchange.cells import Cells
from comptoir.interchange.columns import OPTION_NAMES, OPTION_VALUES, Column, Header
from comptoir.interchange.faults import Fault
from comptoir.interchange.reading import Row
from comptoir.money import Money

MAX_ROWS = MAX_VARIANTS + MAX_MEDIA
"""Rows that one product can fill."""
_STATUSES = frozenset({"active", "draft", "archived"})
_MAX_POSITION = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureEntry:
    """A picture as the file names it."""

    line: int
    address: str
    alt: str | None
    position: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceSaid:
    """A price of a market's column; the header's name for the market is kept for messages."""

    amount: Money | None
    compare_at: Money | None


@dataclass(slots=True, kw_only=True)
class VariantEntry:
    """A variant as the file says it; `values` are fields of `VariantDraft` that the file carries."""

    line: int
    choices: tuple[str, ...]
    values: dict[str, Any]
    image: str | None
    """Address of its picture; none where the file has no such column."""
    price: Money | None
    compare_at: Money | None
    quantity: int | None
    market_prices: dict[str, PriceSaid] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class ProductEntry:
    """A product as the file says it; `values` are fields of `ProductDraft` that the file carries."""

    ordinal: int
    handle: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    options: list[str] = field(default_factory=list)
    variants: list[VariantEntry] = field(default_factory=list)
    pictures: list[PictureEntry] = field(default_factory=list)
    metafields: dict[tuple[str, str], str] = field(default_factory=dict)
    metafield_types: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """As in `ShopFacts`."""
    faults: list[Fault] = field(default_factory=list)
    notices: list[Fault] = field(default_factory=list)
    """What is taken as meant and told: nothing is wrong with it."""
    rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """What a shop has to say for its file to be read."""

    currency: str
    """Of the file's own prices."""
    market_currencies: Mapping[str, str] = field(default_factory=dict)
    """By the market's name in the header."""
    metafield_types: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Types that products of the shop have, by namespace and key, where there is one only."""


def read_entries(
    header: Header, rows: Iterable[Row], facts: ShopFacts, *, base_url: str = ""
) -> Iterator[ProductEntry]:
    """Give each product of a file, with all faults of its rows that can be seen without the shop.

    Pictures of the shop itself may be named with its public address, `base_url`, or without.
    """
    reader = _EntryReader(header, facts, base_url)
    entry: ProductEntry | None = None
    for row in rows:
        if row.cells is None:
            # What cannot be read belongs, if to any, to the product before it: one that begins here lacks
            # its title and is refused for that.
            entry = entry or reader.begin("", row.line)
            entry.rows += 1
            entry.faults.append(row.fault or Fault(row.line, "", "the row cannot be read"))
            continue
        cells = Cells(header, row.line, row.cells)
        handle = reader.handle(cells)
        if entry is None or (handle and handle != entry.handle) or (not handle and cells.word(Column.TITLE)):
            if entry is not None:
                yield reader.finished(entry)
            entry = reader.begin(handle, row.line)
        reader.add(entry, cells, handle)
    if entry is not None:
        yield reader.finished(entry)


class _EntryReader:
    def __init__(self, header: Header, facts: ShopFacts, base_url: str) -> None:
        self._own = f"{base_url}/media/" if base_url else ""
        self._header = header
        self._facts = facts
        self._count = 0
        self._markets = {**header.market_prices, **header.market_compare_ats}
        self._product_fields = [
            (name, read) for name, column, read in _PRODUCT_FIELDS if column in header.places
        ]

    def begin(self, handle: str, line: int) -> ProductEntry:
        self._count += 1
        types = self._facts.metafield_types
        return ProductEntry(ordinal=self._count, handle=handle, line=line, metafield_types=types)

    def handle(self, cells: Cells) -> str:
        """Return the handle of a row: its own, else for a row with a title one made from that."""
        return cells.word(Column.HANDLE) or slug(cells.word(Column.TITLE))

    def add(self, entry: ProductEntry, cells: Cells, handle: str) -> None:
        entry.rows += 1
        if handle and not cells.word(Column.HANDLE):
            told = f"blank; '{handle[:64]}' was made from the title"
            entry.notices.append(Fault(cells.line, self._header.name_of(Column.HANDLE), told))
        if not handle:
            cells.note(Column.HANDLE, "blank, and every row names its product")
        elif entry.rows > MAX_ROWS:
            if entry.rows == MAX_ROWS + 1:
                cells.note(Column.HANDLE, f"a product has at most {MAX_ROWS} rows")
        else:
            self._add(entry, cells, first=entry.rows == 1)
        entry.faults.extend(cells.faults)

    def _add(self, entry: ProductEntry, cells: Cells, *, first: bool) -> None:
        if first:
            self._read_product(entry, cells)
        self._read_picture(entry, cells)
        if first or self._has_variant(cells):
            entry.variants.append(self._read_variant(entry, cells))

    def _has_variant(self, cells: Cells) -> bool:
        columns = (*OPTION_VALUES, Column.SKU, Column.PRICE)
        return any(cells.word(column) for column in columns)

    def _read_product(self, entry: ProductEntry, cells: Cells) -> None:
        if not cells.word(Column.TITLE):
            cells.note(Column.TITLE, "blank, and the first row of a product needs it")
        values = entry.values
        for name, read in self._product_fields:
            values[name] = read(cells)
        if (gift_card := cells.boolean(Column.GIFT_CARD)) is not None:
            values["is_gift_card"] = gift_card
        if status := _status(cells):
            values["status"] = status
        if category := cells.word(Column.CATEGORY) or cells.word(Column.GOOGLE_CATEGORY):
            values["category"] = category
        elif Column.CATEGORY in self._header.places:
            values["category"] = None
        entry.options = _option_names(cells)
        for key, place in self._header.metafields.items():
            entry.metafields[key] = cells.at(place)

    def _read_picture(self, entry: ProductEntry, cells: Cells) -> None:
        address = self._address(cells, Column.IMAGE)
        position = cells.whole(Column.IMAGE_POSITION, low=1, high=_MAX_POSITION)
        if not address:
            return
        alt = cells.text(Column.IMAGE_ALT).strip() or None
        entry.pictures.append(PictureEntry(line=cells.line, address=address, alt=alt, position=position))

    def _address(self, cells: Cells, column: Column) -> str:
        address = cells.word(column)
        own = self._own and address.startswith(self._own)
        return "/media/" + address[len(self._own) :] if own else address

    def _read_variant(self, entry: ProductEntry, cells: Cells) -> VariantEntry:
        place = self._header.places
        return VariantEntry(
            line=cells.line,
            choices=_choices(cells, entry.options),
            values=self._variant_values(cells),
            image=self._address(cells, Column.VARIANT_IMAGE) if Column.VARIANT_IMAGE in place else None,
            price=cells.money(place[Column.PRICE], self._facts.currency),
            compare_at=cells.money(place.get(Column.COMPARE_AT), self._facts.currency),
            quantity=cells.quantity(),
            market_prices={name: said for name in self._markets if (said := self._market_price(cells, name))},
        )

    def _market_price(self, cells: Cells, name: str) -> PriceSaid | None:
        """Read a market's price; a market that the shop lacks has no currency to read it in."""
        currency = self._facts.market_currencies.get(name)
        if currency is None:
            return None
        amount = cells.money(self._header.market_prices.get(name), currency)
        compare_at = cells.money(self._header.market_compare_ats.get(name), currency)
        return PriceSaid(amount=amount, compare_at=compare_at) if amount else None

    def _variant_values(self, cells: Cells) -> dict[str, Any]:
        """Return the fields of a variant that its row says; an empty cell says the default where there is one."""
        places = self._header.places
        whole = (
            (Column.SKU, "sku", cells.word(Column.SKU) or None),
            (Column.BARCODE, "barcode", cells.barcode()),
            (Column.GRAMS, "weight_grams", cells.grams()),
            (Column.TAX_CODE, "tax_category", cells.word(Column.TAX_CODE) or "standard"),
            (Column.TRACKER, "inventory_tracked", bool(cells.word(Column.TRACKER))),
        )
        filled = (
            ("weight_unit", cells.weight_unit()),
            ("requires_shipping", cells.boolean(Column.SHIPPING)),
            ("taxable", cells.boolean(Column.TAXABLE)),
            ("backorder", cells.backorder()),
        )
        values: dict[str, Any] = {name: value for column, name, value in whole if column in places}
        return values | {name: value for name, value in filled if value is not None}

    def finished(self, entry: ProductEntry) -> ProductEntry:
        """Put the pictures in order: by position, those without one after it as they come."""
        if any(picture.position is not None for picture in entry.pictures):
            last = _MAX_POSITION + 1
            entry.pictures.sort(key=lambda picture: picture.position or last)
        return entry


def _status(cells: Cells) -> str | None:
    """Return the status: one that is active but not published is a draft here, so that nobody sees it."""
    published = cells.boolean(Column.PUBLISHED)
    status = cells.word(Column.STATUS).lower()
    if status and status not in _STATUSES:
        cells.note(Column.STATUS, f"'{status[:64]}' was found where active, draft or archived was expected")
        return None
    if published is False and status in {"", "active"}:
        return "draft"
    return status or ("active" if published else None)


def _option_names(cells: Cells) -> list[str]:
    """Return the names of the options; none for the option that stands for having none."""
    names = [cells.word(column) for column in OPTION_NAMES]
    filled = [name for name in names if name]
    if names[: len(filled)] != filled:
        empty = OPTION_NAMES[names.index("")]
        cells.note(empty, "blank, and a later option has a name")
        return []
    if filled == ["Title"] and cells.word(OPTION_VALUES[0]) == "Default Title":
        return []
    if len(set(filled)) < len(filled):
        cells.note(OPTION_NAMES[len(filled) - 1], "two options have the same name")
        return []
    return filled


def _choices(cells: Cells, options: Sequence[str]) -> tuple[str, ...]:
    values = [cells.word(column) for column in OPTION_VALUES]
    for column, option, value in zip(OPTION_VALUES, options, values, strict=False):
        if not value:
            cells.note(column, f"blank, and every variant has a value for '{option[:64]}'")
    for column, value in zip(OPTION_VALUES[len(options) :], values[len(options) :], strict=True):
        if value and not (not options and column is OPTION_VALUES[0] and value == "Default Title"):
            cells.note(column, f"'{value[:64]}' belongs to an option without a name")
    return tuple(values[: len(options)])


def _tags(cells: Cells) -> tuple[str, ...]:
    found = (tag.strip() for tag in cells.text(Column.TAGS).split(","))
    return tuple(dict.fromkeys(tag for tag in found if tag))


_PRODUCT_FIELDS: Sequence[tuple[str, Column, Callable[[Cells], Any]]] = (
    ("title", Column.TITLE, lambda cells: cells.word(Column.TITLE)),
    ("description_html", Column.DESCRIPTION, lambda cells: cells.text(Column.DESCRIPTION)),
    ("vendor", Column.VENDOR, lambda cells: cells.word(Column.VENDOR)),
    ("product_type", Column.TYPE, lambda cells: cells.word(Column.TYPE)),
    ("tags", Column.TAGS, _tags),
    ("seo_title", Column.SEO_TITLE, lambda cells: cells.text(Column.SEO_TITLE) or None),
    ("seo_description", Column.SEO_DESCRIPTION, lambda cells: cells.text(Column.SEO_DESCRIPTION) or None),
)
"""Fields that a file with the column says even by an empty cell."""
