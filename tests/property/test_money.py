# ruff: noqa: E501 - tables of cases read better in one line each
"""Amounts: reading and writing them loses nothing, and sharing one out gives every minor unit to somebody."""

import pytest
from comptoir.errors import BadUserInputError
from comptoir.money import CurrencyMismatchError, Money, allocate, parse_money, total
from hypothesis import given
from hypothesis import strategies as st

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD"])
AMOUNTS = st.integers(-(10**12), 10**12)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=20)


@given(minor=AMOUNTS, currency=CURRENCIES)
def test_an_amount_written_and_read_again_is_the_same(minor, currency):
    money = Money(minor, currency)
    assert parse_money(money.amount, currency) == money


@given(minor=AMOUNTS, weights=WEIGHTS)
def test_shares_add_up_and_differ_from_the_exact_share_by_less_than_one(minor, weights):
    shares = allocate(Money(minor, "EUR"), weights)
    assert total(shares, currency="EUR") == Money(minor, "EUR")
    fair = weights if any(weights) else [1] * len(weights)
    for share, weight in zip(shares, fair, strict=True):
        assert abs(share.minor * sum(fair) - minor * weight) < sum(fair)


@given(minor=st.integers(0, 10**9), weights=WEIGHTS)
def test_a_heavier_share_is_never_smaller_and_what_weighs_nothing_gets_nothing(minor, weights):
    shares = [share.minor for share in allocate(Money(minor, "JPY"), weights)]
    pairs = sorted(zip(weights, shares, strict=True))
    assert [share for _, share in pairs] == sorted(shares)
    if any(weights):
        assert all(share == 0 for weight, share in pairs if weight == 0)


def test_equal_remainders_go_to_the_earlier_share():
    assert [share.minor for share in allocate(Money(100, "EUR"), [1, 1, 1])] == [34, 33, 33]
    assert [share.minor for share in allocate(Money(-100, "EUR"), [1, 1, 1])] == [-34, -33, -33]


@pytest.mark.parametrize("weights", [[], [1, -1]])
def test_shares_need_weights(weights):
    with pytest.raises(ValueError, match="weight"):
        allocate(Money(1, "EUR"), weights)


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("1,99", "EUR"), ("1e3", "EUR"), ("1.999", "EUR"), ("1.5", "JPY"), ("", "EUR"), (".5", "EUR"), ("1.", "EUR"),
     ("+1", "EUR"), (" 1", "EUR"), ("NaN", "EUR"), ("٣", "EUR"), ("1" * 16, "EUR"), ("1", "XXZ"), ("1", "eur"), ("1", "")],
)  # fmt: skip
def test_what_is_no_amount_is_refused(amount, currency):
    with pytest.raises(BadUserInputError):
        parse_money(amount, currency)


def test_currencies_do_not_mix():
    with pytest.raises(CurrencyMismatchError):
        Money(1, "EUR") + Money(1, "USD")
    with pytest.raises(CurrencyMismatchError):
        sorted([Money(1, "EUR"), Money(1, "USD")])
