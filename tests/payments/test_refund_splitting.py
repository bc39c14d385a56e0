"""A refund goes to the newest payment first and adds up exactly."""

from datetime import UTC, datetime

import pytest
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.records import PaymentRecord
from comptoir.payments.refunds import split_refund
from comptoir.payments.states import settled
from hypothesis import given
from hypothesis import strategies as st

from tests.payments.conftest import CHECKOUT, euros

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def payment(number, captured, refunded=0, refunding=0, currency="EUR"):
    from comptoir.payments.records import PaymentStatus

    return settled(
        PaymentRecord(
            id=number, reference=f"r{number}", owner=CHECKOUT, origin=str(CHECKOUT), provider="sandbox",
            provider_id="x", amount=Money(max(captured, 1), currency), capture=True, status=PaymentStatus.PAID,
            authorized=captured, captured=captured, refunded=refunded, voided=0, capturing=0,
            refunding=refunding, conceded=0, conceding=0, code="", idempotency_key="k", action=None, method=None,
            created_at=NOON, updated_at=NOON,
        )
    )  # fmt: skip


def shares(payments, minor):
    return [(share.payment.id, share.amount.minor) for share in split_refund(payments, euros(minor))]


def test_the_newest_payment_gives_back_first():
    deposit, balance = payment(1, 5001), payment(2, 5000)
    assert shares([deposit, balance], 4000) == [(2, 4000)]
    assert shares([balance, deposit], 7000) == [(2, 5000), (1, 2000)]
    assert shares([deposit, balance], 10001) == [(2, 5000), (1, 5001)]


def test_what_was_or_is_being_given_back_is_not_given_twice():
    assert shares([payment(1, 5000), payment(2, 5000, refunded=1000, refunding=3000)], 2000) == [
        (2, 1000),
        (1, 1000),
    ]


amounts = st.integers(0, 10**6)


@given(paid=st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6), wanted=st.integers(1, 10**7))
def test_shares_add_up_or_the_refund_is_refused(paid, wanted):
    payments = [payment(i, max(a, b), refunded=min(a, b)) for i, (a, b) in enumerate(paid, start=1)]
    there = sum(each.refundable.minor for each in payments)
    if wanted > there:
        with pytest.raises(DomainError) as caught:
            split_refund(payments, euros(wanted))
        assert caught.value.code == "REFUND_TOO_HIGH"
        return
    split = split_refund(payments, euros(wanted))
    assert sum(share.amount.minor for share in split) == wanted
    assert all(0 < share.amount.minor <= share.payment.refundable.minor for share in split)
    numbers = [share.payment.id for share in split]
    assert numbers == sorted(numbers, reverse=True)
    # All but the last payment named give all they have, and none newer than the first is passed over.
    assert all(share.amount == share.payment.refundable for share in split[:-1])
    passed = [each for each in payments if each.id > numbers[-1] and each.id not in numbers]
    assert all(each.refundable.minor == 0 for each in passed)


@pytest.mark.parametrize("amount", [Money(0, "EUR"), Money(-5, "EUR")])
def test_nothing_is_no_refund(amount):
    with pytest.raises(DomainError) as caught:
        split_refund([payment(1, 100)], amount)
    assert caught.value.code == "INVALID_AMOUNT"


def test_a_refund_in_another_currency_is_refused():
    with pytest.raises(DomainError) as caught:
        split_refund([payment(1, 100)], Money(50, "USD"))
    assert caught.value.code == "CURRENCY_MISMATCH"
