"""Completing a cart: one order, paid once, with the goods set aside; and what stands in the way of one."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.checkout.recovery import resume_attempts
from comptoir.inventory import set_levels
from comptoir.money import Money
from comptoir.payments.gift_cards import issue_gift_card
from comptoir.payments.plugin import recover

from tests.checkout.shopping import WAYS

pytestmark = pytest.mark.database


def codes(payload):
    return [error["code"] for error in payload["userErrors"]]


def resume(shopper, clock, seconds=60):
    clock.advance(timedelta(seconds=seconds))
    shop = shopper.opened.shop
    asyncio.run(recover(shop))
    clock.advance(timedelta(seconds=seconds))
    asyncio.run(resume_attempts(shop))


def test_a_guest_buys_by_card_and_the_goods_are_set_aside(shopper):
    shopper.ready({"Red-S": 1})
    before = sum(shopper.left("Red-S").values())
    payload = shopper.complete()
    assert payload["userErrors"] == []
    order = payload["order"]
    assert (order["financialStatus"], order["fulfillmentStatus"]) == ("PAID", "UNFULFILLED")
    assert (order["email"], order["totalPrice"]["amount"]) == ("camille@example.com", "63.90")
    assert sum(shopper.left("Red-S").values()) == before - 1
    assert shopper.cart() is None


def test_the_same_key_gives_the_same_order_and_another_none(shopper):
    digest = shopper.ready({"Red-S": 1})["quote"]["digest"]
    first = shopper.complete(digest=digest)
    assert shopper.complete(digest=digest) == first
    assert codes(shopper.complete(digest=digest, key="second")) == ["ALREADY_COMPLETED"]
    assert sum(shopper.left("Red-S").values()) == 6


def test_collecting_needs_no_address_and_takes_from_the_store(shopper):
    shopper.fill({"Red-S": 1})
    shopper.choose("pick-up:store")
    payload = shopper.complete()
    assert (payload["userErrors"], payload["order"]["totalPrice"]["amount"]) == ([], "59.00")
    assert sorted(shopper.left("Red-S").values()) == [1, 5]


def test_one_order_carries_one_thing_out_and_sends_another(shopper):
    cart = shopper.ready({"Red-S": 1, "Blue-S": 1})
    red = cart["deliveryGroups"]["nodes"][0]["cartLines"]["nodes"][0]["id"]
    shopper.edit(WAYS, l=[{"lineId": red, "method": "RETAIL", "locationId": shopper.location("store")}])
    shopper.choose("standard", group=1)
    payload = shopper.complete()
    assert (payload["userErrors"], payload["order"]["totalPrice"]["amount"]) == ([], "122.90")
    assert sorted(shopper.left("Red-S").values()) == [1, 5]


def test_a_declined_card_leaves_the_cart_and_the_stock_as_they_were(shopper):
    cart = shopper.ready({"Red-S": 1})
    before = shopper.left("Red-S")
    declined = shopper.complete("sandbox-insufficient-funds")
    assert (codes(declined), declined["order"]) == (["PAYMENT_DECLINED"], None)
    assert (shopper.left("Red-S"), shopper.cart()) == (before, cart)
    assert codes(shopper.complete("sandbox-visa")) == ["PAYMENT_DECLINED"]
    assert shopper.complete(key="second")["userErrors"] == []


def test_another_price_than_agreed_to_is_refused_with_what_it_is_now(shopper):
    digest = shopper.ready({"Red-S": 1})["quote"]["digest"]
    now = shopper.choose("express")["quote"]["digest"]
    (error,) = shopper.complete(digest=digest)["userErrors"]
    assert error == {
        "code": "QUOTE_CHANGED", "field": ["input", "quoteDigest"], "was": digest, "now": now,
        "total": {"amount": "71.90"},
    }  # fmt: skip
    assert shopper.complete(digest=now)["userErrors"] == []


def test_what_is_sold_out_between_quote_and_completion_is_refused(shopper):
    shopper.ready({"Red-M": 1})
    for location in ("depot", "store"):
        shopper.opened.shop.db.write_now(
            set_levels, location=location, levels={shopper.opened.numbers["Red-M"]: 0}
        )
    assert codes(shopper.complete()) == ["OUT_OF_STOCK"]
    assert shopper.cart() is not None


@pytest.mark.parametrize(
    ("amount", "currency"), [("-1", "EUR"), ("0", "EUR"), ("63.91", "EUR"), ("10", "EUR"), ("63.90", "USD")]
)
def test_an_amount_that_is_not_due_is_refused(shopper, amount, currency):
    cart = shopper.ready({"Red-S": 1})
    payload = shopper.complete(payment={"amount": {"amount": amount, "currencyCode": currency}})
    assert codes(payload) == ["PAYMENT_AMOUNT"]
    assert shopper.cart() == cart


def test_what_a_cart_lacks_is_told(shopper):
    shopper.fill({"Red-S": 1}, email=None)
    shopper.choose("standard")
    assert codes(shopper.complete()) == ["CONTACT_REQUIRED"]
    shopper.fill({"Red-S": 1})
    assert codes(shopper.complete()) == ["ADDRESS_REQUIRED"]
    shopper.go_to()
    assert codes(shopper.complete()) == ["DELIVERY_REQUIRED"]
    shopper.fill({})
    assert codes(shopper.complete()) == ["EMPTY_CART"]


def test_a_cart_of_somebody_else_is_not_completed(shopper):
    cart = shopper.ready({"Red-S": 1})
    foreign = shopper.id.partition("?")[0] + "?key=" + "0" * 32
    assert codes(shopper.complete(cart=foreign)) == ["INVALID"]
    assert shopper.cart() == cart


def test_a_payer_who_has_to_confirm_goes_on_with_the_same_key(shopper):
    shopper.ready({"Red-S": 1})
    waiting = shopper.complete("sandbox-3ds")
    assert (waiting["order"], waiting["paymentAction"]["kind"]) == (None, "REDIRECT")
    assert codes(shopper.complete("sandbox-3ds", key="second")) == ["IN_PROGRESS"]
    assert shopper.complete("sandbox-3ds")["paymentAction"] == waiting["paymentAction"]


def test_a_payer_who_goes_away_gives_the_goods_back(shopper, clock):
    cart = shopper.ready({"Red-S": 1})
    before = shopper.left("Red-S")
    shopper.complete("sandbox-3ds")
    assert shopper.left("Red-S") != before
    resume(shopper, clock, seconds=3_600)
    assert (shopper.left("Red-S"), shopper.cart()) == (before, cart)
    assert codes(shopper.complete("sandbox-3ds")) == ["PAYMENT_DECLINED"]


def test_a_charge_whose_answer_was_lost_becomes_an_order(shopper, clock):
    digest = shopper.ready({"Red-S": 1})["quote"]["digest"]
    assert codes(shopper.complete("sandbox-timeout", digest=digest)) == ["IN_PROGRESS"]
    resume(shopper, clock)
    payload = shopper.complete("sandbox-timeout", digest=digest)
    assert (payload["userErrors"], payload["order"]["financialStatus"]) == ([], "PAID")


def test_a_payment_that_never_arrived_gives_the_goods_back(shopper, clock):
    cart = shopper.ready({"Red-S": 1})
    before = shopper.left("Red-S")
    assert codes(shopper.complete("sandbox-unreachable")) == ["IN_PROGRESS"]
    resume(shopper, clock)
    assert (shopper.left("Red-S"), shopper.cart()) == (before, cart)
    assert shopper.complete(key="second")["userErrors"] == []


def test_a_gift_card_pays_first_and_gets_its_value_back_where_the_card_is_declined(shopper):
    issued = shopper.opened.shop.db.write_now(issue_gift_card, value=Money(2_000, "EUR"))
    shopper.ready({"Red-S": 1})
    declined = shopper.complete("sandbox-declined", giftCardCodes=[issued.code])
    assert codes(declined) == ["PAYMENT_DECLINED"]
    payload = shopper.complete(key="second", giftCardCodes=[issued.code])
    assert (payload["userErrors"], payload["order"]["financialStatus"]) == ([], "PAID")
    shopper.ready({"Blue-S": 1})
    assert codes(shopper.complete(key="third", giftCardCodes=["0" * 20])) == ["GIFT_CARD_UNKNOWN"]
