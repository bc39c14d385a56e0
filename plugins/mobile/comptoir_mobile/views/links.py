"""Addresses of the app's own pages."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlencode

ROOT = "/mobile"
_NEAR = re.compile(r"(-?[0-9]{1,2}(?:\.[0-9]{1,6})?),(-?[0-9]{1,3}(?:\.[0-9]{1,6})?)", re.ASCII)
_POLE, _DATE_LINE = 90, 180
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


def reserve_path(handle: str, variant: Mapping[str, Any], store: str) -> str:
    """Return the page that reserves a variant at a store, both by number."""
    numbers = {"variant": variant["id"].rpartition("/")[2], "store": store.rpartition("/")[2]}
    return with_query(f"{ROOT}/products/{quote(handle, safe='')}/reserve", numbers.items())


def reservation_path(token: str) -> str:
    """Return the page of a reservation, which whoever has its address may read."""
    return f"{ROOT}/reservations/{quote(token, safe='')}"


def read_near(text: str) -> dict[str, float] | None:
    """Return the point that an address names as `48.87,2.36`, or none for anything else."""
    found = _NEAR.fullmatch(text)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > _POLE or abs(longitude) > _DATE_LINE:
        return None
    return {"latitude": latitude, "longitude": longitude}


def safe_return(path: str) -> str:
    """Return a path of the app to go back to; anything else becomes its front page."""
    inside = path == ROOT or path.startswith((f"{ROOT}/", f"{ROOT}?"))
    return path if inside and path.isprintable() and "\\" not in path else f"{ROOT}/"
