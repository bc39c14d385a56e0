"""A deposit at checkout: where the terms allow one, no less than they say, exact to the cent."""

import pytest

from tests.checkout.owing import Debtor, allow_deposits, codes, gift_card, sums


@pytest.fixture(scope="module")
def thirds(shared):
    """A shop that asks for a third at once, which is 21.30 of 63.90."""
    allow_deposits(shared, basis_points=3_333)
    return shared


@pytest.fixture
def debtor(thirds):
    found = Debtor(thirds)
    found.ready({"Red-S": 1})
    return found


def test_a_deposit_below_what_the_terms_say_changes_nothing(debtor):
    cart = debtor.cart()
    payload = debtor.buy(deposit="21.29")
    assert (codes(payload), payload["order"]) == (["PAYMENT_AMOUNT"], None)
    assert payload["userErrors"][0]["field"] == ["input", "payment", "amount"]
    assert debtor.cart() == cart


@pytest.mark.parametrize(("deposit", "balance"), [("21.30", "42.60"), ("33.33", "30.57"), ("63.89", "0.01")])
def test_odd_cents_add_up(debtor, deposit, balance):
    payload = debtor.buy(deposit=deposit)
    assert payload["userErrors"] == []
    assert (sums(payload["order"]), payload["order"]["fulfillmentStatus"]) == ((deposit, balance), "ON_HOLD")
    paid = debtor.pay()["order"]
    assert (sums(paid), paid["financialStatus"]) == (("63.90", "0.00"), "PAID")


def test_a_gift_card_counts_towards_the_deposit(debtor):
    code, balance = gift_card(debtor, 1_000)
    payload = debtor.buy(deposit="11.29", giftCardCodes=[code])
    assert (codes(payload), balance()) == (["PAYMENT_AMOUNT"], 1_000)
    payload = debtor.buy(deposit="11.30", key="second", giftCardCodes=[code])
    assert (payload["userErrors"], sums(payload["order"]), balance()) == ([], ("21.30", "42.60"), 0)


def test_a_gift_card_may_be_the_deposit(debtor):
    code, balance = gift_card(debtor, 2_130)
    payload = debtor.buy(payment=None, giftCardCodes=[code])
    assert (payload["userErrors"], sums(payload["order"]), balance()) == ([], ("21.30", "42.60"), 0)


def test_a_gift_card_may_pay_for_all(debtor):
    code, balance = gift_card(debtor, 10_000)
    payload = debtor.buy(payment=None, giftCardCodes=[code])
    assert (payload["userErrors"], sums(payload["order"]), balance()) == ([], ("63.90", "0.00"), 3_610)
    assert payload["order"]["financialStatus"] == "PAID"
