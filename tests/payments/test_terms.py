"""Deposit and balance: exact to the cent, whatever the terms and the total."""

from dataclasses import replace

import pytest
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.terms import IN_FULL, PaymentTerms, check_first_payment, instalments, may_ship
from hypothesis import given
from hypothesis import strategies as st

HALF = PaymentTerms(handle="half", basis_points=5000)
currencies = st.sampled_from(["EUR", "JPY", "KWD"])
totals = st.builds(Money, st.integers(0, 10**9), currencies)
terms = st.builds(
    PaymentTerms,
    handle=st.just("any"),
    basis_points=st.none() | st.integers(1, 9999),
    fixed=st.none() | st.builds(Money, st.integers(1, 10**9), currencies),
    least=st.none() | st.builds(Money, st.integers(1, 10**9), currencies),
    ships_after=st.sampled_from(["BALANCE", "DEPOSIT"]),
)


def euros(minor):
    return Money(minor, "EUR")


@given(terms=terms, total=totals)
def test_deposit_and_balance_add_up_to_the_total(terms, total):
    parts = instalments(terms, total)
    assert parts.deposit + parts.balance == total
    assert 0 <= parts.deposit.minor <= total.minor
    assert parts.deposit.minor > 0 or total.minor == 0


@given(terms=terms, total=totals)
def test_the_least_deposit_is_accepted_and_a_cent_less_is_not(terms, total):
    due = instalments(terms, total).deposit
    assert check_first_payment(terms, total=total, offered=due) == instalments(terms, total)
    if due.minor:
        with pytest.raises(DomainError) as caught:
            check_first_payment(terms, total=total, offered=Money(due.minor - 1, due.currency))
        assert caught.value.code == ("DEPOSIT_TOO_LOW" if terms.allows_deposit else "DEPOSIT_NOT_ALLOWED")


@given(terms=terms, total=totals, more=st.integers(0, 10**6))
def test_any_first_payment_leaves_exactly_the_rest(terms, total, more):
    offered = Money(min(instalments(terms, total).deposit.minor + more, total.minor), total.currency)
    parts = check_first_payment(terms, total=total, offered=offered)
    assert parts.deposit == offered
    assert parts.deposit + parts.balance == total


@given(terms=terms, total=totals)
def test_what_is_paid_in_full_may_ship(terms, total):
    assert may_ship(terms, total=total, paid=total)


@pytest.mark.parametrize(
    ("total", "deposit", "balance"),
    [(10001, 5001, 5000), (9999, 5000, 4999), (1, 1, 0), (0, 0, 0), (2, 1, 1)],
)
def test_an_odd_cent_goes_to_the_deposit(total, deposit, balance):
    parts = instalments(HALF, euros(total))
    assert (parts.deposit.minor, parts.balance.minor) == (deposit, balance)


def test_a_share_is_rounded_half_up_in_currencies_without_decimals():
    assert instalments(HALF, Money(333, "JPY")).deposit == Money(167, "JPY")


def test_bounds_hold_in_their_own_currency_alone():
    bounded = replace(HALF, least=euros(3000))
    assert instalments(bounded, euros(4000)).deposit == euros(3000)
    assert instalments(bounded, euros(2000)).deposit == euros(2000)
    assert instalments(bounded, Money(4000, "USD")).deposit == Money(2000, "USD")


def test_a_fixed_deposit_never_exceeds_the_total():
    fixed = PaymentTerms(handle="fixed", fixed=euros(2000))
    assert instalments(fixed, euros(5000)).deposit == euros(2000)
    assert instalments(fixed, euros(1500)).deposit == euros(1500)
    assert instalments(fixed, Money(5000, "USD")).deposit == Money(5000, "USD")


@pytest.mark.parametrize(
    ("offered", "code"),
    [
        (Money(5000, "USD"), "CURRENCY_MISMATCH"),
        (euros(10001), "AMOUNT_TOO_HIGH"),
        (euros(9999), "DEPOSIT_NOT_ALLOWED"),
        (euros(-1), "DEPOSIT_NOT_ALLOWED"),
    ],
)
def test_in_full_means_all_of_it(offered, code):
    with pytest.raises(DomainError) as caught:
        check_first_payment(IN_FULL, total=euros(10000), offered=offered)
    assert caught.value.code == code


def test_goods_wait_for_the_balance_unless_the_terms_say_otherwise():
    assert not may_ship(HALF, total=euros(10000), paid=euros(9999))
    early = replace(HALF, ships_after="DEPOSIT")
    assert may_ship(early, total=euros(10000), paid=euros(5000))
    assert not may_ship(early, total=euros(10000), paid=euros(4999))
