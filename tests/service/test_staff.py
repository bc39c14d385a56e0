"""What staff do with the queue: see it, accept, fetch, complete, call off; the ledger and the audit log with it."""

from datetime import timedelta

import pytest
from comptoir.inventory import Owner, count_stock, expire_holds, find_holds, place_holds
from comptoir.inventory.promises import Demand
from comptoir.principal import Actor
from comptoir.service import expire_requests, owner_of
from comptoir.service.consistency import check_service
from sqlalchemy import text

from tests.service.conftest import CANCEL, DROP, READ, STEP

QUEUE = """query ($first: Int, $after: String, $location: ID, $status: [ServiceRequestStatus!],
    $kind: ServiceRequestKind) {
  serviceRequests(first: $first, after: $after, locationId: $location, status: $status, kind: $kind) {
    nodes { id place } pageInfo { hasNextPage endCursor } } }"""
FETCH = """mutation ($id: ID!, $quantity: Int) { change: serviceRequestFetch(id: $id, quantity: $quantity) {
  request { status quantityBrought expiresAt } elsewhere { location available } userErrors { code field } } }"""
FIRST = "gid://shopify/ServiceRequest/1"


@pytest.fixture
def asked(floor):
    """The floor with somebody who waits for a red shirt in cabin 3."""
    floor.asked = floor.request(note="merci", quantity=2)
    return floor


def places(floor, **search):
    found = floor.staff(QUEUE, **search)["serviceRequests"]
    return [node["place"] for node in found["nodes"]]


def audited(floor):
    rows = [row for row in floor.office.audit() if row.subject.startswith("gid://shopify/ServiceRequest/")]
    return [(row.action, row.subject, row.actor_name, row.before, row.after, row.reason) for row in rows]


def held(floor, number=1):
    return [each.quantity for each in floor.shop.db.read_now(find_holds, owner=owner_of(number))]


def test_a_piece_is_accepted_fetched_and_done_with_and_its_level_comes_back(asked):
    assert asked.step("Accept") == ("ACCEPTED", [])
    assert (asked.left(), held(asked)) == (2, [])
    asked.shop.clock.advance(timedelta(minutes=2))
    assert asked.step("Fetch") == ("FETCHED", [])
    assert (asked.left(), held(asked)) == (0, [2])
    shown = asked.ask(READ, id=asked.asked["id"])["serviceRequest"]
    assert shown == {
        "status": "FETCHED",
        "secondsSinceChange": 0,
        "quantityBrought": 2,
        "cancelledBy": None,
        "acceptedAt": "2026-03-02T12:00:00Z",
        "fetchedAt": "2026-03-02T12:02:00Z",
        "closedAt": None,
    }
    assert asked.step("Complete") == ("DONE", [])
    assert (asked.left(), held(asked)) == (2, [])
    (kept,) = asked.everything()
    assert (kept.status, kept.accepted_by, kept.quantity_brought, kept.held) == ("DONE", "Associate", 2, 0)
    assert [row[:2] + row[3:5] for row in audited(asked)] == [
        ("service_request.accepted", FIRST, {"status": "REQUESTED"}, {"status": "ACCEPTED"}),
        ("service_request.fetched", FIRST, {"status": "ACCEPTED"}, {"status": "FETCHED"}),
        ("service_request.done", FIRST, {"status": "FETCHED"}, {"status": "DONE"}),
    ]
    assert asked.sound()


def test_the_hold_is_of_its_own_kind_with_location_expiry_and_the_room_as_shopper(asked):
    asked.work("Accept", "Fetch")
    (hold,) = asked.shop.db.read_now(find_holds, owner=Owner(kind="service", ident="1"))
    assert (hold.location_id, hold.variant_id) == (asked.locations["paris"], asked.numbers["Red-S"])
    assert hold.expires_at == asked.shop.clock.now() + timedelta(minutes=60)
    assert hold.shopper == f"service:{asked.locations['paris']}:cabin 3"
    promises = "query ($id: ID!) { stockPromises(variantId: $id) { kind reference location quantity } }"
    assert asked.staff(promises, id=asked.wish()["variantId"])["stockPromises"] == [
        {"kind": "service", "reference": "1", "location": "paris", "quantity": 2}
    ]


def test_help_is_done_without_fetching(floor):
    floor.request(kind="ASSISTANCE")
    assert floor.step("Complete") == (None, ["NOT_ACCEPTED"])
    floor.work("Accept")
    assert floor.step("Fetch") == (None, ["NOTHING_TO_FETCH"])
    assert floor.step("Complete") == ("DONE", [])


def test_the_second_who_accepts_is_told_who_was_first(asked):
    asked.work("Accept")
    before = (asked.everything(), audited(asked))
    assert asked.step("Accept", role="support") == (None, ["ALREADY_ACCEPTED"])
    assert (asked.everything(), audited(asked)) == before


def test_steps_out_of_turn_are_refused_and_nothing_has_changed(asked):
    for name in ("Fetch", "Complete"):
        assert asked.step(name) == (None, ["NOT_ACCEPTED"])
    asked.work("Accept")
    assert asked.step("Complete") == (None, ["NOT_FETCHED"])
    asked.work("Fetch")
    assert asked.step("Fetch") == (None, ["ALREADY_FETCHED"])
    assert asked.step("Accept") == (None, ["ALREADY_ACCEPTED"])
    assert (asked.left(), held(asked)) == (0, [2])
    asked.work("Complete")
    before = (asked.everything(), audited(asked), asked.left())
    for name in ("Accept", "Fetch", "Complete"):
        assert asked.step(name) == (None, ["SERVICE_REQUEST_CLOSED"])
        assert asked.step(name, number=99) == (None, ["SERVICE_REQUEST_NOT_FOUND"])
    assert (asked.everything(), audited(asked), asked.left()) == before


def test_a_request_that_has_expired_cannot_be_accepted(asked):
    asked.shop.clock.advance(timedelta(minutes=15))
    assert asked.step("Accept") == (None, ["SERVICE_REQUEST_CLOSED"])
    assert audited(asked) == []


def test_staff_call_off_with_a_reason_that_shoppers_are_not_told(asked):
    asked.work("Accept", "Fetch")
    for reason in ("", "  ", "x" * 201):
        answer = asked.staff(DROP, id=FIRST, reason=reason)["change"]
        assert answer == {"request": None, "userErrors": [{"code": "INVALID", "field": ["reason"]}]}
    assert asked.left() == 0
    answer = asked.staff(DROP, id=FIRST, reason="left the  store")["change"]
    assert answer == {
        "request": {"status": "CANCELLED", "reason": "left the store", "cancelledBy": "STAFF"},
        "userErrors": [],
    }
    assert (asked.left(), held(asked)) == (2, [])
    assert audited(asked)[-1][0] == "service_request.cancelled"
    assert audited(asked)[-1][5] == "left the store"
    assert asked.ask(READ, id=asked.asked["id"])["serviceRequest"]["cancelledBy"] == "STAFF"


def test_a_shopper_who_cancels_gives_back_what_was_fetched(asked):
    asked.work("Accept", "Fetch")
    asked.ask(CANCEL, id=asked.asked["id"])
    assert (asked.left(), held(asked), asked.sound()) == (2, [], True)


def test_what_was_fetched_and_forgotten_is_free_again_after_an_hour(asked):
    asked.work("Accept", "Fetch")
    asked.shop.clock.advance(timedelta(minutes=60))
    database = asked.shop.db
    # The ledger's own sweep may be the quicker one.
    assert database.write_now(expire_holds) == 1
    assert (asked.left(), asked.sound()) == (2, True)
    assert asked.step("Complete") == (None, ["SERVICE_REQUEST_CLOSED"])
    assert [database.write_now(expire_requests) for _ in range(2)] == [1, 0]
    (kept,) = asked.everything()
    assert (kept.status, kept.held, asked.left(), asked.sound()) == ("EXPIRED", 0, 2, True)


def test_what_was_accepted_and_forgotten_expires_an_hour_later(asked):
    asked.shop.clock.advance(timedelta(minutes=14))
    asked.work("Accept")
    asked.shop.clock.advance(timedelta(minutes=59))
    assert [each.status for each in asked.everything()] == ["ACCEPTED"]
    asked.shop.clock.advance(timedelta(minutes=1))
    assert [each.status for each in asked.everything()] == ["EXPIRED"]


def test_what_is_gone_when_it_is_fetched_is_told_with_where_else_it_is(asked):
    asked.work("Accept")
    other = Owner(kind="checkout", ident="7")
    demand = Demand(variant_id=asked.numbers["Red-S"], location_id=asked.locations["paris"], quantity=1)
    until = asked.shop.clock.now() + timedelta(minutes=10)
    asked.shop.db.write_now(place_holds, owner=other, demands=[demand], expires_at=until)
    before = (asked.everything(), audited(asked))
    answer = asked.staff(FETCH, id=FIRST)["change"]
    assert answer == {
        "request": None,
        "elsewhere": [{"location": "lyon", "available": 3}],
        "userErrors": [{"code": "OUT_OF_STOCK", "field": ["variants", str(asked.numbers["Red-S"])]}],
    }
    assert (asked.everything(), audited(asked), asked.left(), held(asked)) == (*before, 1, [])
    # Fewer than were asked for can be brought.
    assert asked.staff(FETCH, id=FIRST, quantity=1)["change"] == {
        "request": {"status": "FETCHED", "quantityBrought": 1, "expiresAt": "2026-03-02T13:00:00Z"},
        "elsewhere": [],
        "userErrors": [],
    }
    assert (asked.left(), held(asked)) == (0, [1])


@pytest.mark.parametrize("quantity", [0, -1, 3])
def test_no_more_is_fetched_than_was_asked_for(asked, quantity):
    asked.work("Accept")
    answer = asked.staff(FETCH, id=FIRST, quantity=quantity)["change"]
    assert answer["userErrors"] == [{"code": "INVALID", "field": ["quantity"]}]
    assert (asked.left(), held(asked)) == (2, [])


def test_a_fitting_room_has_no_more_pieces_than_the_cap(floor):
    floor.request(location="lyon", quantity=2)
    floor.request(location="lyon", quantity=2)
    floor.request(location="lyon", place="Cabin 4")
    floor.work("Accept", "Fetch")
    floor.work("Accept", number=2)
    assert floor.step("Fetch", number=2) == (None, ["HOLD_LIMIT"])
    floor.work("Accept", "Fetch", number=3)
    floor.work("Complete")
    assert floor.step("Fetch", number=3) == (None, ["ALREADY_FETCHED"])
    assert floor.left(location="lyon") == 2
    assert floor.sound()


def test_what_is_not_counted_is_fetched_without_a_hold(floor):
    floor.request(sku="card")
    floor.work("Accept", "Fetch")
    (kept,) = floor.everything()
    assert (kept.status, kept.quantity_brought, kept.held, floor.sound()) == ("FETCHED", 1, 0, True)
    floor.work("Complete")


def test_the_queue_is_the_oldest_first_by_store_kind_and_state(floor):
    for number, more in enumerate([{}, {"location": "lyon"}, {"kind": "ASSISTANCE"}, {}], 1):
        floor.request(**more, place=f"Cabin {number}")
        floor.shop.clock.advance(timedelta(seconds=1))
    paris = f"gid://shopify/Location/{floor.locations['paris']}"
    assert places(floor) == ["Cabin 1", "Cabin 2", "Cabin 3", "Cabin 4"]
    assert places(floor, location=paris) == ["Cabin 1", "Cabin 3", "Cabin 4"]
    assert places(floor, kind="ASSISTANCE") == ["Cabin 3"]
    floor.work("Accept", number=1)
    assert places(floor, status=["ACCEPTED"]) == ["Cabin 1"]
    assert places(floor, status=[]) == []
    page = floor.staff(QUEUE, first=3)["serviceRequests"]
    assert [node["place"] for node in page["nodes"]] == ["Cabin 1", "Cabin 2", "Cabin 3"]
    assert page["pageInfo"]["hasNextPage"] is True
    assert places(floor, first=3, after=page["pageInfo"]["endCursor"]) == ["Cabin 4"]
    floor.shop.clock.advance(timedelta(minutes=15))
    assert places(floor) == ["Cabin 1"]
    assert places(floor, status=["EXPIRED"]) == ["Cabin 2", "Cabin 3", "Cabin 4"]
    floor.shop.db.write_now(expire_requests)
    assert places(floor, status=["EXPIRED"]) == ["Cabin 2", "Cabin 3", "Cabin 4"]
    assert places(floor, status=["EXPIRED", "ACCEPTED"]) == ["Cabin 1", "Cabin 2", "Cabin 3", "Cabin 4"]


@pytest.mark.parametrize("wrong", [{"first": -1}, {"first": 251}, {"after": "?"}, {"location": "paris"}])
def test_a_malformed_question_for_the_queue_is_refused(floor, wrong):
    assert floor.office.code(QUEUE, wrong, role="associate") == "BAD_USER_INPUT"


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("owner", True, True),
        ("associate", True, True),
        ("support", True, True),
        ("auditor", True, False),
        ("merchandiser", False, False),
        (None, False, False),
    ],
)
def test_who_sees_the_queue_and_who_works_it(asked, role, reads, writes):
    def refusal(document, variables=None):
        body = asked.office.body(document, variables, role=role)
        return body["errors"][0]["extensions"]["code"] if "errors" in body else None

    no = "FORBIDDEN" if role else "UNAUTHENTICATED"
    assert refusal(QUEUE) == (None if reads else no)
    assert refusal(STEP % "Accept", {"id": FIRST}) == (None if writes else no)
    assert [each.status for each in asked.everything()] == ["ACCEPTED" if writes else "REQUESTED"]


def test_a_shopper_s_id_opens_nothing_for_staff_and_theirs_nothing_for_shoppers(asked):
    body = asked.office.body(STEP % "Accept", {"id": asked.asked["id"]}, role="associate")
    assert body["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert asked.ask(READ, id=FIRST) == {"serviceRequest": None, "node": None}


def test_what_happens_is_told_to_subscribers(asked):
    asked.work("Accept", "Fetch", "Complete")
    rows = asked.shop.db.read_now(
        lambda tx: tx.all(text("SELECT name FROM kernel_outbox WHERE name LIKE 'service.%' ORDER BY id"))
    )
    assert [row.name for row in rows] == [
        "service.requested",
        "service.accepted",
        "service.fetched",
        "service.closed",
    ]


def test_the_doctor_finds_planted_faults(asked):
    for number in (2, 3):
        asked.request(location="lyon", place=f"Cabin {number}")
        asked.work("Accept", "Fetch", number=number)
    asked.work("Accept", "Fetch")
    plant = ("UPDATE service_request SET status = 'ACCEPTED' WHERE id = 1",
             "UPDATE inventory_hold SET owner_ident = '77' WHERE owner_ident = '2'",
             "DELETE FROM inventory_hold WHERE owner_ident = '3'")  # fmt: skip
    for statement in plant:
        asked.shop.db.write_now(lambda tx, one=statement: tx.execute(text(one)))
    assert [(each.subject, each.message) for each in asked.shop.db.read_now(check_service)] == [
        ("service request 1", "holds pieces, but it is accepted"),
        ("service request 77", "holds pieces, but it is not there"),
        ("service request 2", "1 pieces were fetched, but it holds 0"),
        ("service request 3", "1 pieces were fetched, but it holds 0"),
    ]
    assert "service" in {check.name for _, check in asked.shop.registry.contributions("register_checks")}


def test_a_level_comes_back_without_what_a_count_found_missing_meanwhile(asked):
    asked.work("Accept", "Fetch")
    counts = {asked.numbers["Red-S"]: 1}
    asked.shop.db.write_now(
        count_stock, location_id=asked.locations["paris"], counts=counts, actor=Actor(kind="staff", ident="1")
    )
    asked.work("Complete")
    assert (asked.left(), asked.sound()) == (1, True)
