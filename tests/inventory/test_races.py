"""Many at a time, in threads and in processes: nothing is sold twice, nothing is lost, nobody waits in a circle."""

import json
import random
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from comptoir.clock import SystemClock
from comptoir.db.database import open_database
from comptoir.errors import DomainError
from comptoir.inventory import (
    Demand,
    LocationDraft,
    Owner,
    allocate_holds,
    count_stock,
    expire_holds,
    levels_of,
    place_holds,
    receive,
    release_allocations,
    release_holds,
    save_location,
    set_levels,
    ship_allocated,
    transfer,
)
from comptoir.inventory.consistency import check_consistency
from sqlalchemy import text

from tests.inventory.flash_buyers import run_buyers

PROGRAM = Path(__file__).with_name("flash_buyers.py")
PIECES = 200


@pytest.fixture
def sale(shop):
    """Two hundred pieces of one variant at one location."""
    location = shop.write_now(save_location, draft=LocationDraft(handle="depot", name="Depot"))
    shop.write_now(set_levels, location="depot", levels={11: PIECES})
    return shop, location


def sold(database):
    """Return how many pieces orders have, and how many rows say so."""
    statement = text("SELECT sum(quantity), count(*) FROM inventory_allocation")
    return tuple(database.read_now(lambda tx: tx.first(statement)))


def test_sixty_four_buyers_in_two_processes_buy_exactly_what_is_there(sale, settings):
    # By the machine's clock, as the other process: neither may take the other's holds for due.
    _, location = sale
    shop = open_database(settings, clock=SystemClock())
    command = [sys.executable, str(PROGRAM), settings.database_url, "other", "32", "11", str(location)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("go\n")
        process.stdin.flush()
        ours = run_buyers(shop, prefix="here", buyers=32, variant=11, location=location)
        theirs = Counter(json.loads(process.stdout.readline()))
    assert process.returncode == 0
    assert ours + theirs == {"sold": PIECES, "OUT_OF_STOCK": 64}
    assert sold(shop) == (PIECES, PIECES)
    assert shop.read_now(levels_of, variant_ids=[11]) == {11: {location: 0}}
    assert shop.read_now(check_consistency) == []
    shop.close_now()


def test_buyers_for_holds_that_fall_due_buy_exactly_what_is_there(sale):
    shop, location = sale
    demand = Demand(variant_id=11, location_id=location, quantity=10)
    for number in range(20):
        owner = Owner(kind="checkout", ident=f"late-{number}")
        until = shop.clock.now() + timedelta(minutes=1)
        shop.write_now(place_holds, owner=owner, demands=[demand], expires_at=until)
    shop.clock.advance(timedelta(minutes=1))
    with ThreadPoolExecutor(1) as sweeper:
        swept = sweeper.submit(shop.write_now, expire_holds, most=5)
        found = run_buyers(shop, prefix="early", buyers=16, variant=11, location=location)
        assert swept.result() in range(6)
    assert found == {"sold": PIECES, "OUT_OF_STOCK": 16}
    assert shop.read_now(check_consistency) == []


def test_the_cap_of_a_shopper_holds_when_all_requests_come_at_once(sale):
    shop, location = sale
    demand = Demand(variant_id=11, location_id=location, quantity=2)

    def hold(number):
        until = shop.clock.now() + timedelta(minutes=15)
        try:
            shop.write_now(
                place_holds,
                owner=Owner(kind="checkout", ident=str(number)),
                demands=[demand],
                expires_at=until,
                shopper="greedy",
                cap=7,
            )
        except DomainError as refusal:
            return refusal.code
        return "held"

    with ThreadPoolExecutor(16) as pool:
        assert Counter(pool.map(hold, range(16))) == {"held": 3, "HOLD_LIMIT": 13}


def test_one_hold_becomes_one_order_however_often_that_is_asked(sale):
    shop, location = sale
    owner, order = Owner(kind="checkout", ident="a"), Owner(kind="order", ident="1")
    demand = Demand(variant_id=11, location_id=location, quantity=3)
    until = shop.clock.now() + timedelta(minutes=15)
    shop.write_now(place_holds, owner=owner, demands=[demand], expires_at=until)

    def complete(number):
        try:
            if number % 3 == 2:
                return f"released {shop.write_now(release_holds, owner=owner)}"
            shop.write_now(allocate_holds, owner=owner, to=order)
        except DomainError as refusal:
            return refusal.code
        return "ordered"

    with ThreadPoolExecutor(12) as pool:
        found = Counter(pool.map(complete, range(24)))
    assert found["ordered"] + found["released 3"] == 1
    assert sold(shop)[0] == (3 if found["ordered"] else None)
    assert shop.read_now(check_consistency) == []


class Hand:
    """Does whatever is done to stock, at random, with lines in any order."""

    def __init__(self, database, locations, number):
        self.database = database
        self.locations = locations
        self.number = number
        self.random = random.Random(number)
        self.codes = Counter()

    def work(self):
        for step in range(25):
            try:
                self.random.choice((self.order, self.order, self.order, self.goods))(step)
                self.codes["fine"] += 1
            except DomainError as refusal:
                self.codes[refusal.code] += 1
        return self.codes

    def demands(self):
        places = [(variant, location) for variant in (11, 12) for location in self.locations]
        self.random.shuffle(places)
        chosen = places[: self.random.randint(1, 4)]
        return [
            Demand(variant_id=place[0], location_id=place[1], quantity=self.random.randint(1, 4))
            for place in chosen
        ]

    def order(self, step):
        owner = Owner(kind="checkout", ident=f"{self.number}-{step}")
        order = Owner(kind="order", ident=f"{self.number}-{step}")
        demands = self.demands()
        until = self.database.clock.now() + timedelta(minutes=5)
        write = self.database.write_now
        write(place_holds, owner=owner, demands=demands, expires_at=until)
        if self.random.random() < 0.2:
            write(release_holds, owner=owner)
            return
        write(allocate_holds, owner=owner, to=order)
        if self.random.random() < 0.5:
            write(ship_allocated, owner=order, demands=demands, reason="shipped")
        elif self.random.random() < 0.5:
            write(release_allocations, owner=order)

    def goods(self, step):
        quantities = {self.random.choice((11, 12)): self.random.randint(1, 9)}
        first, second = self.random.sample(self.locations, 2)
        kind = step % 4
        if kind == 0:
            self.database.write_now(receive, location_id=first, quantities=quantities)
        elif kind == 1:
            self.database.write_now(transfer, from_location=first, to_location=second, quantities=quantities)
        elif kind == 2:
            self.database.write_now(count_stock, location_id=first, counts=quantities)
        else:
            self.database.write_now(expire_holds)


def test_many_hands_leave_the_ledger_whole(shop):
    locations = [
        shop.write_now(save_location, draft=LocationDraft(handle=name, name=name))
        for name in ("here", "there")
    ]
    for handle in ("here", "there"):
        shop.write_now(set_levels, location=handle, levels={11: 40, 12: 40})
    hands = [Hand(shop, locations, number) for number in range(12)]
    with ThreadPoolExecutor(len(hands)) as pool:
        codes = sum(pool.map(Hand.work, hands), Counter())
    assert set(codes) <= {"fine", "OUT_OF_STOCK"}
    assert codes["fine"]
    assert shop.read_now(check_consistency) == []
