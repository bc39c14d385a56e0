"""Paying what an order still owes: never more than that, once for each key, by whoever has the order's secret."""

from datetime import timedelta

import pytest
from comptoir.checkout.attempts import MOST_DECLINED
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.queries import get_order

from tests.checkout.owing import Debtor, allow_deposits, codes, gift_card, sums


@pytest.fixture(scope="module")
def shop_with_deposits(shared):
    allow_deposits(shared)
    return shared


@pytest.fixture
def debtor(shop_with_deposits):
    return Debtor(shop_with_deposits)


def test_the_rest_of_a_deposit_is_paid_by_the_order_link_and_the_goods_may_leave(debtor):
    order = debtor.owe()
    assert (order["financialStatus"], order["fulfillmentStatus"]) == ("PARTIALLY_PAID", "ON_HOLD")
    assert sums(order) == ("31.95", "31.95")
    assert order["paymentInformation"]["paymentCollectionUrl"] == order["statusUrl"]
    assert order["paymentInformation"]["paymentTerms"] == {
        "paymentTermsName": "deposit@1", "heldUntilPaid": True, "deposit": {"amount": "31.95"},
    }  # fmt: skip
    payload = debtor.pay()
    assert (payload["userErrors"], payload["paymentAction"]) == ([], None)
    paid = payload["order"]
    assert (paid["financialStatus"], paid["fulfillmentStatus"]) == ("PAID", "UNFULFILLED")
    assert (sums(paid), paid["paymentInformation"]["paymentCollectionUrl"]) == (("63.90", "0.00"), None)
    assert debtor.look() == paid


def test_goods_wait_for_the_balance_at_the_counter_too(debtor):
    order_id = int(debtor.owe()["id"].rpartition("/")[2])
    stored = debtor.opened.shop.db.read_now(get_order, order_id=order_id)
    assert not stored.may_leave
    debtor.pay()
    assert debtor.opened.shop.db.read_now(get_order, order_id=order_id).may_leave
    location = stored.lines[0].sources[0].location_id
    opened = debtor.opened.shop.db.write_now(open_fulfillment, order_id=order_id, location_id=location)
    assert opened.under_way


def test_the_same_key_pays_once_and_another_finds_nothing_due(debtor):
    debtor.owe()
    first = debtor.pay()
    assert debtor.pay() == first
    assert debtor.pay("sandbox-declined") == first
    assert codes(debtor.pay(key="second")) == ["ALREADY_PAID"]
    assert [each.captured for each in debtor.payments()] == [3195, 3195]


@pytest.mark.parametrize("amount", ["31.96", "0", "-1"])
def test_no_more_than_what_is_due_and_no_less_than_something_is_paid(debtor, amount):
    debtor.owe()
    before = debtor.look()
    payload = debtor.pay(amount=amount)
    assert (codes(payload), payload["order"]) == (["PAYMENT_AMOUNT"], None)
    assert payload["userErrors"][0]["field"] == ["input", "payment", "amount"]
    assert (debtor.look(), len(debtor.payments())) == (before, 1)


def test_a_balance_is_paid_in_parts(debtor):
    debtor.owe()
    assert sums(debtor.pay(amount="10.01", key="a")["order"]) == ("41.96", "21.94")
    assert codes(debtor.pay(amount="21.95", key="b")) == ["PAYMENT_AMOUNT"]
    assert sums(debtor.pay(key="c")["order"]) == ("63.90", "0.00")


def test_card_after_card_that_is_declined_is_refused_for_an_hour(debtor):
    debtor.owe()
    before = debtor.look()
    for number in range(MOST_DECLINED):
        assert codes(debtor.pay("sandbox-declined", key=f"try-{number}")) == ["PAYMENT_DECLINED"]
    tried = len(debtor.payments())
    for token in ("sandbox-declined", "sandbox-visa"):
        refused = debtor.pay(token, key=f"one more {token}")
        assert (codes(refused), refused["order"]) == (["RATE_LIMITED"], None)
        assert refused["userErrors"][0]["field"] == ["input", "payment"]
    assert codes(debtor.pay("sandbox-visa", key="try-0")) == ["PAYMENT_DECLINED"]
    assert (debtor.look(), len(debtor.payments())) == (before, tried)

    debtor.opened.shop.clock.advance(timedelta(hours=1))
    assert sums(debtor.pay(key="an hour later")["order"]) == ("63.90", "0.00")


def test_an_order_of_somebody_else_and_one_that_is_not_there_look_the_same(debtor):
    order = debtor.owe()
    answers = [
        debtor.pay(secret="0" * 40),
        debtor.pay(secret=""),
        debtor.pay(order="gid://shopify/Order/999999"),
        debtor.pay(order=order["id"] + "?key=" + "0" * 40, secret=""),
    ]
    refused = {
        "code": "INVALID",
        "field": ["input", "orderId"],
        "message": "The specified order does not exist.",
    }
    assert all(each == {"order": None, "paymentAction": None, "userErrors": [refused]} for each in answers)
    assert len(debtor.payments()) == 1
    assert debtor.pay(order=f"{order['id']}?key={order['token']}", secret="")["userErrors"] == []


def test_gift_cards_pay_alone_and_give_no_more_than_is_due(debtor):
    debtor.owe()
    code, balance = gift_card(debtor, 5_000)
    payload = debtor.pay(payment=None, giftCardCodes=[code])
    assert (payload["userErrors"], sums(payload["order"]), balance()) == ([], ("63.90", "0.00"), 1_805)
    debtor.owe()
    assert codes(debtor.pay(payment=None, key="b")) == ["PAYMENT_REQUIRED"]
    assert codes(debtor.pay(payment=None, key="c", giftCardCodes=["0" * 20])) == ["GIFT_CARD_UNKNOWN"]
