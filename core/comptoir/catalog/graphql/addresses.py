"""Where things of the catalogue have their pages, as paths of the online store."""

from typing import Any

from comptoir.catalog.records import (
    ArticleRecord,
    BlogRecord,
    CollectionRecord,
    PageRecord,
    ProductRecord,
)

_FOLDERS: dict[type, str] = {
    ProductRecord: "products",
    CollectionRecord: "collections",
    PageRecord: "pages",
    BlogRecord: "blogs",
}


def store_path(record: Any) -> str | None:
    """Return the path of a thing's page, such as `/products/oxford-shirt`; none for what has no page."""
    if isinstance(record, ArticleRecord):
        return f"/blogs/{record.blog.handle}/{record.handle}"
    folder = _FOLDERS.get(type(record))
    return f"/{folder}/{record.handle}" if folder else None
