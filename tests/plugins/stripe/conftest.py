"""A shop that takes payments through the Stripe plugin, and a stand-in for Stripe over HTTP."""

import asyncio

import pytest
from comptoir.app import serve
from comptoir.payments.taking import refresh_payment, send_operation, send_payment
from comptoir.testing import make_shop
from starlette.testclient import TestClient

from tests.payments.conftest import Till
from tests.plugins.stripe.books import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET, signed
from tests.plugins.stripe.server import fake_stripe

BACK = "https://shop.example/thanks"


@pytest.fixture
def fake():
    with fake_stripe() as running:
        yield running


@pytest.fixture
def configured(fake, monkeypatch):
    """Configure the plugin as an operator does: by environment variables alone."""
    for name, value in {
        "SECRET_KEY": SECRET_KEY,
        "PUBLISHABLE_KEY": PUBLISHABLE_KEY,
        "WEBHOOK_SECRET": WEBHOOK_SECRET,
        "API_BASE": fake.url,
    }.items():
        monkeypatch.setenv(f"COMPTOIR_STRIPE__{name}", value)


@pytest.fixture
def shop(configured, tmp_path, clock):
    made = make_shop(tmp_path / "shop", clock=clock, installed=["stripe"])
    yield made
    made.db.close_now()


class StripeTill(Till):
    """Takes payments through Stripe."""

    def pay(self, minor=5000, *, token="pm_card_visa", return_url=BACK, currency="EUR", **more):
        from comptoir.money import Money
        from comptoir.payments.starting import start_payment

        from tests.payments.conftest import CHECKOUT

        payment = self.do(
            start_payment, **{"owner": CHECKOUT, "idempotency_key": "k1", **more}, provider="stripe",
            amount=Money(minor, currency), token=token,
        )  # fmt: skip
        return self.send(payment, token, return_url)

    def send(self, payment, token="pm_card_visa", return_url=BACK):
        return asyncio.run(send_payment(self.shop, payment, token=token, return_url=return_url))

    def refresh(self, payment):
        return asyncio.run(refresh_payment(self.shop, self.get(payment)))

    def run(self, command, **arguments):
        return asyncio.run(send_operation(self.shop, self.do(command, **arguments)))


@pytest.fixture
def till(shop, clock):
    return StripeTill(shop, clock)


class Post:
    """Carries Stripe's messages to the shop's webhook."""

    def __init__(self, client, account):
        self._client = client
        self._account = account

    def send(self, event, **how):
        headers, body = signed(event, **how)
        return self._client.post("/webhooks/payments/stripe", content=body, headers=headers).status_code

    def of(self, kind):
        """Return the latest event of a kind."""
        return next(event for event in reversed(self._account.events) if event["type"] == kind)

    def send_all(self):
        return {self.send(event) for event in self._account.events}


@pytest.fixture
def post(shop, fake):
    with TestClient(serve(shop)) as client:
        yield Post(client, fake.account)
