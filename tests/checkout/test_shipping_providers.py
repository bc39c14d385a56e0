"""Carriers beside the table of rates: offered, chosen, charged; and passed over where they fail."""

import asyncio
from datetime import timedelta

import pytest
from comptoir.hooks import asking
from comptoir.hooks.shipping import ShippingRate
from comptoir.money import Money
from comptoir.testing import OpenedShop, fill_catalogue, make_shop

from tests.checkout.shopping import PARIS, Shopper, furnish
from tests.hooks.plugins_of_tests import plugin


class Courier:
    """Offers what `rates` says, and notes what it is asked."""

    name = "courier"
    keep_seconds = 600

    def __init__(self):
        self.reset()

    def reset(self):
        self.asked = []
        self.error = None
        self.rates = [rate()]
        self.hangs = False

    async def offers(self, request):
        self.asked.append(request)
        if self.error:
            raise self.error
        if self.hangs:
            await asyncio.Event().wait()
        return self.rates


def rate(handle="bike", amount=790, currency="EUR", **more):
    return ShippingRate(handle=handle, titles={"en": "By bike"}, amount=Money(amount, currency), **more)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """One shop with a courier, and its clock."""
    from datetime import UTC, datetime

    from comptoir.clock import FixedClock

    courier, clock = Courier(), FixedClock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    mine = plugin("courier", register_shipping_providers=[courier])
    shop = make_shop(tmp_path_factory.mktemp("town") / "shop", plugins=[mine], clock=clock)
    opened = OpenedShop(shop, fill_catalogue(shop.db))
    furnish(opened)
    yield opened, courier, clock
    shop.db.close_now()


@pytest.fixture
def courier(town):
    """The courier, as if it had never been asked."""
    opened, courier, _ = town
    courier.reset()
    opened.shop.memo.pop("checkout.shipping", None)
    return courier


@pytest.fixture
def shopper(town, courier):
    return Shopper(town[0])


def handles(cart):
    return [option["handle"] for option in cart["deliveryGroups"]["nodes"][0]["deliveryOptions"]]


ALL = ["standard", "express", "courier:bike", "pick-up:store"]
WITHOUT = ["standard", "express", "pick-up:store"]


def test_what_a_carrier_offers_is_chosen_charged_and_ordered(shopper, courier):
    shopper.fill({"Red-S": 1})
    assert handles(shopper.go_to()) == ALL
    asked = courier.asked[-1]
    assert (asked.country, asked.zip, asked.city, asked.subtotal) == (
        "FR",
        "75011",
        "Paris",
        Money(5_900, "EUR"),
    )
    assert [(item.sku, item.quantity) for item in asked.items] == [("Red-S", 1)]
    assert shopper.choose("courier:bike")["cost"]["totalAmount"]["amount"] == "66.90"
    payload = shopper.complete()
    assert (payload["userErrors"], payload["order"]["totalPrice"]["amount"]) == ([], "66.90")


def test_a_carrier_is_asked_by_whoever_looks_at_what_it_offers_and_once_for_a_parcel(
    shopper, courier, monkeypatch
):
    monkeypatch.setattr(Courier, "keep_seconds", 0)
    cart = shopper.fill({"Red-S": 1})
    courier.asked.clear()
    groups = """query($c: ID!) { cart(id: $c) { cost { totalAmount { amount } }
      deliveryGroups(first: 9) { nodes { id %s } } } }"""
    shopper.send(groups % "cartLines(first: 9) { nodes { id } } deliveryAddress { city }", c=cart["id"])
    assert courier.asked == []
    shopper.send(groups % "deliveryOptions { handle } selectedDeliveryOption { handle }", c=cart["id"])
    assert len(courier.asked) == 1


def test_an_answer_holds_for_the_same_request_as_long_as_it_says(shopper, courier, town):
    shopper.fill({"Red-S": 1})
    shopper.go_to()
    times = len(courier.asked)
    shopper.cart()
    assert len(courier.asked) == times
    shopper.go_to({**PARIS, "zip": "75012"})
    assert (len(courier.asked), courier.asked[-1].zip) == (times + 1, "75012")
    town[2].advance(timedelta(seconds=600))
    shopper.cart()
    assert len(courier.asked) == times + 2


@pytest.mark.parametrize("fault", ["fails", "hangs"])
def test_a_carrier_that_does_not_answer_is_passed_over_for_a_while(
    shopper, courier, town, monkeypatch, fault
):
    monkeypatch.setattr(asking, "PATIENCE", 0.01)
    courier.hangs, courier.error = fault == "hangs", ValueError("no line") if fault == "fails" else None
    assert handles(shopper.fill({"Red-S": 1})) == WITHOUT
    courier.hangs, courier.error = False, None
    assert handles(shopper.cart()) == WITHOUT
    town[2].advance(timedelta(seconds=15))
    monkeypatch.undo()
    assert handles(shopper.cart()) == ALL


def test_offers_that_cannot_be_are_left_out(shopper, courier):
    courier.rates = [rate("A b"), rate("dollars", currency="USD"), rate("gift", amount=-1), rate("bike")]
    assert handles(shopper.fill({"Red-S": 1})) == ALL


def test_another_price_than_was_chosen_is_not_charged(shopper, courier, town):
    shopper.ready({"Red-S": 1}, handle="courier:bike")
    courier.rates = [rate(amount=990)]
    town[2].advance(timedelta(seconds=600))
    payload = shopper.complete()
    assert [error["code"] for error in payload["userErrors"]] == ["DELIVERY_REQUIRED"]
    assert shopper.choose("courier:bike")["cost"]["totalAmount"]["amount"] == "68.90"
    assert shopper.complete(key="second")["order"]["totalPrice"]["amount"] == "68.90"
