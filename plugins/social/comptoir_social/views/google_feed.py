"""Google Merchant's feed: RSS 2.0 with attributes in the namespace `g`.

Source of the names and limits: Google's product data specification (https://support.google.com/merchants/answer/7052112).
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from comptoir_social.views.feed_items import BACKORDER, FeedItem

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def opening(shop: Mapping[str, Any], *, link: str) -> str:
    """Return what stands before the items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        f"<title>{_text(shop['name'])}</title>\n<link>{_text(link)}</link>\n"
        f"<description>{_text(shop['description'] or shop['name'])}</description>\n"
    )


def closing(left_out: Mapping[str, int]) -> str:
    """Return what stands after the items; a comment counts what was left out, by reason."""
    told = ", ".join(f"{reason}: {count}" for reason, count in sorted(left_out.items())) or "none"
    return f"</channel>\n<!-- left out: {told} -->\n</rss>\n"


def entry(item: FeedItem) -> str:
    """Return an item."""
    lines = "".join(f"<g:{name}>{_text(value)}</g:{name}>\n" for name, value in _attributes(item) if value)
    return f"<item>\n{lines}</item>\n"


def lacks_date(item: FeedItem) -> bool:
    """Tell whether an item must name the day from which it can be had, and cannot."""
    return item.availability == BACKORDER and not item.available_on


def _attributes(item: FeedItem) -> Iterator[tuple[str, str]]:
    yield from (
        ("id", item.id),
        ("title", item.title),
        ("description", item.description),
        ("link", item.link),
    )
    yield "image_link", item.image
    yield from (("additional_image_link", url) for url in item.more_images)
    yield from (("availability", item.availability), ("availability_date", item.available_on))
    yield from (("price", item.price), ("sale_price", item.sale_price), ("condition", "new"))
    yield from (("brand", item.brand), ("gtin", item.gtin), ("mpn", item.mpn))
    if not item.gtin and not (item.brand and item.mpn):
        yield "identifier_exists", "no"
    yield from (("item_group_id", item.group), ("color", item.color), ("size", item.size))
    yield from (("material", item.material), ("pattern", item.pattern))
    yield from (("gender", item.gender), ("age_group", item.age_group))
    yield from (("google_product_category", item.category), ("product_type", item.product_type))
    yield "return_policy_label", item.return_label


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("", value))
