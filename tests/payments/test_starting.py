"""A payment is written down once, bounded by its owner's ceiling, and moves with its owner."""

import asyncio

import pytest
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.models import OWNER, PAYMENT
from comptoir.payments.queries import summarize
from comptoir.payments.starting import move_payments, start_payment

from tests.payments.conftest import CHECKOUT, ORDER, euros


def code_of(call, *args, **kwargs):
    with pytest.raises(DomainError) as caught:
        call(*args, **kwargs)
    return caught.value.code


def test_the_same_key_with_something_else_is_a_conflict(till):
    till.start(5000)
    for other in ({"minor": 4999}, {"token": "sandbox-3ds"}, {"capture": False}):
        assert code_of(till.start, **other) == "IDEMPOTENCY_CONFLICT"
    assert len(till.rows(PAYMENT)) == 1


def test_owners_do_not_share_keys(till):
    assert till.start(5000).id != till.start(5000, owner=ORDER).id


@pytest.mark.parametrize("minor", [0, -1])
def test_a_payment_of_nothing_is_refused(till, minor):
    assert code_of(till.start, minor) == "INVALID_AMOUNT"
    assert till.rows(PAYMENT) == []


@pytest.mark.parametrize("key", ["", "x" * 256, "a\nb"])
def test_a_malformed_key_is_refused(till, key):
    assert code_of(till.start, key=key) == "INVALID"


def test_payments_stay_below_the_ceiling_until_one_fails_or_is_refunded(till):
    ceiling = euros(10_000)
    till.pay(6000, key="a", ceiling=ceiling)
    assert code_of(till.start, 4001, key="b", ceiling=ceiling) == "AMOUNT_TOO_HIGH"
    till.pay(4000, key="c", token="sandbox-declined", ceiling=ceiling)
    till.pay(4000, key="d", ceiling=ceiling)
    assert code_of(till.start, 1, key="e", ceiling=ceiling) == "AMOUNT_TOO_HIGH"
    assert code_of(till.start, 1, key="f", ceiling=Money(10**6, "USD")) == "CURRENCY_MISMATCH"


@pytest.mark.anyio
async def test_of_two_that_pay_the_balance_at_once_one_is_refused(till):
    def begin(key):
        return till.shop.db.write(
            start_payment, owner=ORDER, provider="sandbox", amount=euros(700), idempotency_key=key,
            ceiling=euros(1000),
        )  # fmt: skip

    came = await asyncio.gather(*(begin(f"k{n}") for n in range(8)), return_exceptions=True)
    assert sorted(getattr(each, "code", "") for each in came) == ["", *["AMOUNT_TOO_HIGH"] * 7]
    assert [row["committed"] for row in till.rows(OWNER)] == [700]


@pytest.mark.anyio
async def test_one_key_at_once_makes_one_payment(till):
    def begin():
        return till.shop.db.write(
            start_payment, owner=ORDER, provider="sandbox", amount=euros(700), idempotency_key="k"
        )

    came = await asyncio.gather(*(begin() for _ in range(8)))
    assert len({each.id for each in came}) == 1
    assert len(till.rows(PAYMENT)) == 1


def test_a_checkout_s_payments_become_the_order_s(till):
    till.pay(3000, key="a")
    till.pay(2000, key="b", capture=False)
    till.do(move_payments, owner=CHECKOUT, to=ORDER)
    till.do(move_payments, owner=CHECKOUT, to=ORDER)
    assert till.payments(CHECKOUT) == []
    assert [(each.owner, each.origin) for each in till.payments(ORDER)] == [(ORDER, str(CHECKOUT))] * 2
    summary = till.ask(summarize, owner=ORDER, currency="EUR")
    assert (summary.paid.minor, summary.authorized.minor, summary.pending.minor) == (3000, 2000, 0)
    assert code_of(till.start, 1, key="c") == "PAYMENTS_MOVED"
    assert code_of(till.start, 1, key="d", owner=ORDER, ceiling=euros(5000)) == "AMOUNT_TOO_HIGH"
