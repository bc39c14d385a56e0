"""The social shop in a browser: quick view, choices in place, the bag; and what axe finds."""

import pytest

from tests.browser.conftest import violations

pytestmark = pytest.mark.browser
NARROW = {"width": 375, "height": 812}
PAGES = [
    "/social/",
    "/social/p/monday-on-the-quay",
    "/social/lookbooks/after-six",
    "/social/products/rive-straight-jeans",
    "/social/bag",
    "/social/feeds",
]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [375, 1280])
def test_pages_fit_and_are_accessible(open_tab, path, width):
    with open_tab(viewport={"width": width, "height": 812}) as page:
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert violations(page) == []


def test_a_piece_goes_from_the_picture_into_the_bag(open_tab):
    with open_tab(viewport=NARROW) as page:
        page.goto("/social/p/monday-on-the-quay")
        page.locator(".spot").first.click()
        page.locator("#quick .buy").wait_for()
        price = page.locator("#quick [data-price]").inner_text()
        assert violations(page) == []

        page.locator("#quick .choice", has_text="31").click()
        page.locator("#quick .picker__chosen", has_text="31").wait_for()
        assert page.locator("#quick [data-price]").inner_text() == price
        page.get_by_role("button", name="Add to bag").click()
        page.locator("#quick .added").wait_for()
        assert page.locator("[data-bag-count]").inner_text() == "1"
        page.get_by_role("link", name="See the bag").click()
        assert page.locator(".line__amount").inner_text().startswith("129,00")


def test_posts_are_leafed_through_with_arrow_keys(open_tab):
    with open_tab() as page:
        page.goto("/social/p/monday-on-the-quay")
        page.keyboard.press("ArrowRight")
        page.wait_for_url("**/social/p/first-cold-morning")
        page.keyboard.press("ArrowLeft")
        page.wait_for_url("**/social/p/monday-on-the-quay")
