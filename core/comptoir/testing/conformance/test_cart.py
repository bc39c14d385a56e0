"""The cart, and what visitors may know of each other."""

from collections.abc import Callable

import httpx2

from comptoir.testing.conformance.carts import Bought, core_cart
from comptoir.testing.conformance.markup import parse_kindly, shows_amount, visible_text
from comptoir.testing.conformance.subject import Subject

_LEAST_SECRET = 16
"""Shorter cookies are choices that visitors share, such as a country."""


def _is_kept_to_one(response: httpx2.Response) -> bool:
    told = {
        part.strip().partition("=")[0].lower()
        for part in response.headers.get("cache-control", "").split(",")
    }
    return bool(told & {"private", "no-store"}) and "public" not in told and "s-maxage" not in told


def test_a_cart_is_filled_and_shows_the_cores_amounts(
    subject: Subject, bought: Bought | None, not_applicable: Callable[[str], None]
) -> None:
    """A form of the product's page fills the cart, whose page shows the total that the core answers."""
    if not subject.capability("cart")[0]:
        not_applicable("cart")
        return
    assert bought is not None, (
        "the channel supports 'cart', but no POST form of the product's page filled a cart that a page behind a "
        "link ending in /cart or /bag shows"
    )
    cart = core_cart(subject, bought.cart_id)
    text = visible_text(parse_kindly(bought.page.text))
    assert cart["totalQuantity"] >= 1
    for line in cart["lines"]["nodes"]:
        title = line["merchandise"]["product"]["title"]
        assert title in text, f"{bought.path} does not name {title}"
    totals = [cart["cost"][name] for name in ("totalAmount", "subtotalAmount")]
    assert any(shows_amount(text, total) for total in totals), (
        f"{bought.path} shows neither {totals[0]['amount']} nor {totals[1]['amount']} {totals[0]['currencyCode']}"
    )


def test_what_one_visitor_has_is_not_shown_to_another(subject: Subject, bought: Bought | None) -> None:
    """Another browser gets neither the cart nor a cookie of the first."""
    with subject.visitor() as first, subject.visitor() as second:
        owner = bought.visitor if bought else first
        owner.get(subject.front)
        start = len(subject.watch.asked)
        paths = [subject.front, subject.product_page(), *([bought.path] if bought else [])]
        answers = [second.get(path) for path in paths]
        asked = subject.watch.asked[start:]
        secrets = {value for value in owner.cookies.values() if len(value) >= _LEAST_SECRET}
        shared = secrets & set(second.cookies.values())
    assert shared == set(), "two visitors got the same cookie"
    if bought is not None:
        told = [text for page in answers for text in (page.text, *page.headers.values())]
        assert not any(bought.secret in text for text in told), "a page gave away another visitor's cart"
        read = [each.document for each in asked if bought.cart_id in str(each.variables)]
        assert read == [], f"another visitor's cart was read, by {read}"


def test_pages_of_one_visitor_are_not_kept_for_others(
    pages: dict[str, httpx2.Response], bought: Bought | None
) -> None:
    """A page that hands out a cookie, or shows a cart, says `private` or `no-store` to caches."""
    personal = {name: page for name, page in pages.items() if "set-cookie" in page.headers}
    if bought is not None:
        personal["cart"] = bought.page
    open_to_all = [
        f"{name}: cache-control is {page.headers.get('cache-control', 'missing')}"
        for name, page in personal.items()
        if not _is_kept_to_one(page)
    ]
    assert open_to_all == []
