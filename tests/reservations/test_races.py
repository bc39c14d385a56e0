"""Many at a time: one key makes one reservation, a reservation ends once, nothing is kept twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from comptoir.catalog.snapshot import CATALOG
from comptoir.errors import DomainError
from comptoir.inventory import levels_of
from comptoir.inventory.consistency import check_consistency
from comptoir.inventory.snapshot import AVAILABILITY
from comptoir.reservations import (
    Contact,
    cancel_reservation,
    expire_reservations,
    find_reservations,
    hand_over_reservation,
    release_reservation,
    reserve,
)
from comptoir.reservations.consistency import check_reservations
from comptoir.reservations.queries import ReservationSearch
from comptoir.reservations.reserving import Limits, Wish

LIMITS = Limits(pieces=3, longest=timedelta(days=3))


def wish(name, **more):
    return Wish(quantity=1, contact=Contact(name=name, email=f"{name}@example.com"), **more)


def facts(desk, sku="Red-S"):
    """Return the variant and the store as the snapshot has them."""
    snapshot = desk.shop.readmodel.snapshot
    store = next(each for each in snapshot[AVAILABILITY].locations if each.handle == "paris")
    return {"variant": snapshot[CATALOG].view("en").variants[desk.numbers[sku]], "location": store}


def sound(desk):
    database = desk.shop.db
    return database.read_now(check_consistency) == [] and database.read_now(check_reservations) == []


def everything(desk):
    return desk.shop.db.read_now(find_reservations, search=ReservationSearch(), count=100)


def test_one_key_sent_many_times_at_once_makes_one_reservation(desk):
    given = facts(desk)

    def send(number):
        made = desk.shop.db.write_now(
            reserve, **given, wish=wish("ana", idempotency_key="k"), limits=LIMITS, token="t" * 32
        )
        return made.reservation.number

    with ThreadPoolExecutor(12) as pool:
        assert len(set(pool.map(send, range(12)))) == 1
    assert len(everything(desk)) == 1
    assert sound(desk)


def test_two_pieces_are_kept_for_two_of_many(desk):
    given = facts(desk)

    def send(number):
        try:
            desk.shop.db.write_now(
                reserve, **given, wish=wish(f"shopper{number}"), limits=LIMITS, token=f"{number:032}"
            )
        except DomainError as refusal:
            return refusal.code
        return "kept"

    with ThreadPoolExecutor(12) as pool:
        assert Counter(pool.map(send, range(24))) == {"kept": 2, "OUT_OF_STOCK": 22}
    assert len(everything(desk)) == 2
    assert sound(desk)


def test_a_reservation_ends_in_one_way_however_many_try(desk):
    made = desk.shop.db.write_now(
        reserve, **facts(desk), wish=wish("ana"), limits=LIMITS, token="t" * 32
    ).reservation
    desk.shop.clock.advance(made.expires_at - desk.shop.clock.now() - timedelta(seconds=1))
    ways = (
        (cancel_reservation, {"token": "t" * 32}, "CANCELLED"),
        (release_reservation, {"number": made.number}, "RELEASED"),
        (hand_over_reservation, {"number": made.number}, "COLLECTED"),
    )

    def end(number):
        if number == 6:
            desk.shop.clock.advance(timedelta(seconds=2))
        if number % 4 == 3:
            return "EXPIRED" if desk.shop.db.write_now(expire_reservations) else "nothing"
        command, arguments, status = ways[number % 4]
        try:
            desk.shop.db.write_now(command, **arguments)
        except DomainError as refusal:
            return refusal.code
        return status

    with ThreadPoolExecutor(12) as pool:
        found = set(pool.map(end, range(24))) - {"nothing", "RESERVATION_CLOSED"}
    (kept,) = everything(desk)
    # Somebody who cancels again is told that it is cancelled.
    assert found == {kept.status.value}
    assert sound(desk)
    number = desk.numbers["Red-S"]
    left = desk.shop.db.read_now(levels_of, variant_ids=[number])[number][desk.locations["paris"]]
    assert left == (1 if kept.status == "COLLECTED" else 2)
