"""What staff do with orders through their API: find, fulfil, re-source, edit, cancel; each told to the audit log."""

import asyncio

import pytest
from comptoir.money import Money
from comptoir.orders.commands.settle import settle_order
from comptoir.payments.starting import start_payment
from comptoir.payments.taking import send_payment
from comptoir.testing import make_shop

from tests.orders.counter import Counter
from tests.staff.office import Office, staffed

ORDER = """
fragment Parts on Order {
  id name version financialStatus fulfillmentStatus mayLeave onHold
  currentTotal { amount } paid { amount } authorized { amount } refunded { amount } outstanding { amount }
  lines { id title currentQuantity currentTotal { amount } returnPolicy sources { locationId quantity } }
  deliveryGroups { id method title locationId address { city } } charges { title dropped total { amount } }
  fulfillments { id name state locationId tracking { number url } pieces { lineId quantity } }
  cancelReason email shippingAddress { city zip }
}
"""
PAYLOAD = "{ order { ...Parts } fulfillment { id state } userErrors { code field message } }"
FIND = (
    "query($query: String!, $location: ID, $first: Int!, $before: ID) { orders(query: $query, locationId: $location, "
    "first: $first, before: $before) { nodes { name } nextBefore } }"
)


class Back(Office):
    """The back office with a counter: orders can be placed and paid by the sandbox's card."""

    def __init__(self, shop, *, clock):
        office = staffed(shop, clock=clock, password_digest="")
        super().__init__(shop, clock=clock, accounts=office.accounts, tokens=office.tokens)
        self.counter = Counter(shop.db)

    def place(self, *, pay=True, capture=True, **changes):
        order = self.counter.place(paid=0, **changes)
        if pay:
            payment = self.shop.db.write_now(
                start_payment, owner=order.owner, provider="sandbox", amount=Money(5950, "EUR"),
                idempotency_key="k", token="sandbox-visa", capture=capture,
            )  # fmt: skip
            asyncio.run(send_payment(self.shop, payment, token="sandbox-visa", return_url=""))
            self.shop.db.write_now(settle_order, order_id=order.order_id)
        return order

    def do(self, name, arguments, *, role="owner", **variables):
        """Run a mutation that must get through; return its payload."""
        payload = self.send_mutation(name, arguments, role=role, **variables)
        assert payload["userErrors"] == [], payload
        return payload

    def send_mutation(self, name, arguments, *, role="owner", **variables):
        declared = ", ".join(f"${key}: {kind}" for key, kind in arguments.items())
        given = ", ".join(f"{key}: ${key}" for key in arguments)
        document = f"mutation({declared}) {{ {name}({given}) {PAYLOAD} }} {ORDER}"
        return self.ask(document, variables, role=role)[name]


@pytest.fixture
def back(database_url, tmp_path, clock):
    shop = make_shop(tmp_path / "shop", database_url=database_url, clock=clock)
    try:
        yield Back(shop, clock=clock)
    finally:
        shop.db.close_now()


def gid(kind, number):
    return f"gid://shopify/{kind}/{number}"


OPEN = {"orderId": "ID!", "locationId": "ID!", "groupId": "ID", "pieces": "[OrderPiecesInput!]"}


def test_an_associate_ships_what_is_paid(back):
    order = back.place()
    depot = gid("Location", back.counter.depot)
    opened = back.do("fulfillmentOpen", OPEN, role="associate", orderId=order.id, locationId=depot)
    ident = opened["fulfillment"]["id"]
    assert opened["order"]["fulfillmentStatus"] == "IN_PROGRESS"
    for step, state in (("Pick", "PICKED"), ("Pack", "PACKED")):
        payload = back.do(f"fulfillment{step}", {"id": "ID!"}, role="associate", id=ident)
        assert payload["fulfillment"] == {"id": ident, "state": state}
    shipped = back.do(
        "fulfillmentShip", {"id": "ID!", "tracking": "FulfillmentTrackingInput"}, role="associate", id=ident,
        tracking={"number": "8R1", "url": "https://track.example/8R1"},
    )  # fmt: skip
    assert shipped["order"]["fulfillmentStatus"] == "PARTIALLY_FULFILLED"
    assert shipped["order"]["fulfillments"][0]["tracking"]["number"] == "8R1"
    assert back.do("fulfillmentDeliver", {"id": "ID!"}, id=ident)["fulfillment"]["state"] == "DELIVERED"
    assert [entry.action for entry in back.audit()][-5:] == [
        "fulfillment.opened", "fulfillment.picked", "fulfillment.packed", "fulfillment.shipped",
        "fulfillment.delivered",
    ]  # fmt: skip
    history = back.ask("query($id: ID!) { orderHistory(id: $id) { kind actor } }", {"id": order.id})
    assert history["orderHistory"][0] == {"kind": "placed", "actor": "system"}
    assert history["orderHistory"][-1]["actor"].startswith("staff:")


def test_a_bag_is_handed_over_at_the_counter(back):
    order = back.place()
    lyon = gid("Location", back.counter.lyon)
    opened = back.do("fulfillmentOpen", OPEN, orderId=order.id, locationId=lyon)
    ident = opened["fulfillment"]["id"]
    back.do("fulfillmentReady", {"id": "ID!"}, id=ident)
    given = back.do("fulfillmentHandOver", {"id": "ID!"}, id=ident)
    assert given["fulfillment"]["state"] == "HANDED_OVER"
    again = back.send_mutation("fulfillmentHandOver", {"id": "ID!"}, id=ident)
    assert (again["order"], again["userErrors"][0]["code"], again["userErrors"][0]["field"]) == (
        None, "NOT_POSSIBLE", ["fulfillmentId"],
    )  # fmt: skip


def test_a_line_comes_from_another_store(back):
    order = back.place()
    arguments = {
        "orderId": "ID!", "lineId": "ID!", "fromLocationId": "ID!", "toLocationId": "ID!", "quantity": "Int!",
        "reason": "String",
    }  # fmt: skip
    payload = back.do(
        "orderLineResource", arguments, role="associate", orderId=order.id, lineId=order.lines[0].id,
        fromLocationId=gid("Location", back.counter.depot), toLocationId=gid("Location", back.counter.lyon),
        quantity=2, reason="The depot is closed",
    )  # fmt: skip
    assert payload["order"]["lines"][0]["sources"] == [
        {"locationId": gid("Location", back.counter.lyon), "quantity": 2}
    ]
    assert payload["order"]["currentTotal"] == {"amount": "59.50"}
    entry = back.audit()[-1]
    assert (entry.action, entry.subject, entry.reason) == (
        "order.line_resourced",
        order.id,
        "The depot is closed",
    )


EDIT = {
    "id": "ID!",
    "quantities": "[OrderPiecesInput!]",
    "version": "Int",
    "shippingAddress": "OrderAddressInput",
}


def test_support_edits_and_the_card_gets_its_money_back(back):
    order = back.place()
    payload = back.do(
        "orderEdit",
        EDIT,
        role="support",
        id=order.id,
        quantities=[{"lineId": order.lines[0].id, "quantity": 1}],
    )
    found = payload["order"]
    assert (found["currentTotal"], found["paid"], found["refunded"], found["financialStatus"]) == (
        {"amount": "41.50"}, {"amount": "41.50"}, {"amount": "18.00"}, "PAID",
    )  # fmt: skip
    stale = back.send_mutation(
        "orderEdit", EDIT, id=order.id, version=1, quantities=[{"lineId": order.lines[0].id, "quantity": 0}]
    )
    assert stale["userErrors"][0]["code"] == "CONFLICT"
    moved = back.do(
        "orderEdit", EDIT, id=order.id,
        shippingAddress={
            "firstName": "Ada", "lastName": "Dupont", "address1": "2 rue Victor Hugo", "city": "Nantes",
            "zip": "44000", "countryCode": "FR",
        },
    )  # fmt: skip
    assert moved["order"]["shippingAddress"] == {"city": "Nantes", "zip": "44000"}


def test_support_cancels_and_all_goes_back(back):
    order = back.place()
    arguments = {"id": "ID!", "reason": "OrderCancelReason!", "note": "String"}
    for _ in range(2):
        payload = back.do(
            "orderCancel", arguments, role="support", id=order.id, reason="CUSTOMER", note="A call"
        )
        found = payload["order"]
        assert (found["financialStatus"], found["fulfillmentStatus"], found["refunded"], found["cancelReason"]) == (
            "REFUNDED", "RESTOCKED", {"amount": "59.50"}, "CUSTOMER",
        )  # fmt: skip
    assert [entry.action for entry in back.audit()][-2:] == ["order.cancelled", "order.cancelled_again"]


def test_what_was_set_aside_is_taken_on_demand(back):
    order = back.place(capture=False)
    found = back.do("orderCapture", {"id": "ID!"}, role="support", id=order.id)["order"]
    assert (found["financialStatus"], found["paid"], found["authorized"]) == (
        "PAID", {"amount": "59.50"}, {"amount": "0.00"},
    )  # fmt: skip
    missing = back.send_mutation("orderCapture", {"id": "ID!"}, id=gid("Order", 99))
    assert missing["userErrors"][0]["code"] == "NOT_FOUND"


def test_orders_are_found_by_what_people_say(back):
    first = back.place(pay=False)
    back.place(pay=False, origin="checkout/2", email="ben@example.com")

    def found(query="", location=None, count=10, before=None):
        variables = {"query": query, "location": location, "first": count, "before": before}
        data = back.ask(FIND, variables)["orders"]
        return [order["name"] for order in data["nodes"]], data["nextBefore"]

    assert found() == (["#1002", "#1001"], None)
    names, below = found(count=1)
    assert (names, found(count=1, before=below)[0]) == (["#1002"], ["#1001"])
    for query in (
        "1001",
        "#1001",
        first.confirmation_number,
        first.confirmation_number.lower(),
        "ada@example.com",
    ):
        assert found(query)[0] == ["#1001"], query
    for query in ("100", "%", "' OR 1=1 --", "9" * 40, "nobody@example.com"):
        assert found(query)[0] == [], query
    assert found(location=gid("Location", back.counter.lyon))[0] == ["#1002", "#1001"]
    assert found(location=gid("Location", back.counter.lille))[0] == []
    for wrong in (0, 101):
        code = back.code(FIND, {"query": "", "first": wrong})
        assert code == "BAD_USER_INPUT"
    assert back.ask('{ order(id: "gid://shopify/Order/99") { id } }') == {"order": None}


def test_roles_may_do_what_is_theirs(back):
    order = back.place()
    cancel = "mutation($id: ID!) { orderCancel(id: $id, reason: STAFF) { userErrors { code } } }"
    pick = "mutation($id: ID!) { fulfillmentPick(id: $id) { userErrors { code } } }"
    number = 'mutation { orderNumberingSet(prefix: "A-") { userErrors { code } } }'
    capture = "mutation($id: ID!) { orderCapture(id: $id) { userErrors { code } } }"
    read = "query($id: ID!) { order(id: $id) { name } }"
    before = back.counter.rows()
    refused = {
        cancel: ("merchandiser", "associate", "auditor"), pick: ("merchandiser", "support", "auditor"),
        number: ("merchandiser", "associate", "support", "auditor"), capture: ("associate", "auditor"),
        read: ("merchandiser",),
    }  # fmt: skip
    for document, roles in refused.items():
        variables = {} if document == number else {"id": order.id}
        for role in roles:
            assert back.code(document, variables, role=role) == "FORBIDDEN", (document, role)
        assert back.code(document, variables, role=None) == "UNAUTHENTICATED"
    assert back.counter.rows() == before
    assert back.ask(number)["orderNumberingSet"] == {"userErrors": []}
    assert back.place(pay=False, origin="checkout/2").name == "A-1002"
    formula = 'mutation { orderNumberingSet(prefix: "=1+") { userErrors { code } } }'
    assert back.ask(formula)["orderNumberingSet"] == {"userErrors": [{"code": "INVALID"}]}
