"""The web channel's bag on two screens at once."""

import re

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, violations

pytestmark = pytest.mark.browser

BEANIE = "/products/digue-ribbed-beanie"


def fill(page):
    page.goto(BEANIE)
    page.get_by_role("button", name="Add to bag").click()
    page.locator("dialog[open]").wait_for()
    page.goto("/cart")


def test_a_bag_walks_to_another_screen_and_both_stay_in_step(open_tab, address, tmp_path):
    with open_tab() as here, open_tab(viewport=NARROW) as there:
        fill(here)
        here.get_by_role("button", name="Show a code").click()
        code = here.locator("[data-code]")
        code.wait_for()
        expect(here.locator("[data-left]")).to_have_text(re.compile(r"10:00|9:\d\d"))
        assert violations(here) == []
        shot = tmp_path / "code.png"
        here.locator("svg.qr").screenshot(path=shot)
        scanned = zxingcpp.read_barcodes(Image.open(shot))[0].text
        assert scanned.startswith(address)
        assert scanned.endswith(f"/handoff/{code.inner_text()}")

        there.goto("/cart")
        there.get_by_label("Code from the other screen").fill(code.inner_text().replace("-", " ").lower())
        there.get_by_role("button", name="Go on").click()
        there.get_by_role("heading", name="Take over this bag?").wait_for()
        # Words are there before the style sheets, without which a page has another width and other colours.
        there.wait_for_load_state()
        assert violations(there) == []
        there.get_by_role("button", name="Yes, take it over").click()
        there.get_by_text("You hold the same bag as the other screen now.").wait_for()
        there.wait_for_load_state()
        assert there.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

        there.get_by_role("button", name="One more: Digue Ribbed Beanie").click()
        here.wait_for_selector(".stepper__field[value='2']")
        # What is announced is put there with the next frame.
        expect(here.locator("#announcer")).to_have_text("Your bag was changed on another screen.")
        assert here.locator("[data-bag-count]").inner_text() == "2"
        here.get_by_role("button", name="Remove Digue Ribbed Beanie").click()
        there.wait_for_selector(".empty__title")
        here.locator("[data-give]").wait_for(state="hidden")


def test_of_two_changes_one_upon_the_other_the_last_is_shown(open_tab):
    asked = []

    def hold(route):
        """Keep the first answer back."""
        if asked:
            route.fallback()
        else:
            asked.append((route, route.fetch()))

    with open_tab() as here, open_tab() as there:
        fill(here)
        here.get_by_role("button", name="Show a code").click()
        there.goto(f"/handoff/{here.locator('[data-code]').inner_text()}")
        there.get_by_role("button", name="Yes, take it over").click()
        here.route("**/cart", hold)
        more = there.get_by_role("button", name="One more: Digue Ribbed Beanie")
        with here.expect_request("**/cart"):
            more.click()
        there.wait_for_selector(".stepper__field[value='2']")
        more.click()
        here.locator("[data-bag-count]", has_text="3").wait_for()
        ((route, first),) = asked
        route.fulfill(response=first)
        here.wait_for_selector(".stepper__field[value='3']")


def test_what_is_typed_here_survives_a_change_elsewhere(open_tab):
    with open_tab() as here, open_tab() as there:
        fill(here)
        here.get_by_role("button", name="Show a code").click()
        there.goto(f"/handoff/{here.locator('[data-code]').inner_text()}")
        there.get_by_role("button", name="Yes, take it over").click()
        here.get_by_text("Add a note").click()
        here.locator("#note").fill("With a ribbon")
        there.get_by_role("button", name="One more: Digue Ribbed Beanie").click()
        here.locator("[data-bag-count]", has_text="2").wait_for()

        assert here.locator("#note").input_value() == "With a ribbon"
        here.get_by_role("button", name="Keep the note").click()
        here.wait_for_selector(".stepper__field[value='2']")
        assert here.locator("#note").input_value() == "With a ribbon"
