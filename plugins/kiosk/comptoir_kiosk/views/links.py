"""Addresses of the kiosk's own pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

ROOT = "/kiosk"


def product_path(handle: str, variant: Mapping[str, Any] | None = None) -> str:
    """Return the page of a product, on one of its variants: named by number, which no language changes."""
    path = f"{ROOT}/products/{quote(handle, safe='')}"
    if variant is None or all(row["name"] == "Title" for row in variant["selectedOptions"]):
        return path
    return f"{path}?variant={variant['id'].rpartition('/')[2]}"


def reserve_path(variant: Mapping[str, Any], location: Mapping[str, Any] | None = None) -> str:
    """Return the page on which a variant is kept at a location; without one, that on which one is chosen."""
    named = {"variant": variant["id"].rpartition("/")[2]}
    if location is not None:
        named["store"] = location["id"].rpartition("/")[2]
    return f"{ROOT}/reserve?{urlencode(named)}"


def collection_path(handle: str) -> str:
    """Return the page of a collection."""
    return f"{ROOT}/collections/{quote(handle, safe='')}"


def following(path: str, info: Mapping[str, Any], **kept: str) -> str | None:
    """Return the address of the next page of a list, if there is one."""
    if not info["hasNextPage"]:
        return None
    return f"{path}?{urlencode({**kept, 'after': info['endCursor'] or ''})}"
