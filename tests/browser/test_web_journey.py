"""Shopping on the web channel, with scripts and without."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, violations

pytestmark = pytest.mark.browser

COAT = "/products/averse-trench-coat"


def choose(page, value):
    """Choose an option's value, and wait until the page shows it."""
    page.locator(f"input[type=radio][value='{value}']").check(force=True)
    page.wait_for_selector("buy-box:not([aria-busy])")


def test_the_picker_shows_the_choice_without_a_new_page(open_tab):
    with open_tab() as page:
        page.goto(COAT)
        page.evaluate("window.stays = true")
        choose(page, "Navy")
        choose(page, "M")

        assert page.evaluate("window.stays") is True
        assert "variant=" in page.url
        assert page.locator(".picker__chosen").all_inner_texts() == ["Navy", "M"]
        assert page.evaluate("document.activeElement.value") == "M"
        page.reload()
        assert page.locator(".picker__chosen").all_inner_texts() == ["Navy", "M"]


def test_the_picker_works_by_keyboard(open_tab):
    with open_tab() as page:
        page.goto(COAT)
        page.locator("input[type=radio][value='S']").focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_selector("input[type=radio][value='M']:checked:focus")
        page.wait_for_selector("buy-box:not([aria-busy])")

        assert page.locator(".picker__chosen").last.inner_text() == "M"


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, NARROW], ids=["wide", "narrow"])
def test_a_coat_goes_into_the_bag_and_out_again(open_tab, viewport):
    with open_tab(viewport=viewport) as page:
        page.goto(COAT)
        choose(page, "M")
        page.get_by_role("button", name="Add to bag").click()
        drawer = page.locator("dialog[open]")
        drawer.wait_for()
        assert "Averse Trench Coat" in drawer.inner_text()
        assert violations(page) == []
        page.keyboard.press("Escape")
        assert page.locator("[data-bag-count]").inner_text() == "1"

        page.goto("/cart")
        page.get_by_role("button", name="One more: Averse Trench Coat").click()
        page.wait_for_selector(".stepper__field[value='2']")
        assert page.locator("[data-total]").inner_text() == "630,00\xa0€"
        expect(page.locator("#announcer")).to_have_text("Total 630,00 €")
        assert page.evaluate("document.activeElement.value") == "more"
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

        page.get_by_role("button", name="Remove Averse Trench Coat").click()
        page.wait_for_selector(".empty__title")
        assert page.locator("[data-bag-count]").inner_text() == ""


def test_a_coat_goes_into_the_bag_without_scripts(open_tab):
    with open_tab(java_script_enabled=False) as page:
        page.goto(COAT)
        page.locator("input[type=radio][value='Navy']").check(force=True)
        page.locator("input[type=radio][value='M']").check(force=True)
        page.get_by_role("button", name="Show my choice").click()
        assert page.locator(".picker__chosen").all_inner_texts() == ["Navy", "M"]
        page.get_by_role("button", name="Add to bag").click()

        assert page.url.endswith("/cart?added=1")
        assert page.locator(".line__option").all_inner_texts() == ["Color: Navy", "Size: M"]
        page.get_by_role("button", name="One more: Averse Trench Coat").click()
        assert page.locator("[data-total]").inner_text() == "630,00\xa0€"
        page.get_by_label("Quantity: Averse Trench Coat").fill("no")
        page.get_by_role("button", name="Update").click()
        assert page.get_by_role("alert").first.inner_text() == "Enter a whole number, 0 or more."
        page.get_by_role("button", name="Remove Averse Trench Coat").click()
        assert page.locator(".empty__title").inner_text() == "Your bag is empty."
        page.complaints.clear()


def test_a_wrong_quantity_is_said_next_to_the_field(open_tab):
    with open_tab() as page:
        page.goto(COAT)
        page.get_by_label("Quantity").fill("0")
        page.get_by_role("button", name="Add to bag").click()

        problem = page.locator("#buy-problem")
        assert problem.inner_text() == "Enter a whole number, 1 or more."
        assert page.get_by_label("Quantity").get_attribute("aria-describedby") == "buy-problem"
        # The browser itself logs that the answer was 422.
        assert all("422" in complaint for complaint in page.complaints)
        page.complaints.clear()


def test_the_switch_of_market_changes_the_currency(open_tab):
    with open_tab() as page:
        page.goto(COAT)
        assert page.locator("[data-price]").inner_text() == "345\xa0€"
        page.locator("#footer-country").select_option("GB")
        page.locator(".colophon .localization button").click()
        page.wait_for_url(f"**{COAT}")

        assert page.locator("[data-price]").inner_text().startswith("£")


def test_the_switch_of_language_changes_the_texts(open_tab):
    with open_tab() as page:
        page.goto(COAT)
        page.locator(".locale summary").click()
        page.locator("#header-language").select_option("FR")
        page.locator(".locale .localization button").click()
        page.get_by_role("button", name="Ajouter au panier").wait_for()

        assert page.evaluate("document.documentElement.lang") == "fr"
        assert violations(page) == []


def test_suggestions_come_while_one_types(open_tab):
    with open_tab() as page:
        page.goto("/")
        page.locator("#header-search").press_sequentially("trench", delay=20)
        page.locator(".suggestions a").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/products/averse-trench-coat")


def test_escape_closes_the_suggestions(open_tab):
    with open_tab() as page:
        page.goto("/")
        page.locator("#header-search").press_sequentially("jean", delay=20)
        page.locator(".suggestions a").first.wait_for()
        page.keyboard.press("Escape")

        assert page.locator(".suggestions").is_hidden()


def test_a_filter_takes_effect_at_once_and_can_be_shared(open_tab):
    with open_tab() as page:
        page.goto("/collections/jeans")
        before = page.locator(".card").count()
        page.locator(".facets summary").click()
        page.get_by_label("Ecru").check()
        page.wait_for_selector(".chips")
        after = page.locator(".card").count()

        assert 0 < after < before
        assert "option.color=Ecru" in page.url
        assert violations(page) == []
        page.reload()
        assert page.locator(".card").count() == after
        page.locator(".chips a").first.click()
        page.wait_for_selector(".chips", state="detached")
        assert page.locator(".card").count() == before


def test_filters_work_without_scripts(open_tab):
    with open_tab(java_script_enabled=False) as page:
        page.goto("/collections/jeans")
        before = page.locator(".card").count()
        page.locator(".facets summary").click()
        page.get_by_label("Ecru").check()
        page.get_by_role("button", name="Show").click()

        assert 0 < page.locator(".card").count() < before


def test_thumbnails_bring_their_picture_into_view(open_tab):
    with open_tab() as page:
        page.goto(COAT)
        page.locator(".gallery__thumbs a").nth(1).click()
        page.wait_for_selector(".gallery__thumbs li:nth-child(2) a[aria-current=true]")


def test_a_lost_connection_is_said_and_nothing_is_lost(open_tab):
    with open_tab() as page:
        page.goto(COAT)
        page.context.set_offline(True)
        page.get_by_role("button", name="Add to bag").click()
        page.wait_for_function("document.getElementById('announcer').textContent.length > 0")
        page.context.set_offline(False)
        page.complaints.clear()
        page.get_by_role("button", name="Add to bag").click()
        page.locator("dialog[open]").wait_for()


def test_the_menu_opens_on_a_small_screen_and_closes_with_escape(open_tab):
    with open_tab(viewport=NARROW) as page:
        page.goto("/")
        page.locator(".mobile-menu summary").click()
        page.locator(".mobile-menu__panel").wait_for()
        assert violations(page) == []
        page.keyboard.press("Escape")
        page.locator(".mobile-menu__panel").wait_for(state="hidden")
