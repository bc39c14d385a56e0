"""Reserving on a phone: at a store of the app's, offline at the counter, and behind a placement code."""

import io

import pytest
import zxingcpp
from PIL import Image

from tests.browser.conftest import violations
from tests.browser.test_mobile import await_kept, await_worker, no_network

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
LYON = {"latitude": 45.76, "longitude": 4.84}


def checked(page):
    """Hold a page to what every page keeps: accessible, and no wider than the screen."""
    page.wait_for_load_state("load")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def fill_in(page):
    """Send the form without a name first, then whole; give the code that is shown."""
    checked(page)
    send = page.get_by_role("button", name="Reserve it")
    page.get_by_label("Phone").fill("+33 6 12 34 56 78")
    send.tap()
    page.get_by_text("Enter a name").wait_for()
    checked(page)
    # The browser itself logs the status of the page that was refused, and nothing else.
    assert all("422" in complaint for complaint in page.complaints)
    page.complaints.clear()
    page.get_by_label("Your name").fill("Ana Duarte")
    send.tap()
    page.locator("[data-code]").wait_for()
    checked(page)
    shown = page.locator(".qr").screenshot()
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(shown)))
    letters = page.locator("[data-code]").inner_text()
    assert letters.replace("-", "") in read.text.replace("-", "")
    return letters


def cancel(page):
    page.get_by_role("button", name="Cancel the reservation").tap()
    page.get_by_text("You have cancelled it").wait_for()
    checked(page)


def test_a_piece_is_reserved_at_the_nearest_store_and_shown_without_network(open_tab):
    options = {**PHONE, "geolocation": LYON, "permissions": ["geolocation"]}
    with open_tab(**options) as page:
        await_worker(page)
        page.goto("/mobile/products/averse-trench-coat")
        page.locator("#stores > summary").tap()
        page.get_by_role("button", name="Nearest first").tap()
        page.locator("[data-distance]").first.wait_for()
        assert "Lyon" in page.locator(".store__name").first.inner_text()
        page.get_by_role("link", name="Reserve it here").first.tap()
        page.wait_for_url("**/reserve?**")
        letters = fill_in(page)
        where = page.url
        await_kept(page, where)
        with no_network(page):
            page.goto("/mobile/offline")
            page.goto(where)
            assert page.locator("[data-code]").inner_text() == letters
        cancel(page)


def test_a_piece_is_reserved_behind_a_placement(open_tab):
    with open_tab(**PHONE) as page:
        page.goto("/q/sheet?location=paris-canal&collection=jeans")
        code = page.locator(".label__code").first.inner_text()
        page.goto(f"/q/{code}")
        page.locator("a[rel=nofollow]").first.click()
        page.wait_for_url("**/reserve?**")
        fill_in(page)
        cancel(page)
