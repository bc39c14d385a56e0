"""What shoppers can do: call staff, follow the request, call it off; and what is refused."""

from datetime import timedelta

import pytest
from comptoir.devices.commands import sign_in_device
from comptoir.service.asking import (
    MOST_AN_HOUR,
    MOST_AT_ONE_PLACE,
    MOST_FROM_ONE_VISITOR,
    MOST_WAITING,
)
from comptoir.service.ending import forget_notes
from comptoir.service.errors import _TEXTS
from comptoir.service.plugin import _sweep
from sqlalchemy import text

from tests.service.conftest import CANCEL, CREATE, DROP, READ


def test_a_piece_is_asked_for_and_nothing_is_held_for_it_yet(floor):
    made = floor.request(note="  In  black,\n please ", place=" Cabin  3 ", quantity=2)
    assert made["id"].startswith("gid://shopify/ServiceRequest/")
    assert made | {"id": ""} == {
        "id": "",
        "kind": "FITTING_ROOM",
        "status": "REQUESTED",
        "place": "Cabin 3",
        "note": "In black, please",
        "title": "Shirt, Red / S",
        "quantity": 2,
        "quantityBrought": 0,
        "secondsSinceChange": 0,
        "createdAt": "2026-03-02T12:00:00Z",
        "expiresAt": "2026-03-02T12:15:00Z",
        "location": {"name": "Paris Marais"},
        "merchandise": {"sku": "Red-S"},
    }
    (kept,) = floor.everything()
    assert (kept.language, kept.channel, floor.left()) == ("en", "qr", 2)


def test_the_request_of_the_contract_is_answered_with_an_id_and_a_status(floor):
    document = """mutation ($v: ID!, $l: ID!) {
      serviceRequestCreate(input: {kind: FITTING_ROOM, variantId: $v, locationId: $l, place: "3"}) {
        request { id status } userErrors { code field message } } }"""
    wish = floor.wish()
    answer = floor.ask(document, v=wish["variantId"], l=wish["locationId"])["serviceRequestCreate"]
    assert (answer["request"]["status"], answer["userErrors"]) == ("REQUESTED", [])


def test_help_is_asked_for_with_a_piece_or_without_one_also_where_none_is_left(floor):
    plain = floor.request(kind="ASSISTANCE", sku=None)
    about = floor.request(kind="ASSISTANCE", sku="Blue-L")
    assert (plain["title"], plain["merchandise"], plain["note"]) == (None, None, None)
    assert (about["title"], about["merchandise"]) == ("Shirt, Blue / L", {"sku": "Blue-L"})


def test_whoever_has_the_id_follows_and_cancels_it_and_nobody_else(floor):
    made = floor.request()
    floor.shop.clock.advance(timedelta(seconds=90))
    shown = floor.ask(READ, id=made["id"])
    assert shown == {
        "serviceRequest": {
            "status": "REQUESTED",
            "secondsSinceChange": 90,
            "quantityBrought": 0,
            "cancelledBy": None,
            "acceptedAt": None,
            "fetchedAt": None,
            "closedAt": None,
        },
        "node": {"id": made["id"]},
    }
    for other in ("gid://shopify/ServiceRequest/1", "gid://shopify/ServiceRequest/" + "0" * 32):
        assert floor.ask(READ, id=other) == {"serviceRequest": None, "node": None}
        answer = floor.ask(CANCEL, id=other)["serviceRequestCancel"]
        assert [(e["code"], e["field"]) for e in answer["userErrors"]] == [
            ("SERVICE_REQUEST_NOT_FOUND", ["id"])
        ]
    for _ in range(2):
        answer = floor.ask(CANCEL, id=made["id"])["serviceRequestCancel"]
        assert answer == {"request": {"status": "CANCELLED"}, "userErrors": []}
    assert floor.ask(READ, id=made["id"])["serviceRequest"]["cancelledBy"] == "SHOPPER"
    for wrong in ("1", "gid://shopify/Reservation/" + "0" * 32):
        assert floor.body(READ, id=wrong)["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_a_request_that_nobody_answers_expires_at_once_and_is_ended_by_the_sweep(floor):
    made = floor.request()
    floor.shop.clock.advance(timedelta(minutes=14, seconds=59))
    assert floor.ask(READ, id=made["id"])["serviceRequest"]["status"] == "REQUESTED"
    floor.shop.clock.advance(timedelta(seconds=6))
    shown = floor.ask(READ, id=made["id"])["serviceRequest"]
    assert (shown["status"], shown["secondsSinceChange"], shown["closedAt"]) == ("EXPIRED", 5, None)
    answer = floor.ask(CANCEL, language="FR", id=made["id"])["serviceRequestCancel"]
    assert answer["userErrors"] == [
        {"code": "SERVICE_REQUEST_CLOSED", "field": ["id"], "message": "La demande a expiré."}
    ]


@pytest.fixture
def asked(floor):
    """The floor with a request, made before an event loop runs."""
    floor.request(note="for a friend", address="10.0.0.1")
    return floor


@pytest.mark.anyio
async def test_one_sweep_ends_what_is_due(asked):
    asked.shop.clock.advance(timedelta(minutes=15))
    await _sweep(asked.shop)
    (kept,) = asked.everything()
    assert (kept.status, kept.closed_at) == ("EXPIRED", asked.shop.clock.now())


def test_what_was_written_is_forgotten_thirty_days_after_the_end(asked):
    database = asked.shop.db
    asked.work("Accept")
    asked.staff(DROP, id="gid://shopify/ServiceRequest/1", reason="left")
    asked.shop.clock.advance(timedelta(days=30, seconds=-1))
    assert database.write_now(forget_notes) == 0
    asked.shop.clock.advance(timedelta(seconds=1))
    assert [database.write_now(forget_notes) for _ in range(2)] == [1, 0]
    (row,) = database.read_now(lambda tx: tx.all(text("SELECT note, client FROM service_request")))
    assert tuple(row) == ("", None)


def test_a_repeated_request_gets_the_same_one(floor):
    first = floor.request(idempotencyKey="once")
    assert floor.request(idempotencyKey="once") == first
    assert len(floor.everything()) == 1
    assert floor.request(idempotencyKey="twice")["id"] != first["id"]


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        ({"variantId": "gid://shopify/ProductVariant/999"}, "MERCHANDISE_NOT_FOUND", "variantId"),
        ({"sku": None}, "INVALID", "variantId"),
        ({"locationId": "gid://shopify/Location/999"}, "LOCATION_NOT_FOUND", "locationId"),
        ({"location": None}, "LOCATION_NOT_FOUND", "locationId"),
        ({"location": "depot"}, "LOCATION_NOT_STAFFED", "locationId"),
        ({"quantity": 0}, "INVALID", "quantity"),
        ({"quantity": -1}, "INVALID", "quantity"),
        ({"quantity": 4}, "INVALID", "quantity"),
        ({"quantity": 3}, "OUT_OF_STOCK", "quantity"),
        ({"place": " "}, "INVALID", "place"),
        ({"place": None}, "INVALID", "place"),
        ({"place": "x" * 61}, "INVALID", "place"),
        ({"place": "Cabin\u202e3"}, "INVALID", "place"),
        ({"note": "x" * 201}, "INVALID", "note"),
        ({"note": "\x00"}, "INVALID", "note"),
        ({"idempotencyKey": ""}, "INVALID", "idempotencyKey"),
        ({"idempotencyKey": "x" * 201}, "INVALID", "idempotencyKey"),
        ({"device": {"token": "unknown"}}, "DEVICE_NOT_FOUND", "device"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_has_changed(floor, wish, code, field):
    assert floor.refused(**wish) == (code, ["input", field])
    assert (floor.everything(), floor.left()) == ([], 2)


@pytest.mark.parametrize("wrong", [{"kind": "DRESSING"}, {"variantId": "7"}, {"locationId": "paris"}])
def test_a_malformed_request_is_no_request(floor, wrong):
    assert "errors" in floor.body(CREATE, input=floor.wish(**wrong))
    assert floor.everything() == []


def test_what_a_store_has_not_is_told_with_the_stores_that_have_it(floor):
    answer = floor.create(quantity=3)
    assert answer["request"] is None
    assert [error["message"] for error in answer["userErrors"]] == ["Only 2 are left here."]
    assert answer["elsewhere"] == [{"location": {"name": "Lyon"}, "quantityAvailable": 3}]
    gone = floor.create(sku="Red-M", language="FR")
    assert [error["message"] for error in gone["userErrors"]] == ["Il n\u2019en reste plus ici."]
    assert gone["elsewhere"] == []
    # Only that refusal tells of other stores.
    assert floor.create(place="")["elsewhere"] == []
    assert floor.create()["elsewhere"] == []


def test_what_is_not_counted_can_always_be_asked_for(floor):
    assert floor.request(sku="card", quantity=3)["title"] == "Card"


def test_a_store_that_is_closed_now_is_told_so(floor):
    floor.shop.clock.advance(timedelta(hours=6))
    assert floor.refused() == ("LOCATION_CLOSED", ["input", "locationId"])
    # Lyon's hours are not known.
    assert floor.request(location="lyon")["status"] == "REQUESTED"


def test_a_shop_may_take_requests_round_the_clock(floor):
    floor.shop.clock.advance(timedelta(hours=6))
    floor.shop.settings = floor.shop.settings.model_copy(update={"service_when_closed": True})
    assert floor.request()["status"] == "REQUESTED"


def test_a_screen_of_the_shop_says_where_it_stands(floor, screen):
    token = {"device": {"token": screen.token}}
    made = floor.request(**token, location=None, place=None)
    assert (made["place"], made["location"]) == ("By the door", {"name": "Paris Marais"})
    assert floor.request(**token, place="Cabin 3")["place"] == "Cabin 3"
    assert floor.refused(**token, location="lyon") == ("LOCATION_NOT_FOUND", ["input", "locationId"])
    session = floor.shop.db.write_now(sign_in_device, token=screen.token).session
    assert floor.refused(**token) == ("DEVICE_NOT_FOUND", ["input", "device"])
    assert floor.request(device={"token": screen.token, "session": session})["status"] == "REQUESTED"


def test_one_place_has_only_so_many_open_requests_however_it_is_typed(floor):
    for name in ("Cabin 3", "CABIN 3", "cabin   3")[:MOST_AT_ONE_PLACE]:
        floor.request(kind="ASSISTANCE", place=name)
    assert floor.refused(kind="ASSISTANCE") == ("PLACE_LIMIT", ["input", "place"])
    floor.request(kind="ASSISTANCE", place="Cabin 4")
    floor.request(kind="ASSISTANCE", location="lyon")
    # One that has ended makes room.
    floor.work("Accept", "Complete")
    floor.request(kind="ASSISTANCE")


def test_one_visitor_has_only_so_many_open_requests_and_so_many_an_hour(floor):
    plain = {"kind": "ASSISTANCE", "sku": None, "address": "10.0.0.1"}
    made = [floor.request(**plain, place=f"Cabin {n}") for n in range(MOST_FROM_ONE_VISITOR)]
    assert floor.refused(**plain) == ("RATE_LIMITED", None)
    floor.request(**plain | {"address": "10.0.0.2"})
    for number in range(MOST_AN_HOUR - MOST_FROM_ONE_VISITOR):
        floor.ask(CANCEL, id=made[number]["id"])
        made.append(floor.request(**plain, place=f"Cabin {number}"))
    floor.ask(CANCEL, id=made[-1]["id"])
    assert floor.refused(**plain) == ("RATE_LIMITED", None)
    floor.shop.clock.advance(timedelta(hours=1))
    assert floor.request(**plain)["status"] == "REQUESTED"


def test_a_store_takes_no_more_than_its_staff_can_answer(floor):
    plain = {"kind": "ASSISTANCE", "sku": None}
    for number in range(MOST_WAITING):
        floor.request(**plain, place=f"Cabin {number}", address=f"10.0.0.{number}")
    assert floor.refused(**plain, place="one more") == ("QUEUE_FULL", None)
    assert floor.request(**plain, location="lyon")["status"] == "REQUESTED"
    floor.work("Accept")
    assert floor.request(**plain, place="one more")["status"] == "REQUESTED"


def test_every_refusal_has_a_text_in_both_languages():
    assert _TEXTS["en"].keys() == _TEXTS["fr"].keys()
