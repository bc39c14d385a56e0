"""A promotion for a first order: once for an address, whatever it buys meanwhile."""

import pytest
from comptoir.pricing import Conditions, save_promotion

from tests.checkout.shopping import Shopper
from tests.pricing.offers import TENTH, draft

pytestmark = pytest.mark.database
LINES = {"Red-S": 1}


@pytest.fixture
def welcome(shopper):
    """A tenth off the first order, by no code."""
    wanted = draft(scope="order", effect=TENTH, conditions=Conditions(first_order=True))
    shopper.opened.shop.db.write_now(save_promotion, draft=wanted)
    return shopper


def agreed(shopper, **options):
    """Complete, agreeing to what it turns out to cost for this address."""
    first = shopper.complete(**options)
    if [each["code"] for each in first["userErrors"]] != ["QUOTE_CHANGED"]:
        return first
    return shopper.complete(digest=first["userErrors"][0]["now"], **options)


def price(payload):
    assert payload["userErrors"] == []
    return payload["order"]["totalPrice"]["amount"]


def test_it_counts_for_the_first_order_and_not_for_the_next(welcome):
    welcome.ready(LINES)
    assert price(agreed(welcome)) == "58.00"
    welcome.ready(LINES, email=" Camille@Example.com")
    assert price(agreed(welcome)) == "63.90"
    welcome.ready(LINES, email="other@example.com")
    assert price(agreed(welcome)) == "58.00"


def test_while_one_is_paid_for_another_is_no_first(welcome):
    welcome.ready(LINES)
    waiting = agreed(welcome, token="sandbox-3ds")
    assert waiting["paymentAction"]["kind"] == "REDIRECT"
    second = Shopper(welcome.opened)
    second.ready(LINES)
    assert price(agreed(second)) == "63.90"
