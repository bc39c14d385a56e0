"""Reads the samples out of the documentation, and compares answers with what a page shows.

A page's rules: the JSON after a GraphQL sample is its answer, where `…` within a text stands for any characters
and `"…"` as a list's last element for any further ones. In a query, `gid://shopify/Cart/…` is the id of that
type which the latest answer on the page gave; readers paste it there.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "core" / "docs"
ELSEWHERE = {DOCS / "staff.md"}
"""Pages whose samples are run by tests of their own."""

_FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_ANY = "…"


@dataclass(frozen=True)
class Sample:
    """A fenced block: its language, its text, and the line it begins on."""

    page: Path
    language: str
    text: str
    line: int

    @property
    def place(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def pages():
    """Return every page of the documentation."""
    found = [ROOT / "README.md", ROOT / "core" / "README.md", *sorted(DOCS.rglob("*.md"))]
    return [page for page in found if page not in ELSEWHERE]


@cache
def samples(page):
    """Return the samples of a page, in order."""
    text = page.read_text(encoding="utf-8")
    return [
        Sample(page, match[1], match[2], text.count("\n", 0, match.start()) + 1)
        for match in _FENCE.finditer(text)
    ]


def of_language(*languages):
    """Return the samples of all pages that are in one of the languages."""
    return [sample for page in pages() for sample in samples(page) if sample.language in languages]


def fits(real, shown):
    """Tell whether an answer is what a page shows."""
    if isinstance(shown, str) and _ANY in shown:
        pattern = ".+".join(re.escape(part) for part in shown.split(_ANY))
        return isinstance(real, str) and re.fullmatch(pattern, real, re.DOTALL) is not None
    if isinstance(shown, dict):
        return (
            isinstance(real, dict)
            and real.keys() == shown.keys()
            and all(fits(real[key], value) for key, value in shown.items())
        )
    if isinstance(shown, list):
        more = bool(shown) and shown[-1] == _ANY
        expected = shown[:-1] if more else shown
        enough = isinstance(real, list) and (
            len(real) > len(expected) if more else len(real) == len(expected)
        )
        return enough and all(fits(got, wanted) for got, wanted in zip(real, expected, strict=False))
    return type(real) is type(shown) and real == shown


def ids_in(value):
    """Yield every global id of an answer."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from ids_in(inner)
    elif isinstance(value, str) and value.startswith("gid://shopify/"):
        yield value


def with_ids(query, known):
    """Return a query with each `gid://shopify/<Type>/…` replaced by the id known for that type."""
    return re.sub(r"gid://shopify/(\w+)/…", lambda match: known[match[1]], query)


def kind_of(ident):
    """Return the type in a global id."""
    return ident.split("/")[3]


def pretty(value):
    """Return an answer to read in a failure."""
    return json.dumps(value, indent=1, ensure_ascii=False)
