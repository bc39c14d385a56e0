"""What a payment page is told of Stripe's script and of the adapter that the shop serves beside it."""

from pathlib import Path

from comptoir.app import serve
from comptoir.testing import make_shop
from starlette.testclient import TestClient

from tests.plugins.stripe.books import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET

PLUGIN = Path(__file__).parents[3] / "plugins" / "stripe"
ASKED = "{ paymentProviders { name script { url publishableKey adapter connectSources } } }"


def scripts(client):
    found = client.post("/graphql", json={"query": ASKED}).json()["data"]["paymentProviders"]
    return {each["name"]: each["script"] for each in found}


def test_the_shop_serves_the_adapter_for_good_under_an_address_of_its_content(shop, fake):
    with TestClient(serve(shop)) as client:
        script = scripts(client)["stripe"]
        assert (script["url"], script["publishableKey"]) == (f"{fake.url}/v3/", PUBLISHABLE_KEY)
        assert script["connectSources"] == [fake.url]
        answer = client.get(script["adapter"])
        assert answer.text == (PLUGIN / "comptoir_stripe/static/element.js").read_text("utf-8")
        assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert client.get("/payments/scripts/of-long-ago.js").status_code == 404
        for secret in (SECRET_KEY, WEBHOOK_SECRET):
            assert secret not in answer.text + str(script)


def test_without_a_publishable_key_there_is_no_script_and_no_adapter(monkeypatch, tmp_path):
    monkeypatch.setenv("COMPTOIR_STRIPE__SECRET_KEY", SECRET_KEY)
    shop = make_shop(tmp_path, installed=["stripe"])
    try:
        with TestClient(serve(shop)) as client:
            assert scripts(client) == {"sandbox": None, "stripe": None}
    finally:
        shop.db.close_now()
