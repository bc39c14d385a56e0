"""A line that staff add to an order: quoted alone at today's price, allocated, due; what stands keeps its price."""

from functools import partial

import pytest
from comptoir.inventory import set_levels
from comptoir.money import Money
from comptoir.orders.commands.leave import ship_fulfillment
from comptoir.orders.commands.open import open_fulfillment
from comptoir.pricing import PriceEntry, save_promotion, set_prices
from comptoir.pricing.commands.prices import remove_prices
from sqlalchemy import text

from tests.checkout.adding import ADD, HOME, Desk, codes
from tests.checkout.owing import allow_deposits, sums
from tests.pricing.offers import TENTH, draft

ON_SQLITE = pytest.mark.parametrize("dialect", ["sqlite"], indirect=True)
"""For what does not depend on the database."""
HAND_OVER = """mutation($o: ID!, $l: ID!, $g: ID!) {
  fulfillmentOpen(orderId: $o, locationId: $l, groupId: $g) { fulfillment { id } userErrors { code } } }"""
GIVE = (
    "mutation($id: ID!) { fulfillmentHandOver(id: $id) { order { fulfillmentStatus } userErrors { code } } }"
)


@pytest.fixture
def desk(opened, clock):
    return Desk(opened, clock)


def number(order):
    return int(order["id"].rpartition("/")[2])


def ship(desk, order):
    """Have all leave that the depot has to give of an order."""
    place = int(desk.depot.rpartition("/")[2])
    opened = desk.shop.db.write_now(open_fulfillment, order_id=number(order), location_id=place)
    desk.shop.db.write_now(ship_fulfillment, fulfillment_id=opened.fulfillment_id)


@pytest.mark.database
def test_what_is_added_is_due_and_what_stands_keeps_its_price(desk):
    before = desk.sell()
    quoted = desk.quote()
    assert codes(quoted) == []
    assert (quoted["quote"]["unit"], quoted["quote"]["delivery"], quoted["quote"]["total"]) == (
        {"amount": "59.00"}, None, {"amount": "59.00"},
    )  # fmt: skip
    added = desk.add()
    assert codes(added) == []
    order = added["order"]
    assert order["lines"][0] == before["lines"][0]
    assert (order["total"], order["currentTotal"]["amount"], order["outstanding"]["amount"]) == (
        before["total"], "122.90", "59.00",
    )  # fmt: skip
    assert (order["financialStatus"], order["mayLeave"], order["edited"]) == ("PARTIALLY_PAID", False, True)
    (line,) = order["lines"][1:]
    assert (line["variantTitle"], line["quantity"], line["groupId"]) == (
        "Red / M", 1, before["lines"][0]["groupId"],
    )  # fmt: skip
    assert line["returnPolicy"] == before["lines"][0]["returnPolicy"]
    assert line["sources"] == [{"quantity": 1, "locationId": desk.depot}]
    assert order["charges"] == before["charges"]
    desk.check()
    seen = desk.shopper.look()
    assert (sums(seen), seen["totalPrice"]["amount"]) == (("63.90", "59.00"), "63.90")
    assert codes(desk.shopper.pay()) == []
    assert desk.order()["financialStatus"] == "PAID"
    (entry,) = [each for each in desk.office.audit() if each.action == "order.edited"]
    assert (entry.after["quote"], entry.after["added"][0]["quantity"]) == (quoted["quote"]["digest"], 1)
    assert entry.actor_ident == str(desk.office.accounts["associate"].number)
    desk.check()


@pytest.mark.database
def test_a_size_that_the_store_lacks_is_sent_home_in_the_same_order(desk):
    wanted = {"Red-S": 1}
    desk.shopper.fill(wanted)
    line = desk.opened.data(
        "query($c: ID!) { cart(id: $c) { lines(first: 1) { nodes { id } } } }", c=desk.shopper.id
    )["cart"]["lines"]["nodes"][0]["id"]
    ways = """mutation($c: ID!, $l: [CartLineDeliveryInput!]!) {
      cartLinesDeliveryUpdate(cartId: $c, lines: $l) { userErrors { code } } }"""
    desk.opened.data(
        ways, c=desk.shopper.id, l=[{"lineId": line, "method": "RETAIL", "locationId": desk.store}]
    )
    assert codes(desk.shopper.buy()) == []
    desk.shop.db.write_now(set_levels, location="store", levels={desk.opened.numbers["Red-M"]: 0})
    here = desk.line(method="RETAIL", locationId=desk.store)
    assert codes(desk.quote(here)) == []
    assert codes(desk.add(here)) == ["OUT_OF_STOCK"]
    assert codes(desk.add()) == ["ADDRESS_REQUIRED"]
    home = desk.line(address=HOME)
    quoted = desk.quote(home)
    assert (codes(quoted), quoted["quote"]) == (["DELIVERY_REQUIRED"], None)
    assert [each["handle"] for each in quoted["deliveryOptions"]] == ["standard", "express"]
    home = desk.line(address=HOME, optionHandle="standard")
    order = desk.add(home)["order"]
    assert (order["outstanding"]["amount"], order["shippingAddress"]) == ("63.90", {"city": "Paris"})
    assert [(each["method"], each["title"]) for each in order["deliveryGroups"]] == [
        ("RETAIL", "Rue Oberkampf"), ("SHIPPING", "Standard"),
    ]  # fmt: skip
    assert order["lines"][1]["sources"] == [{"quantity": 1, "locationId": desk.depot}]
    assert [(each["title"], each["total"]["amount"]) for each in order["charges"]] == [("Standard", "4.90")]
    assert sums(desk.shopper.look()) == ("59.00", "63.90")
    desk.check()


@pytest.mark.database
def test_delivery_of_its_own_goes_with_the_line_that_it_is_for(desk):
    desk.sell()
    order = desk.add(desk.line(optionHandle="express"))["order"]
    assert [(each["title"], each["total"]["amount"]) for each in order["charges"]] == [
        ("Standard", "4.90"), ("Express", "12.90"),
    ]  # fmt: skip
    assert (order["currentTotal"]["amount"], order["outstanding"]["amount"]) == ("135.80", "71.90")
    desk.check()
    edit = """mutation($id: ID!, $l: ID!) { orderEdit(id: $id, quantities: [{lineId: $l, quantity: 0}]) {
      order { currentTotal { amount } outstanding { amount } financialStatus charges { dropped } }
      userErrors { code } } }"""
    after = desk.office.ask(edit, {"id": order["id"], "l": order["lines"][1]["id"]})["orderEdit"]["order"]
    assert after == {
        "currentTotal": {"amount": "63.90"}, "outstanding": {"amount": "0.00"}, "financialStatus": "PAID",
        "charges": [{"dropped": False}, {"dropped": True}],
    }  # fmt: skip
    desk.check()


@ON_SQLITE
def test_a_parcel_that_nothing_is_left_of_takes_nothing_along(desk):
    order = desk.sell()
    assert codes(desk.add(desk.line(method="RETAIL", locationId=desk.store))) == []
    edit = """mutation($id: ID!, $l: ID!) { orderEdit(id: $id, quantities: [{lineId: $l, quantity: 0}]) {
      order { charges { dropped } } userErrors { code } } }"""
    after = desk.office.ask(edit, {"id": order["id"], "l": order["lines"][0]["id"]})["orderEdit"]
    assert after["order"] == {"charges": [{"dropped": True}]}
    assert codes(desk.quote(desk.line("Red-S"))) == ["DELIVERY_REQUIRED"]
    sent = desk.add(desk.line("Red-S", optionHandle="standard"), key="two")["order"]
    assert [(each["dropped"], each["total"]["amount"]) for each in sent["charges"]] == [
        (True, "4.90"), (False, "4.90"),
    ]  # fmt: skip
    desk.check()


@ON_SQLITE
def test_what_is_handed_over_here_leaves_once_it_is_paid(desk):
    desk.sell()
    order = desk.add(desk.line(quantity=1, method="RETAIL", locationId=desk.store))["order"]
    group = order["deliveryGroups"][1]
    assert (group["method"], group["locationId"], order["charges"][1:]) == ("RETAIL", desk.store, [])
    variables = {"o": order["id"], "l": desk.store, "g": group["id"]}
    bag = desk.office.ask(HAND_OVER, variables, role="associate")["fulfillmentOpen"]["fulfillment"]
    give = partial(desk.office.ask, GIVE, bag, role="associate")
    assert codes(give()["fulfillmentHandOver"]) == ["BALANCE_DUE"]
    assert codes(desk.shopper.pay()) == []
    assert give()["fulfillmentHandOver"]["order"] == {"fulfillmentStatus": "PARTIALLY_FULFILLED"}
    again = desk.add(desk.line("Red-S", method="RETAIL", locationId=desk.store), key="two")["order"]
    assert again["lines"][2]["groupId"] == group["id"]
    later = desk.add(desk.line("Red-S", method="PICK_UP", locationId=desk.store), key="three")["order"]
    assert [each["method"] for each in later["deliveryGroups"]] == ["SHIPPING", "RETAIL", "PICK_UP"]
    desk.check()


@pytest.mark.database
def test_the_same_key_adds_once(desk):
    desk.sell()
    digest = desk.quote()["quote"]["digest"]
    first = desk.add(digest=digest)
    assert desk.add(digest=digest) == first
    before = desk.rows()
    assert codes(desk.add(desk.line(quantity=2), digest=digest)) == ["IDEMPOTENCY_CONFLICT"]
    assert codes(desk.add(desk.line("Red-S"), digest=digest)) == ["IDEMPOTENCY_CONFLICT"]
    assert codes(desk.add(digest=digest, key="")) == ["INVALID"]
    assert desk.rows() == before
    desk.check()


@pytest.mark.database
def test_another_price_than_agreed_to_is_refused_with_the_quote_of_now(desk):
    desk.sell()
    digest = desk.quote()["quote"]["digest"]
    dearer = [PriceEntry(variant_id=desk.opened.numbers["Red-M"], amount=Money(6100, "EUR"))]
    desk.shop.db.write_now(set_prices, price_list="eu", prices=dearer)
    before = desk.rows()
    refused = desk.add(digest=digest)
    assert (codes(refused), refused["order"]) == (["QUOTE_CHANGED"], None)
    assert refused["quote"] == {"digest": desk.quote()["quote"]["digest"], "total": {"amount": "61.00"}}
    assert desk.rows() == before
    assert desk.add(digest=refused["quote"]["digest"])["order"]["outstanding"]["amount"] == "61.00"


@ON_SQLITE
def test_nothing_is_added_to_an_order_that_is_over(desk):
    sold = desk.sell()
    ship(desk, sold)
    assert desk.order()["fulfillmentStatus"] == "FULFILLED"
    assert desk.refusal() == "ALREADY_FULFILLED"
    desk.sell()
    assert codes(desk.cancel()) == []
    assert desk.refusal(key="two") == "CANCELLED"


@ON_SQLITE
def test_something_may_be_added_while_something_is_left(desk):
    desk.sell({"Red-S": 1, "Blue-S": 1})
    order = desk.order()
    pieces = {int(order["lines"][0]["id"].rpartition("/")[2]): 1}
    place = int(desk.depot.rpartition("/")[2])
    opened = desk.shop.db.write_now(
        open_fulfillment, order_id=number(order), location_id=place, pieces=pieces
    )
    desk.shop.db.write_now(ship_fulfillment, fulfillment_id=opened.fulfillment_id)
    assert codes(desk.quote()) == ["DELIVERY_REQUIRED"]
    added = desk.add(desk.line(optionHandle="standard"))
    assert (codes(added), added["order"]["fulfillmentStatus"]) == ([], "PARTIALLY_FULFILLED")
    desk.check()


@ON_SQLITE
@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"quantity": 0}, "MINIMUM_NOT_MET"),
        ({"quantity": -1}, "MINIMUM_NOT_MET"),
        ({"quantity": 2_000_000}, "MAXIMUM_EXCEEDED"),
        ({"sku": "PENCIL", "quantity": 7}, "INVALID_INCREMENT"),
        ({"sku": "gid://shopify/ProductVariant/999999"}, "NOT_SOLD"),
        ({"method": "LOCAL"}, "INVALID"),
        ({"method": "RETAIL"}, "NOT_FOUND"),
        ({"method": "PICK_UP", "locationId": "gid://shopify/Location/1"}, "NOT_FOUND"),
        ({"method": "RETAIL", "locationId": "gid://shopify/Location/999"}, "NOT_FOUND"),
        ({"optionHandle": "carrier-pigeon"}, "DELIVERY_REQUIRED"),
        ({"address": {**HOME, "zip": "1"}}, "INVALID"),
        ({"address": {"countryCode": "FR"}}, "INVALID"),
        ({"address": {**HOME, "countryCode": "US", "zip": "10001", "provinceCode": "NY"}}, "DESTINATION_CHANGED"),
        ({"address": {**HOME, "countryCode": "JP", "zip": "100-0001"}}, "INVALID"),
    ],
)  # fmt: skip
def test_what_cannot_be_added_is_refused_and_nothing_changes(desk, wish, code):
    desk.sell()
    assert desk.refusal(desk.line(**wish)) == code


@ON_SQLITE
def test_what_has_no_price_in_the_market_is_not_sold(desk):
    desk.sell()
    for sku in ("Red-S", "Red-M", "Blue-S", "Blue-M"):
        desk.shop.db.write_now(remove_prices, price_list="eu", variant_ids=[desk.opened.numbers[sku]])
    assert desk.refusal() == "NOT_SOLD"


@ON_SQLITE
def test_ids_of_other_things_are_bad_input(desk):
    desk.sell()
    value = {
        "orderId": "gid://shopify/Cart/1",
        "line": desk.line(),
        "quoteDigest": "x",
        "idempotencyKey": "k",
    }
    assert desk.office.code(ADD, {"i": value}) == "BAD_USER_INPUT"
    value = {**value, "orderId": "gid://shopify/Order/1", "line": desk.line("gid://shopify/Product/1")}
    assert desk.office.code(ADD, {"i": value}) == "BAD_USER_INPUT"
    unknown = desk.add(order="gid://shopify/Order/99", digest="x")
    assert unknown["userErrors"] == [{"code": "NOT_FOUND", "field": ["input", "orderId"]}]


@ON_SQLITE
def test_only_who_may_sell_may_add(desk):
    order = desk.sell()
    value = {"orderId": order["id"], "line": desk.line(), "quoteDigest": "x", "idempotencyKey": "k"}
    before = desk.rows()
    for role in ("auditor", "merchandiser", None):
        code = desk.office.code(ADD, {"i": value}, role=role)
        assert code == ("UNAUTHENTICATED" if role is None else "FORBIDDEN")
    assert desk.rows() == before
    assert codes(desk.add(role="support")) == []


@pytest.mark.database
def test_a_promotion_that_applies_by_itself_takes_off_the_new_line_alone(desk):
    desk.sell()
    desk.change(save_promotion, draft=draft("tenth", scope="order", effect=TENTH, usage_limit=1))
    quoted = desk.quote()["quote"]
    assert (quoted["discount"]["amount"], quoted["total"]["amount"]) == ("5.90", "53.10")
    order = desk.add()["order"]
    assert [line["discount"]["amount"] for line in order["lines"]] == ["0.00", "5.90"]
    assert order["outstanding"]["amount"] == "53.10"
    used = partial(desk.shop.db.read_now, lambda tx: tx.scalar(text("SELECT used FROM pricing_promotion")))
    assert used() == 1
    assert desk.quote(desk.line("Red-S"))["quote"]["discount"]["amount"] == "0.00"
    desk.check()
    assert codes(desk.cancel()) == []
    assert used() == 0
    desk.check()


@ON_SQLITE
def test_a_deposit_stays_what_it_was_and_the_balance_rises(desk):
    allow_deposits(desk.opened)
    order = desk.sell(deposit="31.95")
    assert (order["onHold"], order["outstanding"]["amount"]) == (True, "31.95")
    after = desk.add()["order"]
    assert (after["onHold"], after["outstanding"]["amount"], after["financialStatus"]) == (
        True, "90.95", "PARTIALLY_PAID",
    )  # fmt: skip
    assert codes(desk.shopper.pay(amount="31.95")) == []
    assert desk.order()["onHold"]
    assert codes(desk.shopper.pay(key="rest")) == []
    assert (desk.order()["onHold"], desk.order()["financialStatus"]) == (False, "PAID")
    terms = desk.shopper.look()["paymentInformation"]["paymentTerms"]
    assert terms["deposit"]["amount"] == "31.95"
