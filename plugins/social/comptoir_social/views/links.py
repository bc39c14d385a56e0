"""Addresses of the social shop's own pages."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from comptoir.api import Visit
from starlette.requests import Request

ROOT = "/social"
_DIGITS = 16


def path_of(request: Request) -> str:
    """Return the path of a request as an address writes it."""
    return quote(request.url.path, safe="/:@!$&'()*+,;=~")


def post_path(post: Any) -> str:
    """Return the page of a post or a lookbook."""
    return f"{ROOT}/{'lookbooks' if post.is_lookbook else 'p'}/{quote(post.handle)}"


def piece_path(handle: str, variant: Mapping[str, Any] | None = None, *, post: str | None = None) -> str:
    """Return the page of a product, on a variant and as seen in a post."""
    pairs = {"variant": number_of(variant) if variant else "", "post": post or ""}
    query = urlencode({name: value for name, value in pairs.items() if value})
    return f"{ROOT}/products/{quote(handle)}" + (f"?{query}" if query else "")


def card_url(visit: Visit, handle: str, *, product: bool = False) -> str:
    """Return the whole address of a share card, in the visitor's language."""
    language = visit.texts.language.upper()
    base = visit.site.base_url(visit.request)
    where = "card/products" if product else "card"
    return f"{base}{ROOT}/{where}/{quote(handle)}.png?language={language}"


def number_of(node: Mapping[str, Any]) -> str:
    """Return the number in a global id."""
    return str(node["id"]).rpartition("/")[2]


def is_number(text: str) -> bool:
    """Tell whether a text can be the number of a variant."""
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS and int(text) > 0
