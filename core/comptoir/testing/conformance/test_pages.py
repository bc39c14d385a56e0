"""The main pages are well-formed, keep to themselves and run no code but their own files."""

from collections.abc import Callable

import httpx2
import pytest
from html5lib.html5parser import ParseError

from comptoir.testing.conformance.markup import (
    inline_code,
    loose_directives,
    outside_addresses,
    parse_kindly,
    parse_strictly,
)
from comptoir.testing.conformance.subject import Subject


@pytest.fixture(params=["front", "product", "cart", "missing"])
def page(
    request: pytest.FixtureRequest,
    subject: Subject,
    pages: dict[str, httpx2.Response],
    not_applicable: Callable[[str], None],
) -> httpx2.Response:
    """Each main page; the front page stands in for the cart of a channel that has none, which is noted."""
    if request.param == "cart" and not subject.capability("cart")[0]:
        not_applicable("cart")
        return pages["front"]
    assert request.param in pages, f"the {request.param} page was not found"
    return pages[request.param]


def test_a_page_is_well_formed(page: httpx2.Response) -> None:
    """HTML parses without a fault."""
    try:
        parse_strictly(page.text)
    except ParseError as error:
        pytest.fail(f"{page.url}: {error}", pytrace=False)


def test_a_page_has_a_language_and_a_title(page: httpx2.Response) -> None:
    """Screen readers need the one, people with many tabs the other (WCAG 3.1.1 and 2.4.2)."""
    document = parse_kindly(page.text)
    assert (document.get("lang") or "").strip(), f"{page.url}: <html> has no lang"
    title = document.find(".//title")
    assert title is not None, f"{page.url} has no title"
    assert "".join(title.itertext()).strip(), f"{page.url}: the title is empty"


def test_a_page_has_no_code_written_into_it(page: httpx2.Response) -> None:
    """Scripts and styles are files of the channel's own."""
    assert inline_code(parse_kindly(page.text)) == [], str(page.url)


def test_a_page_has_a_strict_content_security_policy(page: httpx2.Response) -> None:
    """The header names the own origin alone."""
    policy = page.headers.get("content-security-policy", "")
    assert loose_directives(policy) == [], f"{page.url}: {policy or 'no policy'}"
    assert page.headers.get("x-content-type-options") == "nosniff", str(page.url)


def test_a_page_asks_no_other_host(page: httpx2.Response) -> None:
    """Nothing is fetched from, or sent to, anyone but the shop."""
    found = outside_addresses(parse_kindly(page.text), page=str(page.url))
    assert found == [], f"{page.url}: {found}"
