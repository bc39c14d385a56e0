"""Buying and keeping pieces at the kiosk's own screen, with fingers, up to the code that a phone takes along."""

import asyncio

import pytest
from comptoir.api import PaymentTerms, TermsDraft, publish_terms, set_levels

from tests.browser.conftest import NARROW, violations
from tests.browser.test_kiosk import COAT, LYING, SIDEWAYS, SMALL, UPRIGHT, add, screen

pytestmark = pytest.mark.browser

JEANS = "/kiosk/products/quai-straight-jeans"
HALF = PaymentTerms(handle="half", basis_points=5000, balance_days=14)
OUT_OF_SIGHT = """field => [...document.querySelectorAll(`${field}, main form .button, .keyboard`)]
    .filter(e => e.checkVisibility())
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => r.top < 0 || r.bottom > innerHeight
        || (!e.closest('.keyboard') && r.bottom > document.querySelector('.keyboard').getBoundingClientRect().top))
    .map(([e, r]) => [e.outerHTML.slice(0, 90), r.top, r.bottom])"""
ADDRESS = {
    "first_name": "Camille", "last_name": "Moreau", "address1": "12 rue des Lilas", "zip": "75011", "city": "Paris",
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def shelves(demo_shop):
    """Put enough coats on the shelf that is carried out from."""
    document = """{ product(handle: "averse-trench-coat") { selectedOrFirstAvailableVariant { id } } }"""
    client = demo_shop.client(None, channel="kiosk")
    variant = asyncio.run(client.execute(document, {}))["product"]["selectedOrFirstAvailableVariant"]["id"]
    number = int(variant.rpartition("/")[2])
    demo_shop.db.write_now(set_levels, location="paris-canal", levels={number: 30})


@pytest.fixture
def deposits(demo_shop):
    """Let British orders begin with a half."""
    demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=HALF, market="gb"))
    yield
    demo_shop.db.write_now(publish_terms, draft=TermsDraft(terms=HALF, market="gb", withdrawn=True))


def check(page):
    """Hold a page to what every screen is held to."""
    page.wait_for_load_state("load")
    assert violations(page) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(SIDEWAYS) <= 0
    page.set_viewport_size(NARROW)
    assert page.evaluate(SIDEWAYS) <= 0
    page.set_viewport_size(UPRIGHT["viewport"])


def go_on(page, address):
    page.get_by_role("button", name="Go on").tap()
    page.wait_for_url(f"**/kiosk/checkout/{address}")


def present(page, *, answer="Approve"):
    """Hold the card to the reader that is for trying."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Open the test card").tap()
    opened.value.get_by_role("button", name=answer).tap()
    opened.value.wait_for_url("**/kiosk/checkout/**")
    opened.value.close()


def thanks(page):
    page.get_by_role("heading", name="Thank you").wait_for()


def test_one_order_is_carried_out_and_sent_home(open_tab):
    with screen(open_tab) as page:
        add(page)
        page.goto(JEANS)
        page.get_by_role("button", name="Put it in the bag").tap()
        page.wait_for_url("**/kiosk/cart")
        check(page)
        page.get_by_role("link", name="Pay here").tap()
        page.wait_for_url("**/kiosk/checkout")
        check(page)
        page.locator("label.pick", has_text="Send it to my home").nth(1).tap()
        go_on(page, "address")
        check(page)
        for name, words in ADDRESS.items():
            page.fill(f"#field-{name}", words)
        go_on(page, "delivery")
        check(page)
        go_on(page, "contact")
        for key in "c@example.com":
            page.locator(f"[data-key='{key}']").tap()
        check(page)
        go_on(page, "pay")
        check(page)
        page.get_by_role("button", name="Pay 444,00").tap()
        page.wait_for_url("**/kiosk/checkout/payment")
        check(page)
        present(page)
        thanks(page)
        check(page)

        assert page.locator("[data-paid]").inner_text() == "You paid 444,00\xa0€."
        assert sorted(each.get_attribute("data-method") for each in page.locator(".parcel").all()) == [
            "RETAIL",
            "SHIPPING",
        ]


def test_a_deposit_is_paid_here_and_the_rest_by_the_orders_link(open_tab, deposits):
    with screen(open_tab) as page, open_tab(viewport=NARROW) as phone:
        page.goto("/kiosk/?country=GB&language=EN")
        add(page)
        page.goto("/kiosk/checkout")
        go_on(page, "contact")
        go_on(page, "pay")
        page.get_by_role("button", name="Pay a deposit of £139.50").tap()
        page.wait_for_url("**/kiosk/checkout/payment")
        present(page)
        thanks(page)
        assert page.locator("[data-paid]").inner_text() == "You paid £139.50; £139.50 remains."
        phone.goto(page.locator("[data-address]").get_attribute("data-address"))
        phone.get_by_role("button", name="Pay now").click()
        phone.locator("[data-financial='PAID']").wait_for()


def test_a_piece_is_kept_at_the_kiosk(open_tab):
    with screen(open_tab) as page:
        page.goto(COAT)
        page.get_by_role("link", name="Keep it at a store").tap()
        page.get_by_role("heading", name="Where shall we keep it?").wait_for()
        check(page)
        page.get_by_role("link", name="Here, at").tap()
        page.wait_for_url("**&store=**")
        check(page)
        for key in "cam":
            page.locator(f"[data-key='{key}']").tap()
        page.get_by_role("button", name="Next field").tap()
        for key in "c@example.com":
            page.locator(f"[data-key='{key}']").tap()
        assert page.locator("#field-name").input_value() == "Cam"
        page.get_by_role("button", name="Keep it for me").tap()
        page.locator("[data-code]").wait_for()
        check(page)


@pytest.mark.parametrize("language", ["EN", "FR"])
def test_on_a_low_screen_fields_keys_and_the_way_on_are_in_sight_together(open_tab, language):
    with screen(open_tab, **LYING) as page:
        page.goto(f"/kiosk/?country=FR&language={language}")
        for address, fields in typed_into(page):
            page.goto(address)
            for name in fields:
                page.locator(".keyboard").wait_for()
                assert page.evaluate(OUT_OF_SIGHT, f"#field-{name}, #code") == [], (address, name)
                if page.locator("[data-key='next']").count():
                    page.locator("[data-key='next']").tap()
            assert violations(page) == []
            assert page.evaluate(SMALL) == []


def typed_into(page):
    """Put a coat into the bag that is sent home; yield each screen that is typed into, and its fields."""
    add_anyhow(page)
    page.goto("/kiosk/checkout")
    page.locator("label.pick:has([value='send'])").first.tap()
    page.locator("main form .button--large").tap()
    page.wait_for_url("**/kiosk/checkout/address")
    yield "/kiosk/checkout/address", ["first_name", "last_name", "address1", "zip", "city"]
    yield "/kiosk/checkout/contact", ["contact"]
    page.goto(COAT)
    page.locator("a[href^='/kiosk/reserve']").tap()
    yield page.locator("a.pick").first.get_attribute("href"), ["name", "contact"]
    yield "/kiosk/cart/discount", ["code"]
    yield "/kiosk/handoff", ["code"]


def add_anyhow(page):
    """Put a coat into the bag, whatever the button says."""
    page.goto(COAT)
    page.locator(".piece__add button").first.tap()
    page.wait_for_url("**/kiosk/cart")


def test_a_visit_that_ends_in_mid_payment_leaves_nothing(open_tab):
    with screen(open_tab) as page:
        add(page)
        page.goto("/kiosk/checkout")
        go_on(page, "contact")
        page.fill("#field-contact", "camille@example.com")
        go_on(page, "pay")
        page.get_by_role("button", name="by card").tap()
        page.wait_for_url("**/kiosk/checkout/payment")
        page.evaluate("Object.assign(document.body.dataset, {idle: '0.3', grace: '0.3'})")
        page.wait_for_url("**/kiosk/")
        page.wait_for_load_state("load")

        assert [
            c["name"] for c in page.context.cookies() if c["name"] in {"kiosk_cart", "kiosk_paying"}
        ] == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0
        page.goto("/kiosk/checkout/payment")
        assert page.locator("h1").inner_text() == "Your bag"
        page.goto("/kiosk/checkout/contact")
        assert "camille" not in page.content()
