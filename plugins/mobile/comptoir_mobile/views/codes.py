"""What a scanned or typed code is: an address of this shop, a hand-off code, a number on a label, or foreign.

Numbers on labels: GS1 General Specifications (check digit of section 7.9), GS1 Digital Link for addresses that
carry one as `/01/<GTIN>`.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote, urlsplit

from comptoir.api import read_handoff_code

from comptoir_mobile.views.links import ROOT, product_path

Kind = Literal["nothing", "path", "label", "foreign-site", "misread", "unreadable"]

_LONGEST = 2000
_LONGEST_LABEL = 64
_GTIN = re.compile(r"[0-9]{8}|[0-9]{12,14}")
_LABEL = re.compile(r"[\w][\w\-./ +]*")
_DIGITAL_LINK = re.compile(r"/01/([0-9]{8,14})(?:/|$)")
_PRODUCT = re.compile(r"(?:/[a-z]+)?(?:/collections/[^/]+)?/products/([^/]+)/?")
_CLAIM = re.compile(r"(?:/[a-z]+)?/handoff/([^/]+)/?")
_NUMBER = re.compile(r"(?:^|&)variant=([0-9]{1,16})(?:&|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What a code is."""

    kind: Kind
    path: str = ""
    """Where it leads on this site."""
    label: str = ""
    """The number or SKU to look for."""
    handoff: str = ""
    """The text as a hand-off code, where it has that shape."""
    host: str = ""
    """The other site that it names."""


def read_scan(text: str, *, hosts: Collection[str]) -> Scan:
    """Return what a text is; `hosts` are the names (with port) under which this shop answers."""
    text = text.strip()
    if not text:
        return Scan(kind="nothing")
    if len(text) > _LONGEST or not text.isprintable():
        return Scan(kind="unreadable")
    if "://" in text or text.startswith("/"):
        return _read_address(text, hosts)
    if _GTIN.fullmatch(text.replace(" ", "")):
        number = text.replace(" ", "")
        return Scan(kind="label" if has_right_check_digit(number) else "misread", label=number)
    if len(text) > _LONGEST_LABEL or not _LABEL.fullmatch(text):
        return Scan(kind="unreadable")
    return Scan(kind="label", label=text, handoff=read_handoff_code(text) or "")


def _read_address(text: str, hosts: Collection[str]) -> Scan:
    try:
        parts = urlsplit(text)
    except ValueError:
        return Scan(kind="unreadable")
    if parts.scheme not in {"", "http", "https"} or text.startswith("//"):
        return Scan(kind="unreadable")
    if parts.netloc and parts.netloc.lower() not in hosts:
        if found := _DIGITAL_LINK.search(parts.path):
            return Scan(kind="label", label=found[1])
        return Scan(kind="foreign-site", host=parts.hostname or "")
    return Scan(kind="path", path=_own_path(parts.path or "/", parts.query))


def _own_path(path: str, query: str) -> str:
    """Return the app's own page for an address of this shop, or the address itself where the app has none."""
    if found := _PRODUCT.fullmatch(path):
        variant = _NUMBER.search(query)
        return product_path(unquote(found[1])) + (f"?variant={variant[1]}" if variant else "")
    if found := _CLAIM.fullmatch(path):
        return handoff_path(unquote(found[1]))
    # Never more than one slash in front: two would name another host.
    plain = "/" + quote(unquote(path).lstrip("/\\"), safe="/:@!$&'()*+,;=~")
    return f"{plain}?{query}" if query else plain


def handoff_path(code: str) -> str:
    """Return the page that asks whether to take over the bag behind a code."""
    return f"{ROOT}/handoff/{quote(code, safe='')}"


def has_right_check_digit(number: str) -> bool:
    """Tell whether the last digit of a GTIN (8, 12, 13 or 14 digits) fits the others."""
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(number)))
    return weighted % 10 == 0


def spellings(number: str) -> list[str]:
    """Return the ways in which a label may hold the same GTIN: with and without leading zeros."""
    if not _GTIN.fullmatch(number):
        return [number]
    bare = number.lstrip("0")
    return list(dict.fromkeys([number, *(bare.zfill(n) for n in (8, 12, 13, 14) if len(bare) <= n)]))
