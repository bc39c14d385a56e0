"""Messages to the webhook: signed or refused, taken in once, compared before anything is paid."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from comptoir.app import serve
from comptoir.hooks.payments import Authorized, Cancelled, Declined, Processing, ProviderEvent, RefundNews
from comptoir.money import Money
from comptoir.payments.checks import check_payments
from comptoir.payments.models import SANDBOX, TRANSACTION, WEBHOOK
from comptoir.payments.operations import begin_capture, begin_refund
from comptoir.payments.plugin import register_jobs
from comptoir.payments.records import PaymentStatus
from comptoir.payments.sandbox import books
from comptoir.payments.sandbox.provider import SandboxProvider
from comptoir.payments.taking import send_operation
from comptoir.payments.webhooks import take_webhook
from starlette.testclient import TestClient

from tests.payments.conftest import CHECKOUT, euros

PATH = "/webhooks/payments/sandbox"


@pytest.fixture
def client(till):
    with TestClient(serve(till.shop)) as client:
        yield client


def waiting(till):
    """Return a payment that waits, and the message that the sandbox sends once it is paid."""
    payment = till.pay(5000, token="sandbox-3ds")
    decided = till.do(books.decide, ident=payment.provider_id, approve=True)
    headers, body = SandboxProvider(till.shop).webhook_of(decided)
    return payment, headers, body


def test_a_signed_message_pays_once_however_often_it_comes(till, client):
    payment, headers, body = waiting(till)
    assert [client.post(PATH, content=body, headers=headers).status_code for _ in range(3)] == [200] * 3
    assert till.get(payment).status is PaymentStatus.PAID
    assert [row["outcome"] for row in till.rows(WEBHOOK)] == ["APPLIED"]
    assert [row["kind"] for row in till.rows(TRANSACTION)] == ["AUTHORIZATION", "CAPTURE"]


def forge(kind, headers, body):
    if kind == "unsigned":
        return {}, body
    if kind == "signed otherwise":
        return {"sandbox-signature": headers["sandbox-signature"][:-3] + "abc"}, body
    if kind == "another body":
        return headers, body.replace(b"5000", b"1")
    return {"sandbox-signature": "é".encode().decode("latin-1")}, b"\xff\xfe"


@pytest.mark.parametrize("kind", ["unsigned", "signed otherwise", "another body", "rubbish"])
def test_a_message_that_is_not_the_provider_s_changes_nothing(till, client, kind):
    payment, headers, body = waiting(till)
    forged, content = forge(kind, headers, body)
    encoded = {name: value.encode("latin-1", "replace") for name, value in forged.items()}
    assert client.post(PATH, content=content, headers=encoded).status_code == 400
    assert till.get(payment) == payment
    assert till.rows(WEBHOOK) == []


def test_a_message_for_nobody_is_not_found(till, client):
    assert client.post("/webhooks/payments/nobody", content=b"{}").status_code == 404
    assert client.get(PATH).status_code == 405


def event(payment, result=None, *, ident="e1", **differently):
    facts = {
        "ident": ident, "type": "test", "provider_id": payment.provider_id, "reference": payment.reference,
        "owner": payment.origin, "amount": payment.amount, "result": result,
    }  # fmt: skip
    return ProviderEvent(**{**facts, **differently})


def paid(payment, amount=None, captured=None):
    amount = amount or payment.amount
    return Authorized(provider_id=payment.provider_id, amount=amount, captured=captured or amount)


def take(till, told):
    return till.do(take_webhook, provider="sandbox", event=told)


DIFFERENCES = {
    "owner": {"owner": "checkout/other"},
    "currency": {"amount": Money(5000, "USD")},
    "amount": {"amount": euros(4999)},
    "provider_id": {"provider_id": "sbx_other"},
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_message_that_does_not_fit_the_payment_marks_nothing(till, name):
    payment = till.pay(5000, token="sandbox-3ds")
    assert take(till, event(payment, paid(payment), **DIFFERENCES[name])) == "MISMATCH"
    assert till.get(payment) == payment
    (row,) = till.rows(WEBHOOK)
    assert (row["outcome"], bool(row["note"])) == ("MISMATCH", True)


def test_a_result_of_another_amount_marks_nothing(till):
    payment = till.pay(5000, token="sandbox-3ds")
    for number, wrong in enumerate((paid(payment, euros(1)), paid(payment, captured=euros(5001)))):
        assert take(till, event(payment, wrong, ident=f"e{number}")) == "MISMATCH"
    assert till.get(payment) == payment


def test_a_message_about_an_unknown_payment_is_kept_and_forgotten(till):
    payment = till.pay(5000)
    assert take(till, event(payment, paid(payment), reference="nobody's")) == "UNKNOWN"
    till.clock.advance(timedelta(days=61))
    (job,) = [each for each in register_jobs() if each.name == "payments.forget"]
    asyncio.run(job.run(till.shop))
    assert till.rows(WEBHOOK) == []


def test_old_messages_after_newer_ones_change_nothing(till):
    payment = till.pay(5000, token="sandbox-3ds")
    provider_id = payment.provider_id
    assert take(till, event(payment, paid(payment), ident="new")) == "APPLIED"
    settled = till.get(payment)
    stale = [
        Processing(provider_id=provider_id),
        Declined(provider_id=provider_id),
        Cancelled(provider_id=provider_id),
        Authorized(provider_id=provider_id, amount=euros(5000), captured=euros(0)),
    ]
    outcomes = [take(till, event(payment, told, ident=f"old{n}")) for n, told in enumerate(stale)]
    assert outcomes == ["NO_NEWS"] * 4
    assert till.get(payment) == settled


def test_a_charge_that_is_told_late_counts_after_the_payment_was_given_up(till):
    payment = till.pay(5000, token="sandbox-3ds")
    take(till, event(payment, Cancelled(provider_id=payment.provider_id), ident="first"))
    assert till.get(payment).status is PaymentStatus.CANCELLED
    assert take(till, event(payment, paid(payment), ident="second")) == "APPLIED"
    assert (till.get(payment).status, till.get(payment).captured) == (PaymentStatus.PAID, 5000)


def test_a_message_before_the_answer_is_not_counted_twice(till):
    payment = till.pay(5000, capture=False)
    operation = till.do(begin_capture, payment_id=payment.id, idempotency_key="c", amount=euros(3000))
    told = paid(payment, captured=euros(3000))
    assert take(till, event(payment, told)) == "APPLIED"
    assert asyncio.run(send_operation(till.shop, operation)).status == "DONE"
    after = till.get(payment)
    assert (after.captured, after.capturing, after.voided) == (3000, 0, 2000)


def test_a_refund_at_the_provider_s_own_desk_is_recorded_once(till):
    payment = till.pay(5000)
    news = RefundNews(provider_id="re_1", amount=euros(1200), result="COMPLETED")
    assert [take(till, event(payment, ident=f"e{n}", refund=news)) for n in range(2)] == [
        "APPLIED",
        "NO_NEWS",
    ]
    assert (till.get(payment).refunded, till.get(payment).conceded) == (1200, 1200)
    too_much = replace(news, provider_id="re_2", amount=euros(3801))
    assert take(till, event(payment, ident="e9", refund=too_much)) == "MISMATCH"
    assert till.get(payment).refunded == 1200


def test_a_refund_told_before_its_answer_is_not_counted_twice(till):
    payment = till.pay(5000)
    operation = till.do(begin_refund, payment_id=payment.id, amount=euros(1200), idempotency_key="r")
    key = f"{payment.reference}-refund-{operation.id}"
    name = till.do(books.refund, ident=payment.provider_id, amount=euros(1200), key=key)
    news = RefundNews(provider_id=name, amount=euros(1200), result="COMPLETED", operation=key)
    assert take(till, event(payment, refund=news)) == "APPLIED"
    assert asyncio.run(send_operation(till.shop, operation)).status == "DONE"
    assert (till.get(payment).refunded, till.get(payment).refunding) == (1200, 0)
    assert till.rows(SANDBOX)[0]["refunded"] == 1200


@pytest.mark.parametrize("concession", [True, False])
def test_a_refund_that_a_message_tells_of_without_its_name_is_what_it_was_begun_as(till, concession):
    payment = till.pay(5000)
    operation = till.do(
        begin_refund, payment_id=payment.id, amount=euros(1200), idempotency_key="r", concession=concession
    )
    key = f"{payment.reference}-refund-{operation.id}"
    name = till.do(books.refund, ident=payment.provider_id, amount=euros(1200), key=key)
    news = RefundNews(provider_id=name, amount=euros(1200), result="COMPLETED")
    assert take(till, event(payment, refund=news)) == "APPLIED"
    assert asyncio.run(send_operation(till.shop, operation)).status == "DONE"
    after = till.get(payment)
    assert (after.refunded, after.refunding, after.conceding) == (1200, 0, 0)
    assert after.conceded == (1200 if concession else 0)
    assert till.shop.db.read_now(check_payments) == []


@pytest.mark.anyio
async def test_one_message_from_many_hands_is_taken_in_once(till):
    payment = await asyncio.to_thread(till.pay, 5000, token="sandbox-3ds")
    told = event(payment, paid(payment))
    came = await asyncio.gather(
        *(till.shop.db.write(take_webhook, provider="sandbox", event=told) for _ in range(8))
    )
    assert sorted(came) == ["APPLIED", *["REPEATED"] * 7]
    assert till.get(payment).owner == CHECKOUT
    assert [row["kind"] for row in till.rows(TRANSACTION)] == ["AUTHORIZATION", "CAPTURE"]
