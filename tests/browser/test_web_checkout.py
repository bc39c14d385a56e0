"""Buying on the website in a real browser: every way of paying, with scripts and without."""

import pytest
from comptoir.api import Money, PaymentTerms, TermsDraft, issue_gift_card, publish_terms

from tests.browser.conftest import NARROW, violations

pytestmark = pytest.mark.browser

TROUSERS = "/products/estacade-wool-trousers?Color=Navy&Size=40"
CAMILLE = {
    "email": "camille@example.com", "first_name": "Camille", "last_name": "Moreau",
    "address1": "12 rue des Lilas", "zip": "75011", "city": "Paris",
}  # fmt: skip
ORDER = "**/orders/*?key=*"


@pytest.fixture(scope="module", autouse=True)
def deposits(demo_shop):
    """Let shoppers pay half for as long as this module runs."""
    terms = PaymentTerms(handle="half", basis_points=5_000)
    demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms))
    yield
    demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=terms, withdrawn=True))


def fill_bag(page):
    page.goto(TROUSERS)
    page.get_by_role("button", name="Add to bag").click()
    page.locator(".drawer__line, .line").first.wait_for()


def fill_in(page, **changes):
    """Fill in all but the payment, and wait until the total holds the delivery."""
    for name, value in {**CAMILLE, **changes}.items():
        page.locator(f"#{name}").fill(value)
    saved(page)
    page.get_by_role("radio", name="Standard delivery").check()
    page.locator(".totals").get_by_text("Standard delivery").wait_for(state="attached")
    saved(page)


def saved(page):
    """Leave the field, and wait until what was typed is kept."""
    page.keyboard.press("Tab")
    page.locator("checkout-page:not([data-saving])").wait_for()


def place(page):
    page.get_by_role("button", name="Place order").click()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def forget_statuses(page):
    """Drop what the browser itself logs for answers that refuse something."""
    page.complaints[:] = [said for said in page.complaints if "status of 4" not in said]


def test_a_shopper_buys_once_however_often_the_button_is_pressed(open_tab):
    with open_tab(viewport={"width": 1280, "height": 900}) as page:
        fill_bag(page)
        page.goto("/cart")
        page.get_by_role("link", name="Checkout").click()
        fill_in(page)
        assert violations(page) == []
        page.get_by_role("button", name="Place order").dblclick()
        page.wait_for_url(ORDER)
        order = page.url.partition("&")[0]

        assert page.locator("[data-financial]").inner_text() == "Paid"
        assert violations(page) == []
        page.goto("/checkout")
        assert page.url == order


def test_several_faults_are_told_at_once_and_lead_to_their_fields(open_tab):
    with open_tab(viewport=NARROW) as page:
        fill_bag(page)
        page.goto("/checkout")
        page.locator("#zip").fill("7501")
        place(page)
        page.locator("#problems:focus").wait_for()

        assert page.locator("#problems li").count() == 5
        assert violations(page) == []
        assert fits(page)
        page.locator("#problems").get_by_role("link", name="Town").click()
        assert page.evaluate("document.activeElement.id") == "city"
        assert page.locator("#zip").input_value() == "7501"
        forget_statuses(page)


def test_fields_follow_the_country_and_what_is_typed_stays(open_tab):
    with open_tab() as page:
        fill_bag(page)
        page.goto("/checkout")
        page.locator("#last_name").fill("Moreau")
        page.locator("#country").select_option("US")
        page.locator("#province_code").select_option("NY")

        assert page.locator("#last_name").input_value() == "Moreau"


def test_a_gift_card_pays_first_and_a_card_the_rest(open_tab, demo_shop):
    code = demo_shop.db.write_now(issue_gift_card, value=Money(1_000, "EUR")).code
    with open_tab() as page:
        fill_bag(page)
        page.goto("/checkout")
        fill_in(page)
        page.get_by_text("Pay with a gift card").click()
        page.locator("#gift_codes").fill(code)
        place(page)
        page.wait_for_url(ORDER)

        assert page.locator("[data-financial]").inner_text() == "Paid"


def test_a_declined_card_loses_nothing_and_another_one_pays(open_tab):
    with open_tab() as page:
        fill_bag(page)
        page.goto("/checkout")
        fill_in(page)
        page.get_by_role("radio", name="Insufficient funds").check()
        place(page)
        page.locator("#problems:focus").wait_for()
        assert page.locator("#payment-problem").is_visible()
        assert page.locator("#address1").input_value() == "12 rue des Lilas"

        page.get_by_role("radio", name="Approved", exact=True).check()
        place(page)
        page.wait_for_url(ORDER)
        forget_statuses(page)


def test_the_bank_asks_and_the_payer_comes_back_to_the_order(open_tab):
    with open_tab() as page:
        fill_bag(page)
        page.goto("/checkout")
        fill_in(page)
        page.get_by_role("radio", name="Asks the payer to confirm").check()
        place(page)
        page.get_by_role("button", name="Approve").wait_for()
        assert violations(page) == []
        page.get_by_role("button", name="Approve").click()
        page.wait_for_url(ORDER)

        assert page.locator("[data-financial]").inner_text() == "Paid"


def test_a_deposit_at_checkout_and_the_balance_by_the_link(open_tab):
    with open_tab() as page:
        fill_bag(page)
        page.goto("/checkout")
        fill_in(page)
        page.get_by_role("radio", name="A deposit").check()
        place(page)
        page.wait_for_url(ORDER)
        link = page.url.partition("&")[0]
        assert page.locator("[data-paid]").inner_text() == page.locator("[data-due]").inner_text()
    with open_tab(viewport=NARROW) as phone:
        phone.goto(link)
        assert violations(phone) == []
        assert fits(phone)
        phone.get_by_role("button", name="Pay now").click()
        phone.wait_for_url("**&paid=1")

        assert phone.locator("[data-financial]").inner_text() == "Paid"


def test_a_shopper_buys_without_scripts_on_a_small_screen(open_tab):
    with open_tab(viewport=NARROW, java_script_enabled=False) as page:
        fill_bag(page)
        page.goto("/checkout")
        for name, value in CAMILLE.items():
            page.locator(f"#{name}").fill(value)
        page.get_by_role("radio", name="Express delivery").check()
        place(page)
        # The total holds the delivery only now: it is told, and asked about again.
        assert "and is now" in page.locator("#total-changed").inner_text()
        place(page)

        assert page.locator("[data-financial]").inner_text() == "Paid"
        forget_statuses(page)


def test_a_piece_is_reserved_in_a_store_and_let_go_again(open_tab):
    with open_tab(viewport=NARROW) as page:
        page.goto(TROUSERS)
        page.locator(".fold--stores summary").click()
        page.get_by_role("link", name="Reserve here").first.click()
        page.get_by_role("button", name="Reserve it").click()
        assert page.locator("#name-problem").is_visible()
        assert violations(page) == []
        assert fits(page)
        page.locator("#name").fill("Ana Duarte")
        page.locator("#phone").fill("+33 6 12 34 56 78")
        page.get_by_role("button", name="Reserve it").click()
        page.locator("[data-code]").wait_for()
        assert violations(page) == []
        assert fits(page)
        page.get_by_role("button", name="Cancel the reservation").click()

        assert page.locator("h1").inner_text() == "You have cancelled it"
        forget_statuses(page)
