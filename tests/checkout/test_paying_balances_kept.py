"""A balance under way: what a provider, a payer or a dying process may do to it, and several who pay at once."""

from functools import partial

import pytest

from tests.checkout.owing import Debtor, allow_deposits, codes, decide, deliver_events, gift_card, sums
from tests.checkout.shopping import furnish
from tests.rig.at_once import at_once

pytestmark = pytest.mark.database


@pytest.fixture
def debtor(opened):
    furnish(opened)
    allow_deposits(opened)
    return Debtor(opened)


def test_a_declined_payment_leaves_the_order_as_it_was_and_its_key_says_so_again(debtor):
    debtor.owe()
    before = debtor.look()
    code, balance = gift_card(debtor, 1_000)
    declined = debtor.pay("sandbox-insufficient-funds", giftCardCodes=[code])
    assert codes(declined) == ["PAYMENT_DECLINED"]
    assert debtor.pay("sandbox-visa", giftCardCodes=[code]) == declined
    assert (debtor.look(), balance()) == (before, 1_000)
    payload = debtor.pay(key="second", giftCardCodes=[code])
    assert (payload["userErrors"], sums(payload["order"]), balance()) == ([], ("63.90", "0.00"), 0)
    assert payload["order"]["financialStatus"] == "PAID"
    assert sorted(each.captured for each in debtor.payments()) == [0, 0, 1_000, 2_195, 3_195]


@pytest.mark.parametrize("told", ["by the provider", "by the same key"])
def test_a_payer_who_has_to_confirm_is_waited_for(debtor, told):
    debtor.owe()
    code, balance = gift_card(debtor, 1_000)
    waiting = debtor.pay("sandbox-3ds", giftCardCodes=[code])
    assert (waiting["userErrors"], waiting["paymentAction"]["kind"]) == ([], "REDIRECT")
    assert sums(waiting["order"]) == ("31.95", "31.95")
    assert debtor.pay("sandbox-3ds")["paymentAction"] == waiting["paymentAction"]
    assert codes(debtor.pay(key="second")) == ["IN_PROGRESS"]
    shop = debtor.opened.shop
    decide(shop, waiting["paymentAction"], tell=told == "by the provider")
    if told == "by the provider":
        deliver_events(shop)
        assert (sums(debtor.look()), balance()) == (("63.90", "0.00"), 0)
    payload = debtor.pay("sandbox-3ds")
    assert (payload["userErrors"], payload["paymentAction"]) == ([], None)
    assert (sums(payload["order"]), balance()) == (("63.90", "0.00"), 0)


def test_a_payer_who_goes_away_leaves_the_balance_due(debtor, clock):
    debtor.owe()
    before = debtor.look()
    code, balance = gift_card(debtor, 1_000)
    debtor.pay("sandbox-3ds", giftCardCodes=[code])
    debtor.recover(clock, minutes=40)
    after = debtor.look()
    assert (sums(after), after["financialStatus"], balance()) == (sums(before), "PARTIALLY_PAID", 1_000)
    assert codes(debtor.pay("sandbox-3ds")) == ["PAYMENT_DECLINED"]
    assert debtor.pay(key="second")["userErrors"] == []


def test_a_charge_whose_answer_was_lost_is_found_and_not_made_again(debtor, clock):
    debtor.owe()
    code, balance = gift_card(debtor, 1_000)
    assert codes(debtor.pay("sandbox-timeout", giftCardCodes=[code])) == ["IN_PROGRESS"]
    assert codes(debtor.pay(key="second")) == ["IN_PROGRESS"]
    debtor.recover(clock)
    assert (sums(debtor.look()), balance()) == (("63.90", "0.00"), 0)
    assert debtor.pay("sandbox-timeout")["userErrors"] == []
    assert sorted(each.captured for each in debtor.payments()) == [1_000, 2_195, 3_195]


def test_payments_of_one_balance_at_the_same_moment_never_pay_too_much(debtor):
    debtor.owe()
    payloads = at_once([partial(debtor.pay, key=f"key-{number % 3}") for number in range(6)])
    assert {code for each in payloads for code in codes(each)} <= {"ALREADY_PAID", "IN_PROGRESS"}
    assert any(not each["userErrors"] for each in payloads)
    assert (sums(debtor.look()), [each.captured for each in debtor.payments()]) == (
        ("63.90", "0.00"), [3_195, 3_195],
    )  # fmt: skip
