"""The sandbox behaves like a card company, and the shop like one that knows card companies."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.app import serve
from comptoir.payments.models import SANDBOX, TRANSACTION
from comptoir.payments.records import PaymentStatus
from comptoir.payments.taking import refresh_payment
from starlette.testclient import TestClient

DECLINES = {
    "sandbox-declined": "DECLINED",
    "sandbox-insufficient-funds": "INSUFFICIENT_FUNDS",
    "sandbox-expired-card": "EXPIRED_CARD",
    "sandbox-incorrect-cvc": "INCORRECT_CVC",
    "sandbox-lost-card": "LOST_OR_STOLEN",
    "sandbox-try-again": "TRY_AGAIN",
    "4242424242424242": "INCORRECT_NUMBER",
}


def ledger(till):
    return [(row["kind"], row["amount"]) for row in till.rows(TRANSACTION)]


def test_a_good_card_pays(till):
    payment = till.pay(5000)
    assert (payment.status, payment.captured, payment.code) == (PaymentStatus.PAID, 5000, "")
    assert (payment.method.label, payment.method.last_characters) == ("Visa", "4242")
    assert ledger(till) == [("AUTHORIZATION", 5000), ("CAPTURE", 5000)]


def test_an_authorization_takes_nothing(till):
    payment = till.pay(5000, capture=False)
    assert (payment.status, payment.authorized, payment.captured) == (PaymentStatus.AUTHORIZED, 5000, 0)
    assert ledger(till) == [("AUTHORIZATION", 5000)]


@pytest.mark.parametrize(("token", "code"), DECLINES.items())
def test_a_bad_card_is_declined_with_its_reason(till, token, code):
    payment = till.pay(5000, token=token)
    assert (payment.status, payment.code, payment.captured) == (PaymentStatus.FAILED, code, 0)
    assert ledger(till) == []


def test_the_same_key_charges_once(till):
    first, second = till.pay(5000), till.pay(5000)
    assert first == second
    assert len(till.rows(SANDBOX)) == 1
    assert ledger(till) == [("AUTHORIZATION", 5000), ("CAPTURE", 5000)]


@pytest.mark.parametrize(("answer", "status"), [("approve", "PAID"), ("refuse", "FAILED")])
def test_a_payer_confirms_on_a_page_and_comes_back(till, answer, status):
    payment = till.pay(5000, token="sandbox-3ds", return_url="https://shop.example/thanks?a=1")
    assert (payment.status, payment.action.kind) == (PaymentStatus.ACTION_REQUIRED, "REDIRECT")
    path = payment.action.url.removeprefix("https://shop.example")
    with TestClient(serve(till.shop)) as client:
        page = client.get(path)
        assert page.status_code == 200
        assert "€50.00" in page.text
        assert "50,00\xa0€" in client.get(path, headers={"accept-language": "fr"}).text
        answered = client.post(path, data={"answer": answer}, follow_redirects=False)
        assert answered.status_code == 303
        assert answered.headers["location"] == "https://shop.example/thanks?a=1"
        assert client.post(path, data={"answer": "approve"}).status_code == 200
        assert client.get("/payments/sandbox/sbx_unknown").status_code == 404
        assert till.get(payment).status == status


def test_without_a_token_the_payer_is_asked_on_the_page(till):
    assert till.pay(5000, token="").action.kind == "REDIRECT"


def test_a_reader_waits_for_the_card(till):
    assert till.pay(5000, token="sandbox-reader").action.kind == "READER"


def test_looking_up_tells_what_the_payer_did(till):
    payment = till.pay(5000, token="sandbox-3ds")
    assert asyncio.run(refresh_payment(till.shop, payment)) == payment


@pytest.mark.parametrize(
    ("token", "status"), [("sandbox-later", "PAID"), ("sandbox-later-declined", "FAILED")]
)
def test_a_late_message_settles_the_payment(till, token, status):
    payment = till.pay(5000, token=token)
    assert payment.status is PaymentStatus.PROCESSING
    till.recover(timedelta(seconds=4))
    assert till.get(payment).status is PaymentStatus.PROCESSING
    till.recover(timedelta(seconds=1))
    assert till.get(payment).status == status


def test_without_the_setting_there_is_no_sandbox(tmp_path):
    from comptoir.testing import make_shop

    shop = make_shop(tmp_path, sandbox_payments=False)
    try:
        assert shop.payment_providers == {}
        with TestClient(serve(shop)) as client:
            assert client.get("/payments/sandbox/x").status_code == 404
            assert client.post("/webhooks/payments/sandbox", content=b"{}").status_code == 404
    finally:
        shop.db.close_now()
