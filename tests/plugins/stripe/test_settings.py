"""The plugin by its settings: what it lacks it says, and no secret reaches a page or a log."""

import io
import json
import logging

import pytest
from comptoir.app import serve
from comptoir.payments.operations import begin_refund
from comptoir.testing import make_shop
from comptoir_stripe import register_notices
from comptoir_stripe.currencies import UnsupportedAmountError, from_stripe, to_stripe
from comptoir_stripe.settings import load_settings
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from tests.payments.conftest import euros
from tests.plugins.stripe.books import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET


def set_keys(monkeypatch, **values):
    for name, value in values.items():
        monkeypatch.setenv(f"COMPTOIR_STRIPE__{name}", value)


def status_of(shop):
    return next((each.status, each.error) for each in shop.registry.plugins if each.name == "stripe")


def test_without_a_key_the_plugin_is_there_and_offers_nothing(tmp_path):
    shop = make_shop(tmp_path, installed=["stripe"])
    try:
        assert sorted(shop.payment_providers) == ["sandbox"]
        assert status_of(shop) == ("active", "")
        assert list(shop.registry.contributions("register_notices")) == [
            ("stripe", "it offers no payments: set COMPTOIR_STRIPE__SECRET_KEY")
        ]
        with TestClient(serve(shop)) as client:
            assert client.post("/webhooks/payments/stripe", content=b"{}").status_code == 404
    finally:
        shop.db.close_now()


def test_the_command_line_says_what_is_lacking(monkeypatch, capsys, tmp_path):
    from comptoir.cli.plugins import list_plugins

    monkeypatch.chdir(tmp_path)
    others = ["atelier", "kiosk", "mobile", "qr", "social", "web"]
    monkeypatch.setenv("COMPTOIR_PLUGINS__DISABLED", json.dumps(others))
    list_plugins(as_json=False, core=False)
    assert "stripe: it offers no payments: set COMPTOIR_STRIPE__SECRET_KEY" in capsys.readouterr().out
    set_keys(monkeypatch, SECRET_KEY=SECRET_KEY, PUBLISHABLE_KEY=PUBLISHABLE_KEY)
    list_plugins(as_json=True, core=False)
    (found,) = [each for each in json.loads(capsys.readouterr().out) if each["name"] == "stripe"]
    assert found["notices"] == ["Stripe's messages are refused: set COMPTOIR_STRIPE__WEBHOOK_SECRET"]


def test_a_complete_configuration_lacks_nothing(configured):
    assert register_notices() == []


def test_settings_are_read_from_the_shop_s_file(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "comptoir.toml").write_text('[stripe]\nsecret_key = "rk_test_1"\n')
    assert load_settings().secret_key.get_secret_value() == "rk_test_1"


WRONG = {
    "SECRET_KEY": "pk_test_swapped",
    "PUBLISHABLE_KEY": "sk_test_swapped",
    "API_BASE": "file:///sk_test_swapped",
    "TAX_CODES": '{"books": "sk_test_swapped"}',
}


@pytest.mark.parametrize("name", WRONG)
def test_keys_in_each_other_s_place_stop_the_plugin_and_are_not_shown(monkeypatch, tmp_path, name):
    set_keys(monkeypatch, **{"SECRET_KEY": SECRET_KEY, name: WRONG[name]})
    shop = make_shop(tmp_path, installed=["stripe"], strict=False)
    try:
        status, error = status_of(shop)
        assert (status, name in error, "swapped" in error) == ("failed", True, False)
        assert sorted(shop.payment_providers) == ["sandbox"]
    finally:
        shop.db.close_now()


def test_without_a_webhook_secret_every_message_is_refused(monkeypatch, tmp_path, fake):
    from tests.plugins.stripe.books import signed

    set_keys(monkeypatch, SECRET_KEY=SECRET_KEY, API_BASE=fake.url)
    shop = make_shop(tmp_path, installed=["stripe"])
    try:
        with TestClient(serve(shop)) as client:
            for secret in ("", WEBHOOK_SECRET):
                headers, body = signed({"id": "e", "type": "t", "data": {"object": {}}}, secret=secret)
                answer = client.post("/webhooks/payments/stripe", content=body, headers=headers)
                assert answer.status_code == 400
    finally:
        shop.db.close_now()


@pytest.fixture
def logged():
    """Everything that any logger says, of any level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.setLevel(before)
    root.removeHandler(handler)


def test_no_secret_reaches_a_log_a_message_or_the_database_s_errors(till, fake, post, logged, capsys):
    client_secret = till.pay(5000, token="").action.client_secret
    till.pay(5000, token="pm_card_chargeDeclined", idempotency_key="declined")
    fake.break_down("/v1/payment_intents")
    till.pay(5000, idempotency_key="broken")
    paid = till.pay(5000, idempotency_key="paid")
    till.run(begin_refund, payment_id=paid.id, amount=euros(100), idempotency_key="r")
    post.send_all()
    post.send({"id": "e"}, secret="whsec_other")
    captured = capsys.readouterr()
    said = logged.getvalue() + captured.out + captured.err
    assert "payment.unanswered" in said
    provider = till.shop.payment_providers["stripe"]
    shown = said + repr(till.payments()) + repr(provider) + repr(vars(provider)["_settings"])
    for secret in (SECRET_KEY, WEBHOOK_SECRET, client_secret):
        assert secret not in shown
        assert secret[-10:] not in shown


def test_a_wrong_key_leaves_the_payment_open_and_says_no_more_than_that(
    monkeypatch, shop, till, fake, capsys
):
    monkeypatch.setattr("tests.plugins.stripe.server.SECRET_KEY", "sk_test_another")
    assert till.pay(5000).status == "PENDING"
    said = capsys.readouterr()
    assert "AuthenticationError" in said.err
    assert "sk_test" not in said.err + said.out


def test_a_front_end_learns_of_stripe_and_of_no_key(shop):
    with TestClient(serve(shop)) as client:
        asked = {"query": "{ paymentProviders { name title readers } }"}
        answer = client.post("/graphql", json=asked)
        assert {"name": "stripe", "title": "Card", "readers": True} in answer.json()["data"][
            "paymentProviders"
        ]
        pages = answer.text + client.get("/channels").text + client.get("/readyz").text
    assert SECRET_KEY not in pages
    assert WEBHOOK_SECRET not in pages


@given(
    minor=st.integers(1, 10**9), currency=st.sampled_from(["EUR", "JPY", "KWD", "ISK", "MGA", "XPF", "TND"])
)
def test_an_amount_that_can_be_sent_comes_back_the_same(minor, currency):
    from comptoir.money import Money

    amount = Money(minor, currency)
    try:
        sent = to_stripe(amount)
    except UnsupportedAmountError:
        assert minor % {"KWD": 10, "TND": 10, "MGA": 100}[currency]
        return
    assert from_stripe(sent, currency.lower()) == amount
