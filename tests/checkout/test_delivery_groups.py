"""How the lines of a cart reach the buyer: groups, options, what was chosen, and what it adds to the quote."""

import pytest

from tests.checkout.shopping import SELECT, WAYS

pytestmark = pytest.mark.database


def groups_of(cart):
    return cart["deliveryGroups"]["nodes"]


def handles(group):
    return [option["handle"] for option in group["deliveryOptions"]]


def skus(group):
    return [line["merchandise"]["sku"] for line in group["cartLines"]["nodes"]]


def test_a_cart_is_one_group_to_send_with_the_rates_of_its_country_and_the_stores_that_have_it(shopper):
    (group,) = groups_of(shopper.fill({"Red-S": 1}))
    assert handles(group) == ["standard", "express", "pick-up:store"]
    assert group["selectedDeliveryOption"] is None
    assert group["groupType"] == "ONE_TIME_PURCHASE"
    assert group["deliveryOptions"][0] == {
        "handle": "standard", "title": "Standard", "description": "2\u20134 working days", "code": "standard",
        "deliveryMethodType": "SHIPPING", "estimatedCost": {"amount": "4.90"},
    }  # fmt: skip
    (german,) = groups_of(shopper.fill({"Blue-S": 1}, country="DE"))
    assert handles(german) == ["standard"]


def test_what_is_chosen_joins_the_total_and_the_digest(shopper):
    before = shopper.fill({"Red-S": 1})
    after = shopper.choose("express")
    assert after["cost"] == {
        "totalAmount": {"amount": "71.90", "currencyCode": "EUR"}, "subtotalAmount": {"amount": "59.00"}
    }  # fmt: skip
    assert before["cost"]["totalAmount"]["amount"] == "59.00"
    assert after["quote"]["digest"] != before["quote"]["digest"]
    assert groups_of(after)[0]["selectedDeliveryOption"] == {"handle": "express"}
    assert shopper.cart() == after


def test_a_choice_no_longer_counts_once_the_lines_are_others(shopper):
    shopper.fill({"Red-S": 1})
    shopper.choose("standard")
    more = shopper.add("Red-S")
    assert groups_of(more)[0]["selectedDeliveryOption"] is None
    assert more["cost"]["totalAmount"]["amount"] == "118.00"
    # From 100 euros on, the same option is free.
    chosen = shopper.choose("standard")
    assert groups_of(chosen)[0]["selectedDeliveryOption"] == {"handle": "standard"}
    assert chosen["cost"]["totalAmount"]["amount"] == "118.00"


def test_a_choice_no_longer_counts_once_the_destination_is_another(shopper):
    shopper.fill({"Red-S": 1})
    shopper.choose("express")
    moved = shopper.go_to({"lastName": "Weber", "city": "Berlin", "countryCode": "DE"})
    (group,) = groups_of(moved)
    assert (handles(group), group["selectedDeliveryOption"]) == (["standard", "pick-up:store"], None)
    assert moved["cost"]["totalAmount"]["amount"] == "59.00"
    assert group["deliveryAddress"] == {"countryCodeV2": "DE", "city": "Berlin", "company": None}


def test_collecting_is_free_and_moves_the_lines_to_the_store(shopper):
    shopper.fill({"Red-S": 1})
    shopper.choose("express")
    cart = shopper.choose("pick-up:store")
    (group,) = groups_of(cart)
    assert group["selectedDeliveryOption"] == {"handle": "pick-up:store"}
    assert group["deliveryAddress"]["company"] == "Rue Oberkampf"
    assert cart["cost"]["totalAmount"]["amount"] == "59.00"
    back = shopper.choose("standard")
    assert groups_of(back)[0]["selectedDeliveryOption"] == {"handle": "standard"}
    assert back["cost"]["totalAmount"]["amount"] == "63.90"


def test_one_order_carries_one_thing_out_and_sends_another(shopper):
    cart = shopper.fill({"Red-S": 1, "Blue-S": 1})
    (group,) = groups_of(cart)
    red = group["cartLines"]["nodes"][0]["id"]
    store = shopper.location("store")
    cart = shopper.edit(WAYS, l=[{"lineId": red, "method": "RETAIL", "locationId": store}])
    carried, sent = groups_of(cart)
    assert (skus(carried), handles(carried), skus(sent)) == (["Red-S"], ["carry-out:store"], ["Blue-S"])
    assert carried["selectedDeliveryOption"] == {"handle": "carry-out:store"}
    cart = shopper.choose("standard", group=1)
    assert [group["selectedDeliveryOption"]["handle"] for group in groups_of(cart)] == [
        "carry-out:store", "standard"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"deliveryGroupId": "gid://shopify/CartDeliveryGroup/retail-9"}, "INVALID_DELIVERY_GROUP"),
        ({"deliveryGroupId": "gid://shopify/Cart/shipping"}, "INVALID_DELIVERY_GROUP"),
        ({"deliveryOptionHandle": "teleport"}, "INVALID_DELIVERY_OPTION"),
    ],
)
def test_what_the_cart_does_not_offer_is_refused_and_nothing_changes(shopper, change, code):
    cart = shopper.fill({"Red-S": 1})
    chosen = {"deliveryGroupId": groups_of(cart)[0]["id"], "deliveryOptionHandle": "standard", **change}
    payload = shopper.send(SELECT, c=shopper.id, s=[chosen])
    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert shopper.cart() == cart


@pytest.mark.parametrize("change", [{"method": "PICK_UP"}, {"method": "SHIPPING", "locationId": "depot"}])
def test_a_line_goes_to_no_place_that_gives_nothing_out(shopper, change):
    cart = shopper.fill({"Red-S": 1})
    if "locationId" in change:
        change = {**change, "locationId": shopper.location("depot")}
    line = groups_of(cart)[0]["cartLines"]["nodes"][0]["id"]
    payload = shopper.send(WAYS, c=shopper.id, l=[{"lineId": line, **change}])
    assert [(error["code"], error["field"]) for error in payload["userErrors"]] == [
        ("INVALID", ["lines", "0", "locationId"])
    ]
    assert shopper.cart() == cart


def test_a_cart_of_somebody_else_is_not_touched(shopper):
    cart = shopper.fill({"Red-S": 1})
    foreign = shopper.id.partition("?")[0] + "?key=" + "0" * 32
    chosen = {"deliveryGroupId": groups_of(cart)[0]["id"], "deliveryOptionHandle": "standard"}
    payload = shopper.send(SELECT, c=foreign, s=[chosen])
    assert [error["code"] for error in payload["userErrors"]] == ["INVALID"]
    assert shopper.cart() == cart
