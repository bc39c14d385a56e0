"""Many at a time: one key makes one request, one accepts, bounds hold, a request ends in one way."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from comptoir.catalog.snapshot import CATALOG
from comptoir.errors import DomainError
from comptoir.inventory import expire_holds
from comptoir.inventory.snapshot import AVAILABILITY
from comptoir.principal import Actor
from comptoir.service import (
    RequestKind,
    accept_request,
    ask_staff,
    cancel_request,
    complete_request,
    drop_request,
    expire_requests,
    fetch_request,
)
from comptoir.service.answering import RoomLimits
from comptoir.service.asking import MOST_AT_ONE_PLACE, MOST_FROM_ONE_VISITOR, Call, Limits

LIMITS = Limits(pieces=3, answer_within=timedelta(minutes=15))
ROOM = RoomLimits(pieces=3, held_for=timedelta(minutes=60))


def facts(floor, sku="Red-S", location="paris"):
    """Return the variant and the store as the snapshot has them."""
    snapshot = floor.shop.readmodel.snapshot
    store = next(each for each in snapshot[AVAILABILITY].locations if each.handle == location)
    variant = snapshot[CATALOG].view("en").variants[floor.numbers[sku]]
    return {"variant": variant, "location": store, "device": None, "limits": LIMITS}


def call(**more):
    return Call(**{"kind": RequestKind.FITTING_ROOM, "place": "Cabin 3"} | more)


def tried(floor, command, **arguments):
    """Return what came of a command: its status, or the code of its refusal."""
    try:
        return floor.shop.db.write_now(command, **arguments).status.value
    except DomainError as refusal:
        return refusal.code


def many(work, times=24):
    with ThreadPoolExecutor(12) as pool:
        return Counter(pool.map(work, range(times)))


def test_one_key_sent_many_times_at_once_makes_one_request(floor):
    given = facts(floor)

    def send(number):
        wish = call(idempotency_key="k", client="10.0.0.1")
        return floor.shop.db.write_now(ask_staff, **given, call=wish, token="t" * 32).request.number

    assert many(send, 12) == {1: 12}
    assert len(floor.everything()) == 1


def test_bounds_hold_for_many_at_once(floor):
    given = facts(floor)

    def send(number, **more):
        try:
            wish = call(**{"kind": RequestKind.ASSISTANCE} | more)
            floor.shop.db.write_now(ask_staff, **given, call=wish, token=f"{more}{number}")
        except DomainError as refusal:
            return refusal.code
        return "asked"

    assert many(send) == {"asked": MOST_AT_ONE_PLACE, "PLACE_LIMIT": 24 - MOST_AT_ONE_PLACE}
    found = many(lambda number: send(number, place=f"Cabin {number + 10}", client="10.0.0.1"), 30)
    assert found == {"asked": MOST_FROM_ONE_VISITOR, "RATE_LIMITED": 30 - MOST_FROM_ONE_VISITOR}


def test_of_many_who_accept_at_once_one_does(floor):
    floor.request()

    def accept(number):
        return tried(floor, accept_request, number=1, actor=Actor(kind="staff", ident=str(number % 4 + 1)))

    assert many(accept) == {"ACCEPTED": 1, "ALREADY_ACCEPTED": 23}
    rows = [row for row in floor.office.audit() if row.action == "service_request.accepted"]
    assert len(rows) == 1
    (kept,) = floor.everything()
    assert kept.accepted_by == rows[0].actor_name


def test_of_many_who_fetch_at_once_one_does_and_the_piece_is_held_once(floor):
    floor.request()
    floor.work("Accept")

    def fetch(number):
        return tried(floor, fetch_request, number=1, limits=ROOM)

    assert many(fetch) == {"FETCHED": 1, "ALREADY_FETCHED": 23}
    assert (floor.left(), floor.sound()) == (1, True)


def test_two_pieces_are_fetched_for_two_of_many(floor):
    for number in range(6):
        floor.request(place=f"Cabin {number}")
        floor.work("Accept", number=number + 1)

    def fetch(number):
        return tried(floor, fetch_request, number=number % 6 + 1, limits=ROOM)

    found = many(fetch, 6)
    assert found == {"FETCHED": 2, "OUT_OF_STOCK": 4}
    assert (floor.left(), floor.sound()) == (0, True)


def test_accepting_beside_the_sweep_leaves_one_of_the_two(floor):
    floor.request()
    floor.shop.clock.advance(timedelta(minutes=14, seconds=59))

    def work(number):
        if number == 8:
            floor.shop.clock.advance(timedelta(seconds=2))
        if number % 2:
            return "swept" if floor.shop.db.write_now(expire_requests) else "nothing"
        return tried(floor, accept_request, number=1)

    found = many(work)
    (kept,) = floor.everything()
    assert (found["ACCEPTED"], found["swept"]) == {"ACCEPTED": (1, 0), "EXPIRED": (0, 1)}[kept.status.value]


def test_a_fetched_request_ends_in_one_way_however_many_try(floor):
    given = facts(floor)
    for number in range(4):
        floor.shop.db.write_now(ask_staff, **given, call=call(place=f"Cabin {number}"), token=f"t{number}")
    for number in range(4):
        floor.work("Accept", number=number + 1)
    for number in range(2):
        floor.work("Fetch", number=number + 1)
    floor.shop.clock.advance(timedelta(minutes=59, seconds=59))

    def end(number):
        if number == 20:
            floor.shop.clock.advance(timedelta(seconds=2))
        which = number % 4
        ways = (
            lambda: tried(floor, cancel_request, token=f"t{which}"),
            lambda: tried(floor, complete_request, number=which + 1),
            lambda: tried(floor, drop_request, number=which + 1, reason="gone"),
            lambda: tried(floor, fetch_request, number=which + 1, limits=ROOM),
            lambda: floor.shop.db.write_now(expire_requests) and None,
            lambda: floor.shop.db.write_now(expire_holds) and None,
        )
        return which + 1, ways[number // 4 % len(ways)]()

    many(end, 48)
    floor.shop.clock.advance(timedelta(hours=2))
    floor.shop.db.write_now(expire_requests)
    assert {each.status.value for each in floor.everything()} <= {"DONE", "CANCELLED", "EXPIRED"}
    assert all(each.held == 0 for each in floor.everything())
    assert (floor.left(), floor.sound()) == (2, True)
    ends = floor.shop.db.read_now(closings)
    assert ends == Counter({1: 1, 2: 1, 3: 1, 4: 1})


def closings(tx):
    """Return how often each request ended, as its events tell."""
    import json

    from sqlalchemy import text

    rows = tx.all(text("SELECT payload FROM kernel_outbox WHERE name = 'service.closed'"))
    return Counter(json.loads(row.payload)["request_id"] for row in rows)
