"""Addresses of the app's own pages."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

ROOT = "/mobile"
LOCALE_PARAMETERS = frozenset({"country", "language"})


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a path with a query string, or the bare path when there are no pairs."""
    query = urlencode([pair for pair in pairs if pair[1]])
    return f"{path}?{query}" if query else path


def product_path(handle: str, variant: Mapping[str, Any] | None = None) -> str:
    """Return the page of a product, on one of its variants: named by number, which no language changes."""
    path = f"{ROOT}/products/{quote(handle, safe='')}"
    if variant is None or all(row["name"] == "Title" for row in variant["selectedOptions"]):
        return path
    return f"{path}?variant={variant['id'].rpartition('/')[2]}"


def safe_return(path: str) -> str:
    """Return a path of the app to go back to; anything else becomes its front page."""
    inside = path == ROOT or path.startswith((f"{ROOT}/", f"{ROOT}?"))
    return path if inside and path.isprintable() and "\\" not in path else f"{ROOT}/"
