"""A page that pays through Stripe's script, or what stands in for it, under the policy that the plugin asks for."""

import pytest
from comptoir.frontkit.headers import content_security_policy
from comptoir_stripe.script import script_of
from comptoir_stripe.settings import StripeSettings
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.plugins.stripe.books import PUBLISHABLE_KEY, SECRET_KEY
from tests.plugins.stripe.server import fake_stripe
from tests.rig.browser import tab
from tests.rig.serving import serving

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><title>Pay</title><link rel="icon" href="data:,">
<div id="card"></div><button>Pay</button><output></output>
<script src="{url}"></script><script src="/pay.js" data-key="{key}" data-secret="{secret}"></script>"""
SCRIPT = """
const { key, secret } = document.currentScript.dataset;
const stripe = Stripe(key);
const elements = stripe.elements({ clientSecret: secret });
elements.create("payment").mount("#card");
document.querySelector("button").addEventListener("click", async () => {
  const wrong = await elements.submit();
  const told = wrong.error ? wrong : await stripe.confirmPayment({
    elements, clientSecret: secret, redirect: "if_required", confirmParams: { return_url: location.href },
  });
  const { error, paymentIntent } = told;
  document.querySelector("output").textContent = error ? error.code || error.type : paymentIntent.status;
});
"""


def shop_page(fake, script, secret):
    sources = {
        "script-src": " ".join(["'self'", *script.script_sources]),
        "frame-src": " ".join(script.frame_sources),
        "connect-src": " ".join(["'self'", *script.connect_sources]),
    }
    headers = {"content-security-policy": content_security_policy(sources)}

    async def page(request):
        html = PAGE.format(url=script.url, key=script.publishable_key, secret=secret)
        return HTMLResponse(html, headers=headers)

    async def behaviour(request):
        return Response(SCRIPT, media_type="text/javascript")

    return Starlette(routes=[Route("/", page), Route("/pay.js", behaviour)])


CARDS = {
    "4242 4242 4242 4242": "succeeded",
    "4000 0027 6000 3184": "succeeded",
    "4000 0000 0000 9995": "card_declined",
    "": "validation_error",
}


def test_a_payer_pays_in_the_page(browser):
    with fake_stripe() as fake:
        settings = StripeSettings(secret_key=SECRET_KEY, publishable_key=PUBLISHABLE_KEY, api_base=fake.url)
        script = script_of(settings)
        for number, told in CARDS.items():
            intent = fake.account.create({"amount": "5000", "currency": "eur", "capture_method": "automatic"})
            with serving(shop_page(fake, script, intent["client_secret"])) as url, tab(browser) as page:
                page.goto(url)
                page.get_by_label("Card number").fill(number)
                page.get_by_role("button").click()
                page.get_by_text(told, exact=True).wait_for()
                assert page.strays == []
            assert (intent["status"] == "succeeded") == (told == "succeeded")


def test_the_real_script_is_allowed_where_no_other_server_is_named():
    script = script_of(StripeSettings(secret_key=SECRET_KEY, publishable_key=PUBLISHABLE_KEY))
    assert script.url == "https://js.stripe.com/v3/"
    assert script.connect_sources == ("https://api.stripe.com",)
    assert all(
        source.startswith("https://") and source.endswith(".stripe.com")
        for source in (*script.script_sources, *script.frame_sources, *script.connect_sources)
    )
    assert script_of(StripeSettings(secret_key=SECRET_KEY)) is None
