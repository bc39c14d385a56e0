"""Stripe's messages: replayed, unsigned, out of order, of a wrong amount or owner: none does harm."""

import copy
import json
import time

import pytest
from comptoir.payments.models import TRANSACTION, WEBHOOK
from comptoir.payments.operations import begin_refund
from comptoir.payments.records import PaymentStatus

from tests.payments.conftest import euros
from tests.plugins.stripe.books import signed


def outcomes(till):
    return [row["outcome"] for row in till.rows(WEBHOOK)]


def kinds(till):
    return [row["kind"] for row in till.rows(TRANSACTION)]


@pytest.fixture
def waiting(till):
    """A payment whose payer is at work in the page."""
    return till.pay(5000, token="")


def test_a_message_pays_once_however_often_it_comes(till, fake, post, waiting):
    fake.account.charge(waiting.provider_id)
    event = post.of("payment_intent.succeeded")
    assert [post.send(event) for _ in range(3)] == [200] * 3
    after = till.get(waiting)
    assert (after.status, after.method.label) == (PaymentStatus.PAID, "Visa")
    assert outcomes(till) == ["APPLIED"]
    assert kinds(till) == ["AUTHORIZATION", "CAPTURE"]


def test_the_same_news_in_another_message_changes_nothing(till, fake, post, waiting):
    fake.account.charge(waiting.provider_id)
    event = post.of("payment_intent.succeeded")
    assert post.send(event) == post.send({**event, "id": "evt_again"}) == 200
    assert outcomes(till) == ["APPLIED", "NO_NEWS"]
    assert kinds(till) == ["AUTHORIZATION", "CAPTURE"]


def test_messages_out_of_order_lead_to_the_same_end(till, fake, post, waiting):
    fake.account.fail(waiting.provider_id, code="card_declined")
    fake.account.charge(waiting.provider_id)
    for event in reversed(fake.account.events):
        assert post.send(event) == 200
    assert till.get(waiting).status is PaymentStatus.PAID
    assert kinds(till) == ["AUTHORIZATION", "CAPTURE"]


FORGERIES = {
    "unsigned": lambda headers, body: ({}, body),
    "signed with another secret": lambda headers, body: signed(json.loads(body), secret="whsec_other"),
    "changed after it was signed": lambda headers, body: (headers, body.replace(b"5000", b"9000")),
    "signed long ago": lambda headers, body: signed(json.loads(body), at=int(time.time()) - 600),
    "malformed signature": lambda headers, body: ({"stripe-signature": "v1"}, body),
    "not text": lambda headers, body: (headers, b"\xff\xfe"),
    "empty": lambda headers, body: (headers, b""),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_message_that_stripe_did_not_send_now_is_refused(till, fake, post, waiting, name):
    fake.account.charge(waiting.provider_id)
    headers, body = FORGERIES[name](*signed(post.of("payment_intent.succeeded")))
    answer = post._client.post("/webhooks/payments/stripe", content=body, headers=headers)
    assert (answer.status_code, answer.text) == (400, "")
    assert till.get(waiting) == waiting
    assert till.rows(WEBHOOK) == []


@pytest.mark.parametrize("body", [[], {}, {"id": "evt_1"}, {"id": "evt_1", "type": "x"}, "text", 7])
def test_signed_rubbish_is_refused(till, post, body):
    assert post.send(body) == 400
    assert till.rows(WEBHOOK) == []


def change(event, **fields):
    changed = copy.deepcopy(event)
    intent = changed["data"]["object"]
    for name, value in fields.items():
        if name in {"comptoir_owner", "comptoir_reference"}:
            intent["metadata"][name] = value
        else:
            intent[name] = value
    return changed


WRONG = {
    "a smaller amount": {"amount": 50, "amount_received": 50},
    "a larger amount": {"amount": 5001, "amount_received": 5001},
    "less received": {"amount": 4999, "amount_received": 4999},
    "more received than asked for": {"amount_received": 5001},
    "another currency": {"currency": "usd"},
    "another owner": {"comptoir_owner": "checkout/other"},
    "no owner": {"comptoir_owner": ""},
    "another intent": {"id": "pi_other"},
}


@pytest.mark.parametrize("name", WRONG)
def test_a_message_that_does_not_fit_marks_nothing_as_paid(till, fake, post, waiting, name):
    fake.account.charge(waiting.provider_id)
    assert post.send(change(post.of("payment_intent.succeeded"), **WRONG[name])) == 200
    assert till.get(waiting) == waiting
    assert outcomes(till) == ["MISMATCH"]
    assert kinds(till) == []


@pytest.mark.parametrize("metadata", [{}, None])
def test_a_payment_of_another_program_on_the_account_is_left_alone(till, fake, post, waiting, metadata):
    fake.account.charge(waiting.provider_id)
    event = post.of("payment_intent.succeeded")
    event["data"]["object"]["metadata"] = metadata
    assert post.send(event) == 200
    assert outcomes(till) == []


def test_an_unknown_reference_changes_nothing(till, fake, post, waiting):
    fake.account.charge(waiting.provider_id)
    assert post.send(change(post.of("payment_intent.succeeded"), comptoir_reference="nobody")) == 200
    assert outcomes(till) == ["UNKNOWN"]
    assert till.get(waiting) == waiting


def test_a_currency_that_is_not_taken_is_left_alone(till, fake, post, waiting):
    fake.account.charge(waiting.provider_id)
    assert post.send(change(post.of("payment_intent.succeeded"), currency="ugx")) == 200
    assert till.get(waiting) == waiting


def test_other_kinds_of_messages_are_left_alone(till, post):
    event = {"id": "evt_1", "type": "customer.created", "data": {"object": {"id": "cus_1"}}}
    assert post.send(event) == 200
    assert till.rows(WEBHOOK) == []


def test_a_message_about_a_payment_whose_answer_was_lost_pays_it(till, fake, post):
    fake.lose("/v1/payment_intents/.*/confirm")
    payment = till.pay(5000)
    assert payment.status is PaymentStatus.PENDING
    assert post.send_all() == {200}
    assert till.get(payment).status is PaymentStatus.PAID
    till.recover()
    assert till.get(payment).captured == 5000
    assert kinds(till) == ["AUTHORIZATION", "CAPTURE"]


def test_a_refund_at_stripe_s_own_desk_is_recorded_once(till, fake, post):
    payment = till.pay(5000)
    fake.account.refund({"payment_intent": payment.provider_id, "amount": "1200"})
    event = post.of("refund.created")
    assert [post.send(event), post.send({**event, "id": "evt_again"})] == [200, 200]
    after = till.get(payment)
    assert (after.status, after.refunded) == (PaymentStatus.PARTIALLY_REFUNDED, 1200)


@pytest.mark.parametrize(("status", "refunded"), [("succeeded", 2000), ("failed", 0)])
def test_a_slow_refund_ends_with_a_message(till, fake, post, status, refunded):
    payment = till.pay(5000)
    fake.account.get(payment.provider_id)["metadata"]["slow"] = "yes"
    operation = till.run(begin_refund, payment_id=payment.id, amount=euros(2000), idempotency_key="r")
    assert operation.status == "PROCESSING"
    assert till.get(payment).refunding == 2000
    fake.account.settle_refund(operation.provider_id, status)
    post.send_all()
    after = till.get(payment)
    assert (after.refunded, after.refunding) == (refunded, 0)


@pytest.mark.parametrize(("approve", "status"), [(True, "PAID"), (False, "FAILED")])
def test_a_reader_s_news_ends_the_payment(till, fake, post, approve, status):
    payment = till.pay(5000, token="tmr_counter")
    fake.account.present("tmr_counter", approve=approve)
    kind = "succeeded" if approve else "failed"
    assert post.send(post.of(f"terminal.reader.action_{kind}")) == 200
    assert till.get(payment).status == status


def test_a_reader_s_news_counts_once_however_often_and_in_whatever_words_it_comes(till, fake, post):
    payment = till.pay(5000, token="tmr_counter")
    fake.account.present("tmr_counter")
    by_reader, by_intent = post.of("terminal.reader.action_succeeded"), post.of("payment_intent.succeeded")
    told = [by_reader, by_intent, by_reader, {**by_reader, "id": "evt_again"}, by_intent]
    assert [post.send(event) for event in told] == [200] * 5
    assert (till.get(payment).status, till.get(payment).captured) == (PaymentStatus.PAID, 5000)
    assert outcomes(till) == ["APPLIED", "NO_NEWS", "NO_NEWS"]
    assert kinds(till) == ["AUTHORIZATION", "CAPTURE"]


def test_a_reader_s_old_refusal_that_comes_late_ends_its_own_payment_alone(till, fake, post):
    first = till.pay(5000, token="tmr_counter")
    fake.account.present("tmr_counter", approve=False)
    refusal = post.of("terminal.reader.action_failed")
    second = till.pay(5000, token="tmr_counter", idempotency_key="k2")
    fake.account.present("tmr_counter")
    assert post.send(post.of("terminal.reader.action_succeeded")) == 200
    assert post.send(refusal) == 200
    assert (till.get(first).status, till.get(second).status) == (PaymentStatus.FAILED, PaymentStatus.PAID)
    assert kinds(till) == ["AUTHORIZATION", "CAPTURE"]
    assert post.send({**refusal, "id": "evt_again"}) == 200
    assert till.get(second).captured == 5000


def test_a_reader_s_refusal_that_comes_after_the_card_was_charged_undoes_nothing(till, fake, post):
    payment = till.pay(5000, token="tmr_counter")
    fake.account.present("tmr_counter", approve=False)
    fake.account.charge(payment.provider_id, kind="card_present")
    for kind in ("payment_intent.succeeded", "terminal.reader.action_failed"):
        assert post.send(post.of(kind)) == 200
    assert till.get(payment).status is PaymentStatus.PAID
    assert outcomes(till) == ["APPLIED", "NO_NEWS"]
    assert kinds(till) == ["AUTHORIZATION", "CAPTURE"]


def test_a_message_is_put_off_while_stripe_cannot_be_asked(till, fake, post):
    payment = till.pay(5000)
    fake.account.refund({"payment_intent": payment.provider_id, "amount": "1200"})
    fake.break_down("/v1/payment_intents/.*")
    event = post.of("refund.created")
    assert post.send(event) == 503
    assert till.rows(WEBHOOK) == []
    assert post.send(event) == 200
    assert till.get(payment).refunded == 1200
