"""A page that pays through Stripe's script, or what stands in for it, under the policy that the plugin asks for."""

import pytest
from comptoir.frontkit.headers import content_security_policy
from comptoir.payments.adapters import adapter_path
from comptoir_stripe.script import script_of
from comptoir_stripe.settings import StripeSettings
from starlette.applications import Starlette
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.plugins.stripe.books import PUBLISHABLE_KEY, SECRET_KEY, RefusalError
from tests.plugins.stripe.server import fake_stripe
from tests.rig.browser import tab
from tests.rig.serving import serving

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><title>Pay</title><link rel="icon" href="data:,">
<div id="card"></div><button id="shop">Pay</button><button id="page">Pay in the page</button><output></output>
<script src="{url}"></script><script src="{adapter}"></script><script src="/pay.js" data-key="{key}"></script>"""
SCRIPT = """
const { key } = document.currentScript.dataset;
const say = (text) => { document.querySelector("output").textContent = text; };
const ask = async (token) => (await fetch("/pay", { method: "POST", body: token })).json();
const due = { publishableKey: key, amount: "50.0", currency: "EUR", locale: "fr" };
comptoirPayments.stripe.mount(document.querySelector("#card"), due).then((payment) => {
  const goOn = async (told) => {
    if (told.secret) told = await payment.confirm(told.secret, location.href);
    say(told.message ?? "thanks");
  };
  document.querySelector("#page").addEventListener("click", async () => goOn(await ask("")));
  document.querySelector("#shop").addEventListener("click", async () => {
    const made = await payment.token();
    goOn(made.token ? await ask(made.token) : made);
  });
});
"""


def shop_page(fake, script):
    """Return a shop of one page, which pays 50 euros as the plugin does."""
    sources = {
        "script-src": " ".join(["'self'", *script.script_sources]),
        "frame-src": " ".join(script.frame_sources),
        "connect-src": " ".join(["'self'", *script.connect_sources]),
    }
    headers = {"content-security-policy": content_security_policy(sources)}
    adapter = adapter_path(script.adapter)

    async def page(request):
        html = PAGE.format(url=script.url, adapter=adapter, key=script.publishable_key)
        return HTMLResponse(html, headers=headers)

    async def behaviour(request):
        return Response(SCRIPT, media_type="text/javascript")

    async def pay(request):
        intent = fake.account.create({"amount": "5000", "currency": "eur", "capture_method": "automatic"})
        if token := (await request.body()).decode():
            try:
                fake.account.confirm(intent["id"], {"confirmation_token": token, "return_url": "/"})
            except RefusalError as refused:
                return JSONResponse({"message": refused.body["error"]["code"]})
        unpaid = intent["status"] != "succeeded"
        return JSONResponse({"secret": intent["client_secret"]} if unpaid else {})

    return Starlette(
        routes=[
            Route("/", page),
            Route("/pay.js", behaviour),
            Route("/pay", pay, methods=["POST"]),
            Route(adapter, FileResponse(script.adapter)),
        ]
    )


CARDS = {
    "4242 4242 4242 4242": ("thanks", "succeeded"),
    "4000 0027 6000 3184": ("thanks", "succeeded"),
    "4000 0084 0000 1629": ("payment_intent_authentication_failure", "requires_payment_method"),
    "4000 0000 0000 0002": ("card_declined", "requires_payment_method"),
}


@pytest.fixture(scope="module")
def fake():
    with fake_stripe() as running:
        yield running


@pytest.fixture(scope="module")
def shop(fake):
    settings = StripeSettings(secret_key=SECRET_KEY, publishable_key=PUBLISHABLE_KEY, api_base=fake.url)
    with serving(shop_page(fake, script_of(settings))) as url:
        yield url


@pytest.mark.parametrize("button", ["shop", "page"])
def test_a_payer_pays_in_the_page(browser, shop, fake, button):
    with tab(browser, base_url=shop) as page:
        for number, (told, status) in CARDS.items():
            page.goto("/")
            page.get_by_label("Card number").fill(number)
            page.locator(f"#{button}").click()
            page.get_by_text(told).wait_for()
            assert list(fake.account.intents.values())[-1]["status"] == status
        assert page.strays == []


def test_a_card_that_is_not_whole_makes_no_token_and_no_payment(browser, shop, fake):
    before = len(fake.account.intents)
    with tab(browser, base_url=shop) as page:
        page.goto("/")
        page.locator("#shop").click()
        page.get_by_text("Your card number is incomplete.").wait_for()
    assert len(fake.account.intents) == before


DUE = {
    ("129.0", "EUR"): "12900 eur",
    ("0.5", "EUR"): "50 eur",
    ("1500.0", "JPY"): "1500 jpy",
    ("1500.0", "ISK"): "150000 isk",
    ("12.340", "KWD"): "12340 kwd",
    ("100.0", "MGA"): "100 mga",
}


def test_the_element_asks_for_the_amount_in_stripe_s_units(browser, shop):
    with tab(browser, base_url=shop) as page:
        page.goto("/")
        field = page.get_by_label("Card number")
        field.wait_for()
        assert field.get_attribute("data-due") == "5000 eur"
        for (amount, currency), told in DUE.items():
            asked = {"publishableKey": PUBLISHABLE_KEY, "amount": amount, "currency": currency}
            mount = "asked => comptoirPayments.stripe.mount(document.querySelector('#card'), asked)"
            page.evaluate(f"{mount}.then(() => null)", asked)
            assert field.get_attribute("data-due") == told


def test_the_real_script_is_allowed_where_no_other_server_is_named():
    script = script_of(StripeSettings(secret_key=SECRET_KEY, publishable_key=PUBLISHABLE_KEY))
    assert script.url == "https://js.stripe.com/v3/"
    assert script.connect_sources == ("https://api.stripe.com",)
    assert all(
        source.startswith("https://") and source.endswith(".stripe.com")
        for source in (*script.script_sources, *script.frame_sources, *script.connect_sources)
    )
    assert script_of(StripeSettings(secret_key=SECRET_KEY)) is None
