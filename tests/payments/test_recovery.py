"""A provider that does not answer, a process that dies between the phases: one charge, and the books say so."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.hooks.payments import ProviderUnavailableError
from comptoir.payments.models import OPERATION, SANDBOX, TRANSACTION
from comptoir.payments.operations import begin_cancel, begin_capture, begin_refund
from comptoir.payments.records import PaymentStatus
from comptoir.payments.sandbox.provider import SandboxProvider
from comptoir.payments.taking import send_operation

from tests.payments.conftest import euros


def test_a_time_out_after_the_charge_is_one_charge(till):
    payment = till.pay(5000, token="sandbox-timeout")
    assert payment.status is PaymentStatus.PENDING
    till.recover(timedelta(seconds=44))
    assert till.get(payment).status is PaymentStatus.PENDING
    till.recover(timedelta(seconds=1))
    after = till.get(payment)
    assert (after.status, after.captured) == (PaymentStatus.PAID, 5000)
    till.recover()
    assert [row["captured"] for row in till.rows(SANDBOX)] == [5000]
    assert [row["kind"] for row in till.rows(TRANSACTION)] == ["AUTHORIZATION", "CAPTURE"]


def test_asking_again_after_a_time_out_is_one_charge(till):
    first = till.pay(5000, token="sandbox-timeout")
    again = till.pay(5000, token="sandbox-timeout")
    assert again.id == first.id
    assert [row["captured"] for row in till.rows(SANDBOX)] == [5000]


@pytest.mark.parametrize("sent", [True, False])
def test_a_payment_that_never_arrived_fails(till, sent):
    payment = till.start(5000, token="sandbox-unreachable")
    if sent:
        till.send(payment, token="sandbox-unreachable")
    till.recover()
    after = till.get(payment)
    assert (after.status, after.code, after.counted) == (PaymentStatus.FAILED, "NOT_STARTED", 0)


def test_a_payer_who_never_confirms_loses_the_payment(till):
    payment = till.pay(5000, token="sandbox-3ds")
    till.recover(timedelta(minutes=29))
    assert till.get(payment).status is PaymentStatus.ACTION_REQUIRED
    till.recover(timedelta(minutes=1))
    assert till.get(payment).status is PaymentStatus.CANCELLED
    assert [row["status"] for row in till.rows(SANDBOX)] == ["CANCELLED"]


class Silent(SandboxProvider):
    """Does what is asked and never answers."""

    async def capture(self, **asked):
        await super().capture(**asked)
        raise ProviderUnavailableError("silence")

    async def refund(self, **asked):
        await super().refund(**asked)
        raise ProviderUnavailableError("silence")

    async def cancel(self, **asked):
        await super().cancel(**asked)
        raise ProviderUnavailableError("silence")


BEGIN = {
    "captured": (begin_capture, {}, False),
    "refunded": (begin_refund, {"amount": euros(2000)}, True),
    "voided": (begin_cancel, {}, False),
}


@pytest.mark.parametrize("column", BEGIN)
@pytest.mark.parametrize("heard", ["never sent", "sent without an answer"])
def test_an_operation_without_an_answer_is_sent_again_and_done_once(till, column, heard):
    command, arguments, capture = BEGIN[column]
    payment = till.pay(5000, capture=capture)
    operation = till.do(command, payment_id=payment.id, idempotency_key="o", **arguments)
    if heard == "sent without an answer":
        loud = till.shop.payment_providers["sandbox"]
        till.shop.payment_providers["sandbox"] = Silent(till.shop)
        assert asyncio.run(send_operation(till.shop, operation)).status == "PENDING"
        till.shop.payment_providers["sandbox"] = loud
    till.recover()
    till.recover()
    amount = operation.amount.minor
    assert [row["status"] for row in till.rows(OPERATION)] == ["DONE"]
    assert getattr(till.get(payment), column) == amount
    (book,) = till.rows(SANDBOX)
    expected = {"captured": book["captured"], "refunded": book["refunded"], "voided": 5000}
    assert expected[column] == amount


def test_a_provider_that_is_gone_holds_nobody_up(till):
    payment = till.pay(5000, token="sandbox-timeout")
    del till.shop.payment_providers["sandbox"]
    till.recover()
    assert till.get(payment).status is PaymentStatus.PENDING
    till.shop.payment_providers["sandbox"] = SandboxProvider(till.shop)
    till.recover(timedelta(hours=1))
    assert till.get(payment).status is PaymentStatus.PAID
