"""Reserved on a page, then sold, released or forgotten at the counter: what the shopper's page says of it."""

import httpx2
import pytest

from tests.browser.conftest import NARROW, violations
from tests.staff.office import PATH, staffed

pytestmark = pytest.mark.browser

WEB = "/products/estacade-wool-trousers?Color=Navy&Size=40"
PHONE = {"viewport": {"width": 375, "height": 812}, "has_touch": True, "is_mobile": True}
FIND = """query($q: String!) { reservations(query: $q) { nodes {
  id code status quantity locationId contact { name email } } } }"""
QUOTE = "query($id: ID!) { reservationQuote(id: $id) { digest total { amount currencyCode } } }"
SELL = """mutation($i: ReservationSellInput!) { reservationSell(input: $i) {
  reservation { status } order { name financialStatus fulfillmentStatus } userErrors { code } } }"""
RELEASE = """mutation($id: ID!) { reservationRelease(id: $id, reason: "needed in the window") {
  reservation { status } userErrors { code } } }"""


@pytest.fixture(scope="module")
def ask(demo_shop, address, moved_clock):
    """Ask the staff schema over HTTP, with the bearer token of an associate."""
    token = staffed(demo_shop, clock=moved_clock, password_digest="unused").tokens["associate"]

    def asked(query, **variables):
        headers = {"authorization": f"Bearer {token}"}
        body = httpx2.post(
            address + PATH, json={"query": query, "variables": variables}, headers=headers, timeout=30
        ).json()
        assert "errors" not in body, body
        return body["data"]

    return asked


def reserve(page, product, *, email, reserve="Reserve here", send="Reserve it", name="Your name"):
    """Reserve a piece from its page; return the code that is shown."""
    page.goto(product)
    page.locator("#stores > summary, .fold--stores > summary").click()
    page.get_by_role("link", name=reserve).first.click()
    page.wait_for_url("**/reserve?**")
    page.get_by_label(name).fill(name)
    page.locator("[type=email]").fill(email)
    page.get_by_role("button", name=send).click()
    return page.locator("[data-code]").inner_text()


def found(ask, typed, *, email):
    """Return the one reservation that staff find by what somebody says at the counter."""
    (reservation,) = ask(FIND, q=typed)["reservations"]["nodes"]
    assert reservation["contact"]["email"] == email
    assert reservation["status"] == "ACTIVE"
    return reservation["id"]


def sell(ask, ident, **payment):
    """Tell the price, take the money, hand it over; return the name of the order."""
    quote = ask(QUOTE, id=ident)["reservationQuote"]
    wish = {"id": ident, "quoteDigest": quote["digest"], "idempotencyKey": "till-1", "payment": payment}
    sold = ask(SELL, i=wish)["reservationSell"]
    order = sold["order"]
    assert sold["userErrors"] == []
    assert sold["reservation"] == {"status": "COLLECTED"}
    assert (order["financialStatus"], order["fulfillmentStatus"]) == ("PAID", "FULFILLED")
    return order["name"]


def standing(page, status, heading):
    """Read the page anew: it says how the reservation stands, and offers neither code nor cancelling."""
    page.reload()
    page.locator(f"[data-status='{status}']").wait_for()
    assert page.locator("h1").inner_text() == heading
    assert page.locator("[data-code]").count() == 0
    assert page.locator("form[action*='reservations']").count() == 0
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def to_order(page, name, *, link):
    page.get_by_role("link", name=link).click()
    page.wait_for_url("**/orders/*?key=*")
    page.get_by_text(name).first.wait_for()
    assert page.locator("[data-financial='PAID']").count() == 1


def test_reserved_on_the_website_and_sold_at_the_counter_it_leads_to_the_order(open_tab, ask):
    with open_tab() as page:
        code = reserve(page, WEB, email="ana@example.com")
        name = sell(ask, found(ask, f" {code.lower()}", email="ana@example.com"), tender="CASH")
        standing(page, "COLLECTED", "It is yours")
        page.set_viewport_size(NARROW)
        standing(page, "COLLECTED", "It is yours")
        to_order(page, name, link="See your order")


def test_reserved_on_a_phone_in_french_and_sold_it_leads_to_the_order(open_tab, ask):
    french = {"reserve": "Réserver ici", "send": "Réserver", "name": "Votre nom"}
    with open_tab(**{**PHONE, "locale": "fr-FR"}) as page:
        code = reserve(page, "/mobile/products/averse-trench-coat", email="zoe@example.com", **french)
        ident = found(ask, f"comptoir:reservation:{code}", email="zoe@example.com")
        name = sell(ask, ident, tender="EXTERNAL_TERMINAL", reference="T-90117")
        standing(page, "COLLECTED", "C’est à vous")  # noqa: RUF001 - French spelling
        to_order(page, name, link="Voir votre commande")


def test_released_by_staff_it_says_so_and_leads_back_to_the_piece(open_tab, ask):
    with open_tab() as page:
        code = reserve(page, WEB, email="ben@example.com")
        released = ask(RELEASE, id=found(ask, code, email="ben@example.com"))["reservationRelease"]
        assert released == {"reservation": {"status": "RELEASED"}, "userErrors": []}
        standing(page, "RELEASED", "The store has put it back on sale")
        page.get_by_role("link", name="Back to the piece").click()
        page.wait_for_url("**/products/estacade-wool-trousers?variant=*")


def test_past_its_time_it_says_so_in_both_languages(open_tab, ask, later):
    with open_tab() as page:
        code = reserve(page, WEB, email="eve@example.com")
        ident = found(ask, code, email="eve@example.com")
        later(days=5)
        standing(page, "EXPIRED", "Its time has passed")
        page.goto(f"{page.url}?language=FR")
        standing(page, "EXPIRED", "Le délai est passé")
        wish = {"id": ident, "quoteDigest": "x", "idempotencyKey": "late", "payment": {"tender": "CASH"}}
        refused = ask(SELL, i=wish)["reservationSell"]
        assert (refused["order"], refused["userErrors"]) == (None, [{"code": "RESERVATION_CLOSED"}])
