"""Reads pages strictly, and lists what a page of a channel may not have."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib

_DATA_SCRIPTS = {"application/ld+json", "application/json", "speculationrules"}
_FETCHING = {
    ("script", "src"), ("img", "src"), ("img", "srcset"), ("source", "src"), ("source", "srcset"),
    ("iframe", "src"), ("video", "src"), ("video", "poster"), ("audio", "src"), ("track", "src"), ("embed", "src"),
    ("object", "data"), ("input", "src"), ("use", "href"), ("image", "href"), ("form", "action"),
    ("button", "formaction"),
}  # fmt: skip
_FETCHING_LINKS = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "manifest",
    "preload",
    "modulepreload",
    "prefetch",
}
_LOOSE = re.compile(r"'unsafe-[a-z-]+'|'strict-dynamic'|\*|https?:|//|\b[a-z0-9-]+\.[a-z]{2,}\b|\bws{1,2}:")
_DIGITS = re.compile(r"\d")


def parse_strictly(html: str) -> Any:
    """Return the document; raises html5lib's `ParseError` at the first thing that is not well-formed."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


def parse_kindly(html: str) -> Any:
    """Return the document as a browser would make it, whatever is wrong with it."""
    return html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def visible_text(document: Any) -> str:
    """Return what people read on a page: no scripts, styles or templates."""
    return " ".join(" ".join(_read(document)).split())


def _read(element: Any) -> Iterator[str]:
    if _tag(element) not in {"script", "style", "template", "head"}:
        if element.text and _tag(element):
            yield element.text
        for child in element:
            yield from _read(child)
            if child.tail:
                yield child.tail


def inline_code(document: Any) -> list[str]:
    """Return the scripts and styles that are written into a page."""
    found = []
    for element in document.iter():
        tag = _tag(element)
        kind = (element.get("type") or "").lower()
        if tag == "script" and "src" not in element.attrib and kind not in _DATA_SCRIPTS:
            found.append("<script> without src")
        if tag == "style":
            found.append("<style>")
        for name, value in element.attrib.items():
            named = str(name).lower()
            if named == "style" or named.startswith("on"):
                found.append(f"<{tag} {named}=…>")
            if value.strip().lower().startswith("javascript:"):
                found.append(f"<{tag} {named}=javascript:…>")
    return found


def outside_addresses(document: Any, *, page: str) -> list[str]:
    """Return what a page makes the browser fetch from, or send to, other hosts than its own."""
    own = urlsplit(page).netloc
    found = []
    for element in document.iter():
        for name, value in element.attrib.items():
            if _fetches(element, str(name).rpartition("}")[2]):
                parts = value.split(",") if name == "srcset" else [value]
                addresses = [urljoin(page, part.split()[0]) for part in parts if part.split()]
                found += [
                    f"<{_tag(element)} {name}={address}>"
                    for address in addresses
                    if not address.startswith("data:") and urlsplit(address).netloc != own
                ]
    return found


def _fetches(element: Any, name: str) -> bool:
    if _tag(element) == "link" and name == "href":
        return bool(_FETCHING_LINKS & set((element.get("rel") or "").lower().split()))
    return (_tag(element), name) in _FETCHING


def loose_directives(policy: str) -> list[str]:
    """Return what is missing from, or too wide in, a Content-Security-Policy."""
    directives = {
        words[0].lower(): " ".join(words[1:]) for part in policy.split(";") if (words := part.split())
    }
    found = [f"{name} {value}" for name, value in directives.items() if _LOOSE.search(value)]
    if directives.get("default-src") not in {"'none'", "'self'"}:
        found.append("default-src is neither 'none' nor 'self'")
    wanted = ("frame-ancestors", "base-uri", "form-action")
    found += [f"{name} is missing" for name in wanted if name not in directives]
    scripts = directives.get("script-src", directives.get("default-src", ""))
    if "data:" in scripts or "blob:" in scripts:
        found.append(f"script-src {scripts}")
    return found


def shows_amount(text: str, amount: Mapping[str, str]) -> bool:
    """Tell whether a text has an amount, however languages write it: `1 290,50`, `1,290.50`; `120` for `120.00`."""
    whole, _, decimals = amount["amount"].partition(".")
    spaced = (
        r"[\s.,'\u00a0\u202f\u2019]?".join(
            whole[max(0, end - 3) : end] for end in range(len(whole), 0, -3)[::-1]
        )
        if _DIGITS.search(whole)
        else re.escape(whole)
    )
    pattern = spaced
    if decimals.strip("0"):
        pattern += rf"[.,]{decimals.rstrip('0')}0*"
    elif decimals:
        pattern += rf"(?:[.,]0{{{len(decimals)}}})?"
    return re.search(rf"(?<!\d)(?<!\d[.,]){pattern}(?!\d)(?![.,]\d)", text) is not None
