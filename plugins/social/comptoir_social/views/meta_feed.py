"""Meta's catalogue feed: CSV, one variant a row.

Source of the names and values: Meta's catalogue reference
(https://developers.facebook.com/docs/marketing-api/catalog/reference).
"""

import csv
import io
from collections.abc import Sequence

from comptoir_social.views.feed_items import BACKORDER, IN_STOCK, OUT_OF_STOCK, FeedItem

COLUMNS = (
    "id", "title", "description", "availability", "condition", "price", "link", "image_link", "brand",
    "sale_price", "item_group_id", "gtin", "mpn", "color", "size", "material", "pattern", "gender", "age_group",
    "google_product_category", "product_type", "additional_image_link",
)  # fmt: skip
_AVAILABILITY = {IN_STOCK: "in stock", OUT_OF_STOCK: "out of stock", BACKORDER: "available for order"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_TITLE = 200


def header() -> str:
    """Return the first row."""
    return _row(COLUMNS)


def entry(item: FeedItem) -> str:
    """Return an item's row; a cell that a spreadsheet would reckon with is quoted as text."""
    return _row([
        item.id, item.title[:_LONGEST_TITLE], item.description, _AVAILABILITY[item.availability], "new", item.price,
        item.link, item.image, item.brand, item.sale_price, item.group, item.gtin, item.mpn, item.color, item.size,
        item.material, item.pattern, item.gender, item.age_group, item.category, item.product_type,
        ",".join(item.more_images),
    ])  # fmt: skip


def _row(cells: Sequence[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow([_defused(cell) for cell in cells])
    return buffer.getvalue()


def _defused(cell: str) -> str:
    text = "".join(character for character in cell if character >= " " or character in "\t\n\r")
    return f"'{text}" if text.startswith(_FORMULA) else text
