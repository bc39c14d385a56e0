"""Capture, cancel, refund: once each, never more than there is, newest payment first."""

import asyncio

import pytest
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.models import OPERATION, SANDBOX, TRANSACTION
from comptoir.payments.operations import begin_cancel, begin_capture, begin_refund, begin_refunds
from comptoir.payments.records import PaymentStatus
from comptoir.payments.taking import send_operation

from tests.payments.conftest import CHECKOUT, euros


def run(till, command, **arguments):
    operation = till.do(command, **arguments)
    sent = [operation] if not isinstance(operation, tuple) else operation
    return [asyncio.run(send_operation(till.shop, each)) for each in sent]


def code_of(till, command, **arguments):
    with pytest.raises(DomainError) as caught:
        till.do(command, **arguments)
    return caught.value.code


def ledger(till):
    return [(row["kind"], row["amount"]) for row in till.rows(TRANSACTION)]


def test_what_is_reserved_is_taken_once(till):
    payment = till.pay(5000, capture=False)
    for _ in range(2):
        (done,) = run(till, begin_capture, payment_id=payment.id, idempotency_key="c")
        assert (done.status, done.amount) == ("DONE", euros(5000))
    after = till.get(payment)
    assert (after.status, after.captured, after.capturing) == (PaymentStatus.PAID, 5000, 0)
    assert ledger(till) == [("AUTHORIZATION", 5000), ("CAPTURE", 5000)]
    assert code_of(till, begin_capture, payment_id=payment.id, idempotency_key="d") == "NOT_AUTHORIZED"


def test_a_part_is_taken_and_the_rest_released(till):
    payment = till.pay(5000, capture=False)
    run(till, begin_capture, payment_id=payment.id, idempotency_key="c", amount=euros(3001))
    after = till.get(payment)
    assert (after.status, after.captured, after.voided, after.counted) == (
        PaymentStatus.PAID,
        3001,
        1999,
        3001,
    )
    assert ledger(till) == [("AUTHORIZATION", 5000), ("CAPTURE", 3001), ("VOID", 1999)]


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        (euros(5001), "AMOUNT_TOO_HIGH"),
        (euros(0), "INVALID_AMOUNT"),
        (euros(-1), "INVALID_AMOUNT"),
        (Money(1, "USD"), "CURRENCY_MISMATCH"),
    ],
)
def test_a_wrong_amount_is_not_taken(till, amount, code):
    payment = till.pay(5000, capture=False)
    assert code_of(till, begin_capture, payment_id=payment.id, idempotency_key="c", amount=amount) == code
    assert till.get(payment) == payment
    assert till.rows(OPERATION) == []


def test_a_second_capture_waits_for_the_first(till):
    payment = till.pay(5000, capture=False)
    till.do(begin_capture, payment_id=payment.id, idempotency_key="a", amount=euros(1000))
    assert code_of(till, begin_capture, payment_id=payment.id, idempotency_key="b") == "CAPTURE_UNDER_WAY"


def test_a_reservation_is_given_up(till):
    payment = till.pay(5000, capture=False)
    run(till, begin_cancel, payment_id=payment.id, idempotency_key="x")
    after = till.get(payment)
    assert (after.status, after.voided, after.counted) == (PaymentStatus.CANCELLED, 5000, 0)
    assert till.rows(SANDBOX)[0]["status"] == "CANCELLED"
    assert code_of(till, begin_capture, payment_id=payment.id, idempotency_key="c") == "NOT_AUTHORIZED"


def test_what_was_taken_is_not_cancelled(till):
    payment = till.pay(5000)
    assert code_of(till, begin_cancel, payment_id=payment.id, idempotency_key="x") == "NOT_CANCELLABLE"


def test_a_payment_that_was_never_heard_of_can_be_cancelled_for_good(till):
    payment = till.pay(5000, token="sandbox-unreachable")
    run(till, begin_cancel, payment_id=payment.id, idempotency_key="x")
    assert till.get(payment).status is PaymentStatus.FAILED
    # The call that was thought to be lost arrives after all.
    assert till.send(payment, token="sandbox-visa").status is PaymentStatus.FAILED
    assert [row["captured"] for row in till.rows(SANDBOX)] == [0]


def test_refunds_go_to_the_newest_payment_first_and_add_up(till):
    deposit, balance = till.pay(5001, key="deposit"), till.pay(5000, key="balance")
    sent = run(till, begin_refunds, owner=CHECKOUT, amount=euros(7000), idempotency_key="r")
    assert [(each.payment_id, each.amount.minor, each.status) for each in sent] == [
        (balance.id, 5000, "DONE"),
        (deposit.id, 2000, "DONE"),
    ]
    assert till.get(balance).status is PaymentStatus.REFUNDED
    assert (till.get(deposit).status, till.get(deposit).refunded) == (PaymentStatus.PARTIALLY_REFUNDED, 2000)
    assert [row["refunded"] for row in till.rows(SANDBOX)] == [2000, 5000]


def test_a_refund_asked_for_twice_is_made_once(till):
    till.pay(5000)
    for _ in range(2):
        run(till, begin_refunds, owner=CHECKOUT, amount=euros(3000), idempotency_key="r")
    assert [row["refunded"] for row in till.rows(SANDBOX)] == [3000]
    assert code_of(till, begin_refunds, owner=CHECKOUT, amount=euros(1), idempotency_key="r") == (
        "IDEMPOTENCY_CONFLICT"
    )
    assert code_of(till, begin_refunds, owner=CHECKOUT, amount=euros(2001), idempotency_key="s") == (
        "REFUND_TOO_HIGH"
    )


def test_what_is_being_refunded_is_not_refunded_again(till):
    payment = till.pay(5000)
    till.do(begin_refund, payment_id=payment.id, amount=euros(3000), idempotency_key="r")
    assert code_of(
        till, begin_refund, payment_id=payment.id, amount=euros(2001), idempotency_key="s"
    ) == "REFUND_TOO_HIGH"  # fmt: skip
    assert till.get(payment).refunding == 3000


@pytest.mark.anyio
async def test_of_many_refunds_at_once_no_cent_is_given_twice(till):
    payment = await asyncio.to_thread(till.pay, 5000)

    async def refund(number):
        operation = await till.shop.db.write(
            begin_refund, payment_id=payment.id, amount=euros(900), idempotency_key=f"r{number}"
        )
        return await send_operation(till.shop, operation)

    came = await asyncio.gather(*(refund(number) for number in range(9)), return_exceptions=True)
    assert sum(isinstance(each, DomainError) for each in came) == 4
    assert till.get(payment).refunded == 4500
    assert [row["refunded"] for row in till.rows(SANDBOX)] == [4500]


@pytest.mark.parametrize(
    "statement", ["UPDATE payments_transaction SET amount = 1", "DELETE FROM payments_transaction"]
)
def test_the_database_keeps_what_happened_to_money(till, statement):
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    till.pay(5000)
    before = till.rows(TRANSACTION)
    with pytest.raises(DBAPIError, match="never changed"):
        till.do(lambda tx: tx.execute(text(statement)) and None)
    assert till.rows(TRANSACTION) == before
