"""Payments through the real library against the stand-in: intents, 3-D Secure, captures, refunds, readers."""

import asyncio
from datetime import timedelta

import httpx2
import pytest
from comptoir.money import Money
from comptoir.payments.operations import begin_cancel, begin_capture, begin_refund
from comptoir.payments.records import PaymentStatus

from tests.payments.conftest import CHECKOUT, euros
from tests.plugins.stripe.books import PUBLISHABLE_KEY
from tests.plugins.stripe.conftest import BACK

DECLINES = {
    "pm_card_chargeDeclined": "DECLINED",
    "pm_card_chargeDeclinedInsufficientFunds": "INSUFFICIENT_FUNDS",
    "pm_card_chargeDeclinedLostCard": "LOST_OR_STOLEN",
    "pm_card_chargeDeclinedExpiredCard": "EXPIRED_CARD",
    "pm_card_chargeDeclinedIncorrectCvc": "INCORRECT_CVC",
    "pm_card_chargeDeclinedProcessingError": "TRY_AGAIN",
    "pm_unheardOf": "DECLINED",
}


def only_intent(fake):
    (intent,) = fake.account.intents.values()
    return intent


def test_a_card_pays(till, fake):
    payment = till.pay(5000)
    assert (payment.status, payment.captured) == (PaymentStatus.PAID, 5000)
    assert (payment.method.label, payment.method.last_characters) == ("Visa", "4242")
    intent = only_intent(fake)
    assert (intent["amount"], intent["currency"], intent["status"]) == (5000, "eur", "succeeded")
    assert intent["metadata"] == {
        "comptoir_reference": payment.reference,
        "comptoir_owner": str(CHECKOUT),
        "comptoir_flow": "token",
    }


def test_methods_are_chosen_by_the_account_and_every_call_has_its_own_key(till, fake):
    till.pay(5000)
    (create, confirm) = fake.calls
    assert create[2]["automatic_payment_methods"] == {"enabled": "true"}
    assert (confirm[2]["payment_method"], confirm[2]["return_url"]) == ("pm_card_visa", BACK)
    assert None not in {create[3], confirm[3]}
    assert create[3] != confirm[3]


@pytest.mark.parametrize(("token", "code"), DECLINES.items())
def test_a_declined_card_says_why_and_is_never_charged_later(till, fake, token, code):
    payment = till.pay(5000, token=token)
    assert (payment.status, payment.code) == (PaymentStatus.FAILED, code)
    assert only_intent(fake)["status"] == "canceled"


def test_three_d_secure_leads_away_and_back(till, fake):
    payment = till.pay(5000, token="pm_card_threeDSecure2Required")
    assert (payment.status, payment.action.kind) == (PaymentStatus.ACTION_REQUIRED, "REDIRECT")
    assert httpx2.get(fake.url + payment.action.url).headers["location"] == BACK
    assert till.refresh(payment).status is PaymentStatus.PAID


def test_three_d_secure_that_fails_is_told(till, fake):
    payment = till.pay(5000, token="pm_card_threeDSecure2Required")
    httpx2.get(fake.url + payment.action.url + "?refuse")
    after = till.refresh(payment)
    assert (after.status, after.code) == (PaymentStatus.FAILED, "AUTHENTICATION_FAILED")


def test_three_d_secure_in_the_page_gets_the_client_secret(till, fake):
    payment = till.pay(5000, token="ctoken_threeDSecure")
    assert payment.action.kind == "CLIENT_SECRET"
    assert payment.action.client_secret == only_intent(fake)["client_secret"]
    fake.account.charge(payment.provider_id)
    assert till.refresh(payment).status is PaymentStatus.PAID


def test_without_a_token_the_page_confirms_by_itself_and_may_try_again(till, fake):
    payment = till.pay(5000, token="")
    assert payment.action.kind == "CLIENT_SECRET"
    assert payment.action.publishable_key == PUBLISHABLE_KEY
    fake.account.fail(payment.provider_id, code="card_declined")
    assert till.refresh(payment).status is PaymentStatus.ACTION_REQUIRED
    fake.account.charge(payment.provider_id)
    assert till.refresh(payment).status is PaymentStatus.PAID


def test_a_payer_who_never_confirms_is_given_up_at_stripe(till, fake):
    payment = till.pay(5000, token="")
    till.recover(timedelta(minutes=31))
    assert till.get(payment).status is PaymentStatus.CANCELLED
    assert only_intent(fake)["status"] == "canceled"


def test_a_bank_debit_takes_its_time(till, fake):
    payment = till.pay(5000, token="pm_sepaDebit")
    assert payment.status is PaymentStatus.PROCESSING
    fake.account.charge(payment.provider_id, kind="sepa_debit")
    till.recover()
    assert till.get(payment).status is PaymentStatus.PAID


def test_a_reservation_is_taken_in_part_and_the_rest_released(till, fake):
    payment = till.pay(5000, capture=False)
    assert payment.status is PaymentStatus.AUTHORIZED
    done = till.run(begin_capture, payment_id=payment.id, idempotency_key="c", amount=euros(3001))
    assert done.status == "DONE"
    after = till.get(payment)
    assert (after.status, after.captured, after.voided) == (PaymentStatus.PAID, 3001, 1999)
    assert (only_intent(fake)["amount_received"], only_intent(fake)["amount_capturable"]) == (3001, 0)


def test_a_reservation_is_given_up(till, fake):
    payment = till.pay(5000, capture=False)
    assert till.run(begin_cancel, payment_id=payment.id, idempotency_key="x").status == "DONE"
    assert till.get(payment).status is PaymentStatus.CANCELLED
    assert only_intent(fake)["status"] == "canceled"


def test_to_cancel_what_was_paid_meanwhile_tells_that_it_was_paid(till, fake):
    payment = till.pay(5000, token="")
    fake.account.charge(payment.provider_id)
    operation = till.run(begin_cancel, payment_id=payment.id, idempotency_key="x")
    assert (operation.status, operation.code) == ("FAILED", "NOT_CANCELLABLE")
    assert till.get(payment).status is PaymentStatus.PAID


def test_refunds_in_parts_add_up(till, fake):
    payment = till.pay(5000)
    for key, minor in (("a", 1999), ("b", 3001)):
        arguments = {"payment_id": payment.id, "amount": euros(minor), "idempotency_key": key}
        assert till.run(begin_refund, **arguments).status == "DONE"
    assert till.get(payment).status is PaymentStatus.REFUNDED
    assert [each["amount"] for each in fake.account.refunds.values()] == [1999, 3001]


def test_a_refund_that_stripe_refuses_fails_and_frees_its_amount(till, fake):
    payment = till.pay(5000)
    fake.account.refund({"payment_intent": payment.provider_id, "amount": "4000"})
    operation = till.run(begin_refund, payment_id=payment.id, amount=euros(2000), idempotency_key="r")
    assert (operation.status, operation.code) == ("FAILED", "REFUND_REFUSED")
    assert till.get(payment).refunding == 0


def test_a_card_at_the_reader_pays(till, fake):
    payment = till.pay(5000, token="tmr_counter")
    assert (payment.status, payment.action.kind) == (PaymentStatus.ACTION_REQUIRED, "READER")
    assert only_intent(fake)["payment_method_types"] == ["card_present"]
    fake.account.present("tmr_counter")
    after = till.refresh(payment)
    assert (after.status, after.method.kind) == (PaymentStatus.PAID, "card")


@pytest.mark.parametrize("reader", ["tmr_unknown", "tmr_counter"])
def test_a_reader_that_is_away_or_busy_declines(till, fake, reader):
    till.pay(100, token="tmr_counter", idempotency_key="first")
    payment = till.pay(5000, token=reader)
    expected = "TRY_AGAIN" if reader == "tmr_counter" else "DECLINED"
    assert (payment.status, payment.code) == (PaymentStatus.FAILED, expected)
    assert fake.account.get(payment.provider_id)["status"] == "canceled"


def test_a_payment_given_up_frees_its_reader(till, fake):
    payment = till.pay(5000, token="tmr_counter")
    till.run(begin_cancel, payment_id=payment.id, idempotency_key="x")
    assert fake.account.readers["tmr_counter"]["action"] is None
    assert till.pay(5000, token="tmr_counter", idempotency_key="next").status == "ACTION_REQUIRED"


@pytest.mark.parametrize(
    ("currency", "minor", "sent"),
    [("JPY", 500, 500), ("KWD", 12340, 12340), ("ISK", 500, 50000), ("MGA", 50000, 500), ("USD", 1999, 1999)],
)
def test_amounts_are_sent_as_stripe_writes_them(till, fake, currency, minor, sent):
    payment = till.pay(minor, currency=currency)
    assert (payment.status, payment.amount) == (PaymentStatus.PAID, Money(minor, currency))
    assert only_intent(fake)["amount"] == sent
    amount = Money(payment.captured, currency)
    done = till.run(begin_refund, payment_id=payment.id, amount=amount, idempotency_key="r")
    assert done.status == "DONE"
    assert [each["amount"] for each in fake.account.refunds.values()] == [sent]


@pytest.mark.parametrize(
    ("currency", "minor"), [("KWD", 12345), ("MGA", 50050), ("UGX", 500), ("CLF", 10000)]
)
def test_an_amount_that_stripe_cannot_charge_exactly_is_declined_unasked(till, fake, currency, minor):
    payment = till.pay(minor, currency=currency)
    assert (payment.status, payment.code) == (PaymentStatus.FAILED, "NOT_SUPPORTED")
    assert fake.calls == []


@pytest.mark.parametrize(("minor", "code"), [(1, "NOT_SUPPORTED"), (100_000_000, "LIMIT_EXCEEDED")])
def test_an_amount_out_of_stripe_s_bounds_is_declined(till, minor, code):
    payment = till.pay(minor)
    assert (payment.status, payment.code) == (PaymentStatus.FAILED, code)


def test_many_at_once_with_one_key_charge_once(till, fake):
    from comptoir.payments.starting import start_payment
    from comptoir.payments.taking import send_payment

    payment = till.do(
        start_payment, owner=CHECKOUT, provider="stripe", amount=euros(5000), idempotency_key="k",
        token="pm_card_visa",
    )  # fmt: skip

    async def submit():
        return await asyncio.gather(
            *(send_payment(till.shop, payment, token="pm_card_visa", return_url=BACK) for _ in range(5))
        )

    assert {each.status for each in asyncio.run(submit())} == {PaymentStatus.PAID}
    assert only_intent(fake)["amount_received"] == 5000
    assert till.get(payment).captured == 5000
