"""The demonstration shop on Stripe, configured by environment variables alone: a shopper buys on the website."""

import re
from contextlib import contextmanager

import httpx2
import pytest
from comptoir.app import serve
from comptoir.startup import start_shop

from tests.plugins.stripe.books import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET
from tests.plugins.stripe.server import fake_stripe
from tests.rig.browser import tab
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving

pytestmark = pytest.mark.browser

COAT = "/products/averse-trench-coat"
CAMILLE = {
    "email": "camille@example.com",
    "first_name": "Camille",
    "last_name": "Moreau",
    "address1": "12 rue des Lilas",
}
PLACE = {"zip": "75011", "city": "Paris"}
"""Fields after which the page asks for the total anew."""


@pytest.fixture(scope="module")
def fake():
    with fake_stripe() as running:
        yield running


@pytest.fixture(scope="module")
def stripe_shop(fake, tmp_path_factory):
    folder = demo_folder(tmp_path_factory)
    keys = {
        "SECRET_KEY": SECRET_KEY,
        "PUBLISHABLE_KEY": PUBLISHABLE_KEY,
        "WEBHOOK_SECRET": WEBHOOK_SECRET,
        "API_BASE": fake.url,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in keys.items():
            patch.setenv(f"COMPTOIR_STRIPE__{name}", value)
        shop = start_shop(demo_settings(folder))
    with serving(serve(shop)) as address:
        yield address


def test_where_stripe_has_no_keys_no_page_names_another_host(address):
    for path in ("/", COAT, "/cart", "/checkout"):
        answer = httpx2.get(address + path, timeout=30)
        assert answer.status_code == 200
        assert "http" not in answer.headers["content-security-policy"]
        assert "stripe" not in answer.text.lower()


@pytest.fixture
def checkout(stripe_shop, browser):
    """A tab on the checkout page, with a coat in the bag and everything filled in but the card.

    The shop comes first: it cannot be loaded in the loop that a running browser has.
    """
    with tab(browser, base_url=stripe_shop, locale="en-GB", viewport={"width": 1440, "height": 900}) as page:
        page.policies = {}
        page.on("response", lambda answer: keep_policy(page, answer))
        page.set_default_timeout(30_000)
        page.goto(COAT)
        page.locator("input[type=radio][value='M']").check(force=True)
        page.wait_for_selector("buy-box:not([aria-busy])")
        page.get_by_role("button", name="Add to bag").click()
        page.locator("dialog[open]").wait_for()
        page.goto("/checkout")
        with saved(page):
            page.locator("input[name^='delivery:'][value='standard']").check(force=True)
        for name, value in CAMILLE.items():
            page.locator(f"#{name}").fill(value)
        for name, value in PLACE.items():
            with saved(page):
                page.locator(f"#{name}").fill(value)
                page.locator(f"#{name}").blur()
        page.locator("input[name=provider][value=stripe]").check(force=True)
        yield page
        assert page.strays == []


@contextmanager
def saved(page):
    """Do what the page saves, and wait until it has shown the answer."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        yield
    told.value.finished()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")


def keep_policy(page, answer):
    if answer.request.resource_type == "document" and answer.status < 300:
        path = re.sub(r"\?.*|\d+", "", answer.url.partition("127.0.0.1")[2].partition("/")[2])
        page.policies[path] = answer.headers["content-security-policy"]


def place(page, card):
    page.get_by_label("Card number").fill(card)
    page.get_by_role("button", name="Place order").click()


def newest(fake):
    return list(fake.account.intents.values())[-1]


def test_a_shopper_pays_by_card_and_only_the_page_that_takes_it_allows_stripe(checkout, fake):
    place(checkout, "4242 4242 4242 4242")
    checkout.wait_for_url("**/orders/*")
    intent = newest(fake)
    assert (intent["status"], intent["currency"]) == ("succeeded", "eur")
    assert intent["metadata"]["comptoir_owner"].startswith("checkout/")
    total = f"{intent['amount'] // 100},{intent['amount'] % 100:02d}\xa0€"
    assert total in checkout.locator("main").inner_text()
    assert {path for path, policy in checkout.policies.items() if fake.url in policy} == {"checkout"}
    assert "orders/" in checkout.policies
    for secret in (SECRET_KEY, WEBHOOK_SECRET):
        assert secret not in checkout.content()


def test_after_a_decline_another_card_pays_with_its_bank_s_question(checkout, fake):
    made = len(fake.account.intents)
    place(checkout, "4000 0000 0000 9995")
    problem = checkout.locator("[data-problem=payment]")
    problem.filter(has_text=re.compile(r"\w")).wait_for()
    assert newest(fake)["status"] == "canceled"
    place(checkout, "4000 0027 6000 3184")
    checkout.wait_for_url("**/orders/*")
    states = [each["status"] for each in list(fake.account.intents.values())[made:]]
    assert states == ["canceled", "succeeded"]


def test_after_a_bank_s_question_that_failed_the_next_card_pays_at_once(checkout, fake):
    made = len(fake.account.intents)
    place(checkout, "4000 0084 0000 1629")
    checkout.locator("[data-problem=payment]").filter(has_text=re.compile(r"\w")).wait_for()
    checkout.locator("checkout-page:not([aria-busy])").wait_for()
    place(checkout, "4242 4242 4242 4242")
    checkout.wait_for_url("**/orders/*")
    states = [each["status"] for each in list(fake.account.intents.values())[made:]]
    assert (len(states), states[-1]) == (2, "succeeded")
    assert "succeeded" not in states[:-1]
