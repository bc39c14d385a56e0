"""What shoppers can do: keep something at a store, look at it, cancel it; and what is refused."""

from datetime import timedelta

import pytest
from comptoir.inventory import levels_of
from comptoir.reservations.consistency import check_reservations
from comptoir.reservations.errors import _TEXTS
from comptoir.reservations.plugin import _sweep
from comptoir.reservations.queries import ReservationSearch, find_reservations

from tests.reservations.conftest import CANCEL, CREATE, READ


def left(desk, sku="Red-S", location="paris"):
    number = desk.numbers[sku]
    return desk.shop.db.read_now(levels_of, variant_ids=[number])[number].get(desk.locations[location], 0)


def everything(desk):
    return desk.shop.db.read_now(find_reservations, search=ReservationSearch(), count=100)


def test_a_reservation_is_made_with_a_code_and_kept_back(desk):
    made = desk.reserve(pickupBy="2026-03-02T17:00:00Z")
    assert made["id"].startswith("gid://shopify/Reservation/")
    assert made | {"id": "", "code": "", "scanText": ""} == {
        "id": "",
        "code": "",
        "scanText": "",
        "status": "ACTIVE",
        "title": "Shirt, Red / S",
        "quantity": 1,
        "pickupBy": "2026-03-02T17:00:00Z",
        "expiresAt": "2026-03-02T18:00:00Z",
        "location": {"name": "Paris Marais"},
        "merchandise": {"sku": "Red-S"},
    }
    assert made["scanText"] == f"comptoir:reservation:{made['code']}"
    assert left(desk) == 1
    (kept,) = everything(desk)
    assert (kept.contact.name, kept.contact.phone, kept.channel) == (
        "Anaïs Dupré",
        "+33 6 12 34 56 78",
        "web",
    )


def test_without_a_time_it_is_kept_until_the_store_closes(desk):
    assert desk.reserve()["pickupBy"] == "2026-03-02T18:00:00Z"
    desk.shop.clock.advance(timedelta(hours=5))
    assert desk.reserve()["pickupBy"] == "2026-03-03T18:00:00Z"
    # Lyon's hours are not known.
    assert desk.reserve(location="lyon")["pickupBy"] == "2026-03-03T17:00:00Z"


def test_whoever_has_the_id_reads_and_cancels_it_and_nobody_else(desk):
    made = desk.reserve()
    shown = desk.ask(READ, id=made["id"])
    assert shown == {"reservation": {"status": "ACTIVE", "code": made["code"]}, "node": {"id": made["id"]}}
    for other in ("gid://shopify/Reservation/1", "gid://shopify/Reservation/" + "0" * 32):
        assert desk.ask(READ, id=other) == {"reservation": None, "node": None}
        answer = desk.ask(CANCEL, id=other)["reservationCancel"]
        assert answer["userErrors"] == [{"code": "RESERVATION_NOT_FOUND", "field": ["id"]}]
    assert left(desk) == 1

    for _ in range(2):
        answer = desk.ask(CANCEL, id=made["id"])["reservationCancel"]
        assert answer == {"reservation": {"status": "CANCELLED"}, "userErrors": []}
        assert left(desk) == 2


def test_a_reservation_past_its_moment_is_expired_at_once_and_its_pieces_are_free(desk):
    made = desk.reserve(pickupBy="2026-03-02T17:00:00Z", quantity=2)
    desk.shop.clock.advance(timedelta(hours=6))
    assert desk.ask(READ, id=made["id"])["reservation"]["status"] == "EXPIRED"
    answer = desk.ask(CANCEL, id=made["id"])["reservationCancel"]
    assert answer["userErrors"] == [{"code": "RESERVATION_CLOSED", "field": ["id"]}]
    again = desk.reserve(contact={"name": "Ben", "email": "ben@example.com"}, quantity=2)
    assert (again["status"], left(desk)) == ("ACTIVE", 0)


@pytest.mark.anyio
async def test_one_sweep_ends_what_is_due_and_frees_it(desk_async):
    desk, _ = desk_async
    desk.shop.clock.advance(timedelta(hours=7))
    await _sweep(desk.shop)
    assert left(desk) == 2
    (kept,) = everything(desk)
    assert (kept.status, kept.closed_at) == ("EXPIRED", desk.shop.clock.now())
    assert desk.shop.db.read_now(check_reservations) == []


@pytest.fixture
def desk_async(desk):
    """The desk with a reservation, made before an event loop runs."""
    return desk, desk.reserve()


def test_a_repeated_request_gets_the_same_reservation(desk):
    first = desk.reserve(idempotencyKey="once")
    assert desk.reserve(idempotencyKey="once") == first
    assert (left(desk), len(everything(desk))) == (1, 1)
    assert desk.reserve(idempotencyKey="twice")["id"] != first["id"]


@pytest.mark.parametrize(
    ("wish", "code", "field"),
    [
        ({"quantity": 0}, "INVALID", ["input", "quantity"]),
        ({"quantity": -1}, "INVALID", ["input", "quantity"]),
        ({"quantity": 3}, "OUT_OF_STOCK", ["input", "quantity"]),
        ({"quantity": 4}, "HOLD_LIMIT", ["input", "quantity"]),
        ({"sku": "Blue-L"}, "OUT_OF_STOCK", ["input", "quantity"]),
        ({"location": "depot"}, "LOCATION_NOT_FOUND", ["input", "locationId"]),
        ({"location": "closed"}, "LOCATION_NOT_FOUND", ["input", "locationId"]),
        ({"variantId": "gid://shopify/ProductVariant/999"}, "MERCHANDISE_NOT_FOUND", ["input", "variantId"]),
        ({"pickupBy": "2026-03-02T13:59:00Z"}, "PICKUP_TIME_INVALID", ["input", "pickupBy"]),
        ({"pickupBy": "2026-03-02T18:01:00Z"}, "PICKUP_TIME_INVALID", ["input", "pickupBy"]),
        ({"pickupBy": "2026-03-01T12:00:00Z"}, "PICKUP_TIME_INVALID", ["input", "pickupBy"]),
        ({"pickupBy": "2026-03-05T12:01:00Z"}, "PICKUP_TIME_INVALID", ["input", "pickupBy"]),
        ({"contact": {"name": " ", "phone": "+33 612345678"}}, "INVALID", ["input", "contact", "name"]),
        ({"contact": {"name": "A"}}, "INVALID", ["input", "contact"]),
        ({"contact": {"name": "A", "email": "a@b"}}, "INVALID", ["input", "contact", "email"]),
        ({"contact": {"name": "A", "phone": "call me"}}, "INVALID", ["input", "contact", "phone"]),
        ({"contact": {"name": "A", "phone": "1-2-3-4-5"}}, "INVALID", ["input", "contact", "phone"]),
        ({"idempotencyKey": ""}, "INVALID", ["input", "idempotencyKey"]),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_has_changed(desk, wish, code, field):
    assert desk.refused(**wish) == (code, field)
    assert (left(desk), everything(desk)) == (2, [])


def test_the_moment_of_closing_is_a_pickup_time(desk):
    assert desk.reserve(pickupBy="2026-03-02T18:00:00Z")["expiresAt"] == "2026-03-02T19:00:00Z"


def test_one_shopper_reserves_no_more_than_the_cap_over_all_requests(desk):
    desk.reserve(quantity=2)
    assert desk.refused(location="lyon", quantity=2)[0] == "HOLD_LIMIT"
    desk.reserve(location="lyon")
    # The same number, typed in another way.
    contact = {"name": "Somebody", "phone": "+33612345678"}
    assert desk.refused(location="lyon", contact=contact)[0] == "HOLD_LIMIT"
    desk.reserve(location="lyon", contact={"name": "Somebody", "phone": "+33712345678"})


def test_one_address_has_only_so_many_open_reservations(desk):
    for number in range(20):
        contact = {"name": "Bot", "email": f"bot{number}@example.com"}
        desk.reserve(sku="card", contact=contact, address="10.0.0.1")
    contact = {"name": "Bot", "email": "more@example.com"}
    assert desk.refused(sku="card", contact=contact, address="10.0.0.1") == ("RATE_LIMITED", None)
    desk.reserve(sku="card", contact=contact, address="10.0.0.2")


def test_what_is_not_counted_is_reserved_without_a_hold(desk):
    made = desk.reserve(sku="card", quantity=3)
    assert made["title"] == "Card"
    assert desk.shop.db.read_now(check_reservations) == []


def test_a_request_without_a_name_is_malformed(desk):
    wish = desk.wish(contact={"phone": "+33 612345678"})
    with pytest.raises(AssertionError, match="BAD_USER_INPUT"):
        desk.ask(CREATE, input=wish)


@pytest.mark.parametrize(
    ("wish", "english", "french"),
    [
        ({"quantity": 3}, "Only 2 are left there.", "Il n\u2019en reste que 2 dans ce magasin."),
        ({"sku": "Blue-L"}, "None is left there.", "Il n\u2019en reste plus dans ce magasin."),
        (
            {"pickupBy": "2026-03-02T13:00:00Z"},
            "It is ready from 2026-03-02 15:00 on.",
            "C\u2019est prêt à partir du 02/03/2026 à 15:00.",
        ),
    ],
)
def test_refusals_are_told_in_the_shopper_s_language(desk, wish, english, french):
    for language, text in (("EN", english), ("FR", french)):
        answer = desk.ask(CREATE, language=language, input=desk.wish(**wish))["reservationCreate"]
        assert [error["message"] for error in answer["userErrors"]] == [text]
    made = desk.reserve()
    desk.shop.clock.advance(timedelta(days=3))
    answer = desk.ask(CANCEL.replace("code field", "message"), language="FR", id=made["id"])
    assert answer["reservationCancel"]["userErrors"] == [{"message": "La réservation a expiré."}]


def test_every_refusal_has_a_text_in_both_languages():
    assert _TEXTS["en"].keys() == _TEXTS["fr"].keys()
