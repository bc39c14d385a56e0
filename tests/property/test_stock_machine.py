"""The ledger beside a simple model of one: whatever happens, in any order, both have the same numbers."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.inventory import (
    Demand,
    LocationDraft,
    Owner,
    allocate,
    allocate_holds,
    count_stock,
    expire_holds,
    extend_holds,
    find_allocations,
    find_holds,
    levels_of,
    move_allocation,
    place_holds,
    receive,
    release_allocations,
    release_holds,
    save_location,
    ship_allocated,
    shortages,
    transfer,
)
from comptoir.inventory.consistency import check_consistency
from comptoir.inventory.movements import find_movements
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.inventory.conftest import add_variants
from tests.property.stock_model import StockModel

OWNERS = st.sampled_from("abcd")
ORDERS = st.sampled_from("12")
PIECES = st.integers(min_value=1, max_value=6)
COUNTS = st.integers(min_value=0, max_value=8)
WISHES = st.dictionaries(st.tuples(st.integers(0, 1), st.integers(0, 1)), PIECES, min_size=1, max_size=3)
PLACES = st.tuples(st.integers(0, 1), st.integers(0, 1))


class StockMachine(RuleBasedStateMachine):
    """Two variants at two locations; each example has variants of its own in the one database."""

    def __init__(self, database, variants):
        super().__init__()
        self.database = database
        self.variants = variants
        self.model = StockModel()

    @initialize()
    def open(self):
        self.database.write_now(self.add_variants)
        self.locations = [
            self.database.write_now(save_location, draft=LocationDraft(handle=name, name=name, position=at))
            for at, name in enumerate(("here", "there"))
        ]

    def add_variants(self, tx):
        add_variants(tx, numbers=self.variants, product=self.variants[0])

    def teardown(self):
        for owner in list(self.model.holds):
            self.database.write_now(release_holds, owner=self.owner(owner))

    def owner(self, name):
        return Owner(kind="checkout", ident=f"{self.variants[0]}-{name}")

    def order(self, name):
        return Owner(kind="order", ident=f"{self.variants[0]}-{name}")

    def place(self, at):
        return self.variants[at[0]], self.locations[at[1]]

    def demands(self, wanted, *, backorder=False):
        return [
            Demand(variant_id=place[0], location_id=place[1], quantity=count, backorder=backorder)
            for place, count in wanted.items()
        ]

    @property
    def now(self):
        return self.database.clock.now()

    @contextmanager
    def refused(self, code):
        """Expect a refusal; the invariants prove that nothing has changed."""
        with pytest.raises(DomainError) as caught:
            yield
        assert caught.value.code == code

    def attempt(self, fine, code, command, **arguments):
        """Run a command that the model allows, or expect its refusal; return whether it ran."""
        if fine:
            self.database.write_now(command, **arguments)
            return True
        with self.refused(code):
            self.database.write_now(command, **arguments)
        return False

    @rule(at=PLACES, count=PIECES)
    def receive(self, at, count):
        place = self.place(at)
        self.database.write_now(receive, location_id=place[1], quantities={place[0]: count})
        self.model.change([place], lambda: self.model.on_hand.update({place: count}))

    @rule(at=PLACES, count=COUNTS)
    def count(self, at, count):
        place = self.place(at)
        self.database.write_now(count_stock, location_id=place[1], counts={place[0]: count})
        self.model.change([place], lambda: self.model.on_hand.__setitem__(place, count), found_missing=True)

    @rule(variant=st.integers(0, 1), count=PIECES)
    def transfer(self, variant, count):
        source, target = self.place((variant, 0)), self.place((variant, 1))
        route = {"from_location": source[1], "to_location": target[1], "quantities": {source[0]: count}}
        if self.attempt(self.model.available(source) >= count, "OUT_OF_STOCK", transfer, **route):
            self.model.on_hand[source] -= count
            self.model.change([target], lambda: self.model.on_hand.update({target: count}))

    @rule(name=OWNERS, wish=WISHES, minutes=st.integers(1, 20), backorder=st.booleans())
    def hold(self, name, wish, minutes, backorder):
        wanted = {self.place(at): count for at, count in wish.items()}
        until = self.now + timedelta(minutes=minutes)
        fine = self.model.place(name, wanted, until=until, now=self.now, backorder=backorder)
        demands = self.demands(wanted, backorder=backorder)
        self.attempt(
            fine, "OUT_OF_STOCK", place_holds, owner=self.owner(name), demands=demands, expires_at=until
        )

    @rule(name=OWNERS, minutes=st.integers(1, 20))
    def extend(self, name, minutes):
        until = self.now + timedelta(minutes=minutes)
        fine = self.model.usable(name, self.now)
        if self.attempt(fine, "HOLD_EXPIRED", extend_holds, owner=self.owner(name), expires_at=until):
            self.model.holds[name].until = until

    @rule(name=OWNERS)
    def release(self, name):
        pieces = sum(self.model.holds[name].pieces.values()) if name in self.model.holds else 0
        assert self.database.write_now(release_holds, owner=self.owner(name)) == pieces
        if pieces:
            self.model.end(name)

    @rule(name=OWNERS, order=ORDERS)
    def take_over(self, name, order):
        fine = self.model.usable(name, self.now)
        arguments = {"owner": self.owner(name), "to": self.order(order)}
        if self.attempt(fine, "HOLD_EXPIRED", allocate_holds, **arguments):
            self.model.take_over(name, order)

    @rule(order=ORDERS, at=PLACES, count=PIECES)
    def allocate(self, order, at, count):
        place = self.place(at)
        ending = self.model.in_the_way("", {place: count}, self.now)
        freed = sum(self.model.holds[other].pieces[place] for other, _ in ending)
        left = self.model.on_hand[place] - self.model.held(place) - self.model.taken(place) + freed
        demands = self.demands({place: count})
        if self.attempt(left >= count, "OUT_OF_STOCK", allocate, owner=self.order(order), demands=demands):
            for other, _ in ending:
                self.model.end(other, place)
            self.model.allocated.setdefault(order, type(self.model.on_hand)())[place] += count

    @rule(order=ORDERS, at=PLACES, count=PIECES)
    def let_go(self, order, at, count):
        place = self.place(at)
        fine = self.model.allocated.get(order, {}).get(place, 0) >= count
        demands = self.demands({place: count})
        if self.attempt(fine, "NOT_ALLOCATED", release_allocations, owner=self.order(order), demands=demands):
            self.model.let_go(order, place, count)

    @rule(order=ORDERS, at=PLACES, count=PIECES)
    def ship(self, order, at, count):
        place = self.place(at)
        has = self.model.allocated.get(order, {}).get(place, 0)
        code = "NOT_ALLOCATED" if has < count else "OUT_OF_STOCK"
        fine = has >= count and self.model.on_hand[place] >= count
        demands = self.demands({place: count})
        if self.attempt(
            fine, code, ship_allocated, owner=self.order(order), demands=demands, reason="shipped"
        ):
            self.model.ship(order, place, count)

    @rule(order=ORDERS, variant=st.integers(0, 1), count=PIECES)
    def move(self, order, variant, count):
        source, target = self.place((variant, 0)), self.place((variant, 1))
        has = self.model.allocated.get(order, {}).get(source, 0)
        ending = self.model.in_the_way("", {target: count}, self.now)
        freed = sum(self.model.holds[other].pieces[target] for other, _ in ending)
        left = self.model.on_hand[target] - self.model.held(target) - self.model.taken(target) + freed
        code = "NOT_ALLOCATED" if has < count else "OUT_OF_STOCK"
        arguments = {"variant_id": source[0], "from_location": source[1], "to_location": target[1]}
        arguments |= {"owner": self.order(order), "quantity": count}
        if self.attempt(has >= count and left >= count, code, move_allocation, **arguments):
            for other, _ in ending:
                self.model.end(other, target)
            self.model.move(order, source, target, count)

    @rule(minutes=st.integers(1, 15))
    def wait(self, minutes):
        self.database.clock.advance(timedelta(minutes=minutes))

    @rule()
    def sweep(self):
        due = [name for name, hold in self.model.holds.items() if hold.until <= self.now]
        rows = sum(len(self.model.holds[name].pieces) for name in due)
        assert self.database.write_now(expire_holds) == rows
        for name in due:
            self.model.end(name)

    @invariant()
    def ledger_and_model_agree(self):
        if hasattr(self, "locations"):
            self.database.read_now(self.compare)

    def compare(self, tx):
        assert check_consistency(tx) == []
        shown = levels_of(tx, variant_ids=self.variants)
        missing = {(each.variant_id, each.location_id): each.missing for each in shortages(tx)}
        for variant in self.variants:
            history = find_movements(tx, variant_id=variant, most=500)
            for location in self.locations:
                place = (variant, location)
                assert shown[variant].get(location, 0) == self.model.available(place)
                assert missing.get(place, 0) == self.model.short[place]
                if len(history) < 500:
                    moved = sum(each.quantity for each in history if each.location_id == location)
                    assert moved == self.model.on_hand[place]
        for name in "abcd":
            held = {each.place: each.quantity for each in find_holds(tx, owner=self.owner(name))}
            assert held == (self.model.holds[name].pieces if name in self.model.holds else {})
        for name in "12":
            has = {each.place: each.quantity for each in find_allocations(tx, owner=self.order(name))}
            assert has == dict(self.model.allocated.get(name, {}))


def test_the_ledger_does_what_the_model_does_over_thousands_of_steps(database):
    numbers = iter(range(1, 10_000, 10))

    def machine():
        first = next(numbers)
        return StockMachine(database, (first, first + 1))

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
