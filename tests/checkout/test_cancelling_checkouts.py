"""A payer who does not go on: the checkout is given up, unless it was charged."""

import pytest
from comptoir.payments.models import SANDBOX
from comptoir.payments.sandbox import books

pytestmark = pytest.mark.database

CANCEL = """mutation($c: ID!, $k: String!) { checkoutCancel(cartId: $c, idempotencyKey: $k) {
  order { name financialStatus } paymentAction { kind } userErrors { code } } }"""
NOTHING = {"order": None, "paymentAction": None, "userErrors": []}


def cancel(shopper, *, cart=None, key="first"):
    return shopper.send(CANCEL, c=cart or shopper.id, k=key)


def test_a_checkout_that_waits_is_given_up_and_the_cart_is_bought_all_the_same(shopper):
    shopper.ready({"Red-S": 1})
    before = sum(shopper.left("Red-S").values())
    assert shopper.complete("sandbox-reader")["paymentAction"]["kind"] == "READER"
    assert sum(shopper.left("Red-S").values()) == before - 1

    assert [cancel(shopper), cancel(shopper)] == [NOTHING, NOTHING]
    assert sum(shopper.left("Red-S").values()) == before
    assert shopper.complete("sandbox-reader")["userErrors"][0]["code"] == "PAYMENT_DECLINED"
    assert shopper.complete(key="second")["order"]["financialStatus"] == "PAID"


def test_what_was_charged_a_moment_ago_is_the_order(shopper):
    shopper.ready({"Red-S": 1})
    shopper.complete("sandbox-reader")
    db = shopper.opened.shop.db
    ident = db.read_now(lambda tx: tx.scalar(SANDBOX.select().with_only_columns(SANDBOX.c.ident)))
    db.write_now(books.decide, ident=ident, approve=True)

    assert cancel(shopper)["order"]["financialStatus"] == "PAID"


@pytest.mark.parametrize("cart", ["", "gid://shopify/Cart/unknown?key=0", "gid://shopify/Cart/unknown"])
def test_nobody_else_gives_it_up(shopper, cart):
    shopper.ready({"Red-S": 1})
    shopper.complete("sandbox-reader")
    stranger = cart or shopper.id.partition("?")[0] + "?key=" + "0" * 32

    assert cancel(shopper, cart=stranger)["userErrors"] == [{"code": "INVALID"}]
    assert cancel(shopper, key="another")["userErrors"] == [{"code": "INVALID"}]
    assert shopper.complete("sandbox-reader")["paymentAction"]["kind"] == "READER"
