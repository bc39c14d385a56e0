"""Addresses: menu entries as paths of this site, pages in other languages, queries with one part changed."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

LOCALE_PARAMETERS = frozenset({"country", "language"})


def local_path(url: str | None, hosts: Iterable[str]) -> str:
    """Return the path of an address on one of this shop's hosts; another address stays whole."""
    if not url:
        return "#"
    parts = urlsplit(url)
    if parts.scheme not in {"", "http", "https"}:
        return url if parts.scheme in {"mailto", "tel"} else "#"
    if not parts.netloc or parts.netloc in set(hosts):
        return urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))
    return url


def with_query(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a path with a query string, or the bare path when there are no pairs."""
    query = urlencode([pair for pair in pairs if pair[1]])
    return f"{path}?{query}" if query else path


def product_path(handle: str, variant: Mapping[str, Any] | None = None) -> str:
    """Return the page of a product, on one of its variants: named by number, which no language changes."""
    path = f"/products/{quote(handle)}"
    if variant is None or all(row["name"] == "Title" for row in variant["selectedOptions"]):
        return path
    return f"{path}?variant={variant['id'].rpartition('/')[2]}"


def safe_return(path: str) -> str:
    """Return a path of this site to go back to; anything else becomes the home page."""
    if not path.startswith("/") or path.startswith(("//", "/\\")) or not path.isprintable():
        return "/"
    return path


def handoff_path(code: str) -> str:
    """Return the page that asks whether to take over the bag behind a code."""
    return f"/handoff/{code}"


def reserve_path(handle: str, variant: Mapping[str, Any], store: str) -> str:
    """Return the page that reserves a variant at a store, both by number."""
    numbers = {"variant": variant["id"].rpartition("/")[2], "store": store.rpartition("/")[2]}
    return with_query(f"/products/{quote(handle, safe='')}/reserve", numbers.items())


def reservation_path(token: str) -> str:
    """Return the page of a reservation, which whoever has its address may read."""
    return f"/reservations/{quote(token, safe='')}"
