"""Addresses of the channel's own pages; `at` is the number of the location where the visitor stands."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

ROOT = "/q"
_DIGITS = 16


def number_of(gid: str) -> int:
    """Return the number in a global id."""
    return int(gid.rpartition("/")[2])


def read_number(text: str) -> int | None:
    """Return a whole number from an address, or none for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None


def place_number(text: str) -> int | None:
    """Return the location that an address names with `at`."""
    return read_number(text)


def with_query(path: str, **values: object) -> str:
    """Return a path with a query of the values that are there."""
    query = urlencode({name: value for name, value in values.items() if value not in {None, ""}})
    return f"{path}?{query}" if query else path


def with_place(path: str, at: int | None) -> str:
    """Return a path of the channel as seen from a place."""
    return with_query(f"{ROOT}{path}", at=at)


def item_path(
    handle: str, variant: Mapping[str, Any] | None = None, *, at: int | None = None, spot: int | None = None
) -> str:
    """Return the page of a product, on one of its variants where it has several.

    `spot` is the number of the fitting room in which the visitor stands.
    """
    plain = variant is None or all(row["name"] == "Title" for row in variant["selectedOptions"])
    number = None if plain or variant is None else number_of(variant["id"])
    return with_query(f"{ROOT}/p/{quote(handle, safe='')}", variant=number, at=at, spot=spot)


def reserve_path(handle: str, variant: Mapping[str, Any], store: str, *, at: int | None = None) -> str:
    """Return the page that reserves a variant at a store."""
    path = f"{ROOT}/p/{quote(handle, safe='')}/reserve"
    return with_query(path, variant=number_of(variant["id"]), store=number_of(store), at=at)


def reservation_path(token: str) -> str:
    """Return the page of a reservation, which whoever has its address may read."""
    return f"{ROOT}/reservations/{quote(token, safe='')}"


def call_path(token: str) -> str:
    """Return the page of a call for staff, which whoever has its address may follow."""
    return f"{ROOT}/service/{quote(token, safe='')}"


def code_path(code: str) -> str:
    """Return the address that a QR code holds."""
    return f"{ROOT}/{code}"


def geo_link(address: Mapping[str, Any]) -> str | None:
    """Return a `geo:` address (RFC 5870), which phones open in their own maps; none without coordinates."""
    latitude, longitude = address["latitude"], address["longitude"]
    if latitude is None or longitude is None:
        return None
    return f"geo:{latitude:.5f},{longitude:.5f}?q={latitude:.5f},{longitude:.5f}"
