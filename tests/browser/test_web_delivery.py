"""How an order reaches the buyer, in a real browser: brought today, partly collected, paid for on another screen."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, violations
from tests.browser.nearby import open_today, stock_up
from tests.browser.test_web_checkout import CAMILLE, ORDER, fits, forget_statuses, place, saved

pytestmark = pytest.mark.browser

TROUSERS = "/products/estacade-wool-trousers?Color=Navy&Size="
CANAL = "Atelier Rive Paris, Canal"


@pytest.fixture(scope="module", autouse=True)
def canal(demo_shop):
    """Let a store bring orders today, with enough of the trousers for every test."""
    stock_up(demo_shop)
    with open_today(demo_shop):
        yield


def fill_bag(page, *sizes, language="EN"):
    for size in sizes:
        page.goto(f"{TROUSERS}{size}&country=FR&language=EN")
        page.locator("form[action='/cart/add'] button").last.click()
        page.locator(".drawer__line, .line").first.wait_for()
    page.goto(f"/checkout?language={language}")


def fill_in(page):
    for name, value in CAMILLE.items():
        page.locator(f"#{name}").fill(value)
    saved(page)


def test_a_store_brings_it_today(open_tab):
    with open_tab(viewport=NARROW) as page:
        fill_bag(page, 40)
        today = page.get_by_role("radio", name="Same-day delivery")
        assert today.count() == 0
        fill_in(page)
        page.get_by_text("Delivered today by").wait_for()
        today.check()
        page.locator(".totals").get_by_text("Same-day delivery").wait_for(state="attached")
        saved(page)
        said = page.locator(".way:has(input:checked) .way__when").first.inner_text()
        assert violations(page) == []
        assert fits(page)
        place(page)
        page.wait_for_url(ORDER)

        expect(page.get_by_role("heading", name=f"Same-day delivery from {CANAL}")).to_be_visible()
        by = page.locator("[data-promised]").inner_text()
        assert by.rpartition(", ")[2] == said.removeprefix("Delivered today by ")
        assert page.locator("[data-financial]").inner_text() == "Paid"
        assert violations(page) == []


def test_who_lives_elsewhere_is_not_offered_it(open_tab):
    with open_tab() as page:
        fill_bag(page, 40)
        fill_in(page)
        page.get_by_role("radio", name="Same-day delivery").check()
        saved(page)
        page.locator("#zip").fill("13001")
        saved(page)
        expect(page.get_by_role("radio", name="Same-day delivery")).to_have_count(0)
        assert page.locator(".way input[name^='delivery:']:checked").count() == 0
        assert page.locator("#zip").input_value() == "13001"


@pytest.mark.parametrize(
    ("language", "send", "collect"),
    [("EN", "Have it sent", "Collect at"), ("FR", "Se faire livrer", "Retrait chez")],
)
def test_one_line_is_collected_and_the_other_sent(open_tab, language, send, collect):
    with open_tab(viewport=NARROW) as page:
        fill_bag(page, 40, 42, language=language)
        fill_in(page)
        page.locator("#split > summary").click()
        second = page.locator("#split select").nth(1)
        expect(page.locator("#split option:checked")).to_have_text([send, send])
        second.select_option(label=f"{collect} {CANAL}")
        expect(page.locator("#step-delivery ~ fieldset")).to_have_count(2)
        saved(page)
        expect(page.locator("#split option:checked")).to_have_text([send, f"{collect} {CANAL}"])
        assert page.locator("#split").get_attribute("open") is not None
        page.locator(".way input[value='standard']").first.check()
        page.locator("#summary-fold > summary").click()
        page.locator(".totals").get_by_text("Standard").wait_for()
        saved(page)
        assert page.locator("#summary-fold").get_attribute("open") is not None
        assert violations(page) == []
        assert fits(page)
        page.locator("[data-part=placing] [value=pay]").click()
        page.wait_for_url(ORDER)

        assert page.locator(".order__groups > section").count() == 2


def test_all_of_it_is_collected_and_sent_again_and_the_lines_follow(open_tab):
    with open_tab() as page:
        fill_bag(page, 40, 42)
        page.locator("#split > summary").click()
        page.get_by_role("radio", name=f"Collect at {CANAL}").check()
        expect(page.locator("#split option:checked")).to_have_text([f"Collect at {CANAL}"] * 2)
        page.get_by_role("radio", name="Standard delivery").check()
        expect(page.locator("#split option:checked")).to_have_text(["Have it sent"] * 2)
        saved(page)
        expect(page.locator("#step-delivery ~ fieldset")).to_have_count(1)
        assert page.locator(".way input[name^='delivery:']:checked").get_attribute("value") == "standard"


def test_some_is_collected_without_scripts(open_tab):
    with open_tab(viewport=NARROW, java_script_enabled=False) as page:
        fill_bag(page, 40, 42)
        for name, value in CAMILLE.items():
            page.locator(f"#{name}").fill(value)
        page.locator("#split > summary").click()
        page.locator("#split select").nth(1).select_option(label=f"Collect at {CANAL}")
        with page.expect_navigation():
            page.locator("#split").get_by_role("button", name="Apply").click()
        assert page.locator("#step-delivery ~ fieldset").count() == 2
        assert page.locator("#last_name").input_value() == "Moreau"
        page.locator(".way input[value='standard']").first.check()
        with page.expect_navigation():
            place(page)
        if not page.url.partition("?")[0].rpartition("/")[2].isdecimal():
            with page.expect_navigation():
                place(page)

        assert page.locator(".order__groups > section").count() == 2
        forget_statuses(page)


def test_the_summary_is_one_line_on_a_phone_and_whole_on_a_desk(open_tab):
    with open_tab(viewport=NARROW) as page:
        fill_bag(page, 40, 42)
        assert page.locator(".checkout__summary").bounding_box()["height"] < 130
        assert not page.locator(".ordered__line").first.is_visible()
        page.locator("#summary-fold > summary").click()
        assert page.locator(".ordered__line").count() == 2
        assert page.locator(".checkout__summary .line__policy").count() == 1
        assert page.locator(".checkout__summary .line__policy").is_visible()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.reload()
        assert page.locator(".ordered__line").first.is_visible()
        assert not page.locator("#summary-fold > summary").is_visible()
        assert violations(page) == []


def test_a_screen_that_took_the_bag_over_pays_and_learns_no_address(open_tab):
    with open_tab() as here, open_tab(viewport=NARROW) as there:
        fill_bag(here, 40)
        fill_in(here)
        here.get_by_role("radio", name="Standard delivery").check()
        here.locator(".totals").get_by_text("Standard delivery").wait_for()
        saved(here)
        here.goto("/cart")
        here.get_by_role("button", name="Show a code").click()
        there.goto(f"/handoff/{here.locator('[data-code]').inner_text()}")
        there.get_by_role("button", name="Yes, take it over").click()
        there.get_by_text("You hold the same bag as the other screen now.").wait_for()

        there.goto("/checkout")
        told = there.content()
        assert [word for word in ("Moreau", "rue des Lilas", "75011", "camille@") if word in told] == []
        assert violations(there) == []
        assert fits(there)
        # What it chooses counts; the address that it does not see is the one that it is sent to.
        there.get_by_role("radio", name="Express delivery").check()
        there.locator(".totals").get_by_text("Express delivery").wait_for(state="attached")
        saved(there)
        place(there)
        there.get_by_role("heading", name="Thank you").wait_for()
        told = there.content()
        assert [word for word in ("Moreau", "rue des Lilas", "75011", "camille@") if word in told] == []
        assert "/orders/" not in there.url
        here.goto("/cart")
        here.get_by_text("Your bag is empty.").wait_for()
