"""Stock in the staff schema: received, transferred, short, moved, promised; reservations handed over."""

from datetime import timedelta

import pytest
from comptoir.inventory import Owner, allocate, place_holds
from comptoir.inventory.consistency import check_consistency

from tests.inventory.test_holds import wants

LEVELS = "levels { variantId location onHand available shortage } userErrors { code field }"
RECEIVE = """mutation ($location: String!, $quantities: [StockQuantityInput!]!, $reason: String) {
  stockReceive(location: $location, quantities: $quantities, reference: "PO 7", reason: $reason) { %s } }"""
TRANSFER = """mutation ($from: String!, $to: String!, $quantities: [StockQuantityInput!]!) {
  stockTransfer(fromLocation: $from, toLocation: $to, quantities: $quantities) { %s } }"""
COUNT = (
    """mutation ($counts: [StockCountInput!]!) { stockCount(location: "paris", counts: $counts) { %s } }"""
)
SEEN = """query ($id: ID!) { stockShortages { variantId location missing onHand promised }
  stockMovements(variantId: $id) { location quantity balance reason reference note actor movedAt }
  stockPromises(variantId: $id) { kind reference location quantity expiresAt } }"""
RESERVATIONS = """query ($query: String!) { reservations(query: $query) {
  nodes { id code status contact { name phone } locationId } nextBefore } }"""
HAND_OVER = """mutation ($id: ID!) { reservationHandOver(id: $id, reference: "T-1") {
  reservation { status reference } userErrors { code } } }"""


def change(office, document, **variables):
    (answer,) = office.ask(document % LEVELS, variables, role="associate").values()
    levels = [(each["location"], each["onHand"], each["shortage"]) for each in answer["levels"] or []]
    return levels, answer["userErrors"]


def pieces(office, quantity):
    return [{"variantId": office.id, "quantity": quantity}]


def test_goods_are_received_and_transferred(office):
    levels, errors = change(office, RECEIVE, location="paris", quantities=pieces(office, 4), reason="spring")
    assert (levels, errors) == ([("paris", 6, 0), ("lyon", 3, 0)], [])
    route = {"from": "paris", "to": "depot"}
    levels, errors = change(office, TRANSFER, **route, quantities=pieces(office, 5))
    assert (levels, errors) == ([("paris", 1, 0), ("lyon", 3, 0), ("depot", 5, 0)], [])
    assert change(office, TRANSFER, **route, quantities=pieces(office, 2)) == (
        [],
        [{"code": "OUT_OF_STOCK", "field": ["variants", str(office.red)]}],
    )
    entries = office.ask("{ audit(first: 9) { nodes { action subject reason after } } }")["audit"]["nodes"]
    assert [(entry["action"], entry["subject"], entry["reason"]) for entry in entries[:2]] == [
        ("stock.transferred", "paris to depot", None),
        ("stock.received", "paris", "spring"),
    ]
    assert office.shop.db.read_now(check_consistency) == []


@pytest.mark.parametrize(
    ("location", "quantity", "code"),
    [("nowhere", 1, "LOCATION_NOT_FOUND"), ("paris", 0, "INVALID"), ("paris", -3, "INVALID")],
)
def test_what_cannot_be_received_is_refused(office, location, quantity, code):
    levels, errors = change(office, RECEIVE, location=location, quantities=pieces(office, quantity))
    assert (levels, [error["code"] for error in errors]) == ([], [code])
    other = [{"variantId": "gid://shopify/ProductVariant/999", "quantity": 1}]
    assert change(office, RECEIVE, location="paris", quantities=other)[1][0]["code"] == "NOT_FOUND"
    assert change(office, RECEIVE, location="paris", quantities=[])[1][0]["code"] == "TOO_MANY"


def test_staff_see_what_moved_what_is_promised_and_what_is_short(office):
    database = office.shop.db
    paris = 1
    until = office.clock.now() + timedelta(minutes=5)
    database.write_now(
        place_holds,
        owner=Owner(kind="checkout", ident="secret"),
        demands=wants(paris, **{f"v{office.red}": 1}),
        expires_at=until,
    )
    database.write_now(
        allocate, owner=Owner(kind="order", ident="9"), demands=wants(paris, **{f"v{office.red}": 1})
    )
    change(office, COUNT, counts=[{"variantId": office.id, "onHand": 0}])

    seen = office.ask(SEEN, {"id": office.id}, role="auditor")
    assert seen["stockShortages"] == [
        {"variantId": office.id, "location": "paris", "missing": 2, "onHand": 0, "promised": 2}
    ]
    assert seen["stockPromises"] == [
        {
            "kind": "checkout",
            "reference": None,
            "location": "paris",
            "quantity": 1,
            "expiresAt": "2026-03-02T12:05:00Z",
        },
        {"kind": "order", "reference": "9", "location": "paris", "quantity": 1, "expiresAt": None},
    ]
    last, *_ = seen["stockMovements"]
    assert last == {
        "location": "paris",
        "quantity": -2,
        "balance": 0,
        "reason": "counted",
        "reference": "",
        "note": "",
        "actor": "staff",
        "movedAt": "2026-03-02T12:00:00Z",
    }


def test_a_merchandiser_moves_no_goods_and_sees_no_reservations(office):
    variables = {"location": "paris", "quantities": pieces(office, 1)}
    body = office.body(RECEIVE % LEVELS, variables, role="merchandiser")
    assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    body = office.body(RESERVATIONS, {"query": ""}, role="merchandiser")
    assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_reservation_is_found_and_handed_over(office):
    create = """mutation ($variant: ID!) { reservationCreate(input: {variantId: $variant,
      locationId: "gid://shopify/Location/1", contact: {name: "Ana", phone: "+33 612345678"}}) {
      reservation { code } userErrors { code } } }"""
    answer = office.ask(create, {"variant": office.id}, role=None, path="/graphql")["reservationCreate"]
    assert answer["userErrors"] == []
    code = answer["reservation"]["code"]

    listed = office.ask(RESERVATIONS, {"query": code}, role="associate")["reservations"]
    assert listed == {
        "nodes": [
            {
                "id": "gid://shopify/Reservation/1",
                "code": code,
                "status": "ACTIVE",
                "contact": {"name": "Ana", "phone": "+33 612345678"},
                "locationId": "gid://shopify/Location/1",
            }
        ],
        "nextBefore": None,
    }
    for expected in (
        {"reservation": {"status": "COLLECTED", "reference": "T-1"}, "userErrors": []},
        {"reservation": None, "userErrors": [{"code": "RESERVATION_CLOSED"}]},
    ):
        given = office.ask(HAND_OVER, {"id": "gid://shopify/Reservation/1"}, role="associate")
        assert given["reservationHandOver"] == expected
    assert office.shop.db.read_now(check_consistency) == []
