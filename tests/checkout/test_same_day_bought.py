"""Brought by a store on the day of the order: bought, kept to what was promised, and refused once it lapses."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from comptoir.addresses import ZipArea
from comptoir.checkout.consistency import check_checkouts
from comptoir.errors import DomainError
from comptoir.inventory import save_location
from comptoir.inventory.consistency import check_consistency
from comptoir.inventory.levels import find_location
from comptoir.orders.commands.leave import deliver_fulfillment, ship_fulfillment
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.consistency import check_orders
from comptoir.orders.delivery import DeliveryMethod, FulfillmentState
from comptoir.orders.queries import get_order

from tests.checkout.nearby import (
    CANAL,
    COST,
    ORDER,
    SAME_DAY,
    back_order,
    buy,
    chosen,
    groups_of,
    handles,
    offered,
    refused,
    selected,
    stock,
    tell,
)
from tests.checkout.shopping import PARIS, Shopper
from tests.rig.at_once import at_once

pytestmark = pytest.mark.database


def test_it_is_bought_from_that_store_with_the_promise_frozen(canal, opened):
    cart = chosen(canal)
    assert cart["cost"]["totalAmount"]["amount"] == "68.90"
    (group,) = groups_of(cart)
    assert (group["deliveryAddress"]["company"], group["deliveryAddress"]["city"]) == (None, "Paris")
    place = opened.shop.db.read_now(find_location, handle="canal")
    before = canal.left("Red-S")
    payload = buy(canal)
    assert payload["userErrors"] == []
    assert payload["order"]["totalPrice"]["amount"] == "68.90"
    assert canal.left("Red-S") == {**before, place: 2}

    order = opened.data(ORDER, i=payload["order"]["id"], t=payload["order"]["token"])["order"]
    assert order["shippingAddress"] == {"zip": "75011"}
    assert order["deliveryGroups"] == [{
        "method": "LOCAL", "title": "Same-day delivery from Canal", "promisedFrom": None,
        "promisedUntil": "2026-03-02T14:00:00Z", "location": {"name": "Canal"}, "address": {"zip": "75011"},
        "lineItems": [{"quantity": 1}],
    }]  # fmt: skip
    for check in (check_consistency, check_orders, check_checkouts):
        assert list(opened.shop.db.read_now(check)) == []


def test_tax_on_it_follows_the_destination(canal):
    canal.fill({"Red-S": 1})
    canal.go_to()
    canal.choose("standard")
    parcel = canal.send(COST, c=canal.id)["cost"]
    canal.choose(SAME_DAY)
    brought = canal.send(COST, c=canal.id)["cost"]
    assert (parcel["totalAmount"]["amount"], brought["totalAmount"]["amount"]) == ("63.90", "68.90")
    assert (parcel["totalTaxAmount"], brought["totalTaxAmount"]) == ({"amount": "10.65"}, {"amount": "11.48"})


def test_the_store_packs_it_and_a_courier_brings_it(canal, opened):
    chosen(canal)
    order_id = int(buy(canal)["order"]["id"].rpartition("/")[2].partition("?")[0])
    database = opened.shop.db
    place = database.read_now(find_location, handle="canal")
    depot = database.read_now(find_location, handle="depot")
    with pytest.raises(DomainError, match="does not have that many"):
        database.write_now(open_fulfillment, order_id=order_id, location_id=depot)
    parcel = database.write_now(open_fulfillment, order_id=order_id, location_id=place)
    assert parcel.method is DeliveryMethod.LOCAL
    for step in (ship_fulfillment, deliver_fulfillment):
        database.write_now(step, fulfillment_id=parcel.fulfillment_id)
    order = database.read_now(get_order, order_id=order_id)
    assert order.fulfillments[0].state is FulfillmentState.DELIVERED
    assert database.read_now(check_consistency) == []


def test_a_promise_that_was_chosen_stays_while_the_form_is_filled_in(canal, clock):
    chosen(canal)
    clock.advance(timedelta(minutes=29))
    assert selected(canal) == {"handle": SAME_DAY, "promisedUntil": "2026-03-02T14:00:00Z"}
    assert offered(canal)["description"] == "Delivered today by 15:00"
    assert buy(canal)["userErrors"] == []


@pytest.mark.parametrize(("start", "minutes"), [("2026-03-02 12:00", 31), ("2026-03-02 16:45", 1)])
def test_a_promise_that_has_lapsed_is_refused_and_nothing_is_charged(canal, opened, clock, start, minutes):
    clock.advance(datetime.fromisoformat(start).replace(tzinfo=UTC) - clock.now())
    digest = chosen(canal)["quote"]["digest"]
    before = canal.left("Red-S")
    clock.advance(timedelta(minutes=minutes))
    payload = buy(canal, quoteDigest=digest)
    assert payload["order"] is None
    assert payload["userErrors"] == [{
        "code": "PROMISE_LAPSED", "field": ["input", "cartId"],
        "message": "“Same-day delivery from Canal” is no longer possible as promised. Choose the delivery again.",
    }]  # fmt: skip
    assert (canal.left("Red-S"), selected(canal)) == (before, None)
    # The total no longer holds what is not brought, until something is chosen again.
    assert canal.cart()["cost"]["totalAmount"]["amount"] == "59.00"
    canal.choose("standard")
    assert buy(canal)["order"]["totalPrice"]["amount"] == "63.90"


def test_a_lapsed_promise_is_chosen_again_for_later(canal, clock):
    chosen(canal)
    clock.advance(timedelta(hours=1))
    assert offered(canal)["promisedUntil"] == "2026-03-02T15:00:00Z"
    canal.choose(SAME_DAY)
    assert selected(canal) == {"handle": SAME_DAY, "promisedUntil": "2026-03-02T15:00:00Z"}
    assert buy(canal)["userErrors"] == []


def test_who_moves_to_another_postal_code_is_sent_a_parcel_again(canal):
    chosen(canal)
    moved = canal.go_to({**PARIS, "zip": "69002"})
    (group,) = groups_of(moved)
    assert (group["selectedDeliveryOption"], handles(moved)) == (
        None,
        ["standard", "express", "pick-up:store"],
    )
    assert moved["cost"]["totalAmount"]["amount"] == "59.00"
    assert refused(buy(canal)) == ["DELIVERY_REQUIRED"]


def test_the_same_postal_code_in_another_street_keeps_the_choice(canal):
    chosen(canal)
    canal.go_to({**PARIS, "address1": "9 rue Oberkampf"})
    assert selected(canal)["handle"] == SAME_DAY


def test_a_store_that_no_longer_serves_the_code_is_refused(canal, opened):
    chosen(canal)
    elsewhere = (ZipArea(country="FR", zips=("75001",)),)
    tell(opened, save_location, draft=replace(CANAL, same_day_zips=elsewhere))
    assert refused(buy(canal)) == ["PROMISE_LAPSED"]


def test_a_store_that_sold_out_since_is_refused_by_the_name_of_the_line(canal, opened):
    digest = chosen(canal, {"Red-S": 1, "Blue-S": 1})["quote"]["digest"]
    stock(opened, Blue_S=0)
    before = canal.left("Red-S"), canal.left("Blue-S")
    payload = buy(canal, quoteDigest=digest)
    assert payload["order"] is None
    assert [(error["code"], error["message"]) for error in payload["userErrors"]] == [
        ("OUT_OF_STOCK", "“Shirt, Blue / S”: 0 left.")
    ]
    assert (canal.left("Red-S"), canal.left("Blue-S")) == before
    # It is no longer offered; the depot has more.
    assert (offered(canal), selected(canal)) == (None, None)
    canal.choose("standard")
    assert buy(canal)["userErrors"] == []


def test_of_several_who_want_the_last_piece_today_one_gets_it(canal, opened):
    stock(opened, Red_S=1)
    buyers = [Shopper(opened) for _ in range(4)]
    for index, buyer in enumerate(buyers):
        buyer.fill({"Red-S": 1}, email=f"buyer{index}@example.com")
        buyer.go_to()
        buyer.choose(SAME_DAY)
    payloads = at_once([buyer.complete for buyer in buyers])
    won = [each for each in payloads if each["order"]]
    lost = [error["code"] for each in payloads for error in each["userErrors"]]
    assert (len(won), lost) == (1, ["OUT_OF_STOCK"] * 3)
    assert opened.shop.db.read_now(check_consistency) == []


def test_nothing_is_sold_ahead_of_its_coming_by_a_store_today(canal, opened):
    back_order(opened, "Blue-S")
    digest = chosen(canal, {"Blue-S": 1})["quote"]["digest"]
    stock(opened, Blue_S=0)
    assert refused(buy(canal, quoteDigest=digest)) == ["OUT_OF_STOCK"]
