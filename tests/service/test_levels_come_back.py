"""Whatever is asked, fetched and ended in any order: a level is what was on hand less what is in fitting rooms."""

from dataclasses import replace
from datetime import timedelta

from comptoir.errors import DomainError
from comptoir.inventory import expire_holds, find_holds
from comptoir.service import (
    RequestKind,
    accept_request,
    ask_staff,
    cancel_request,
    complete_request,
    drop_request,
    expire_requests,
    fetch_request,
    find_requests,
    owner_of,
)
from comptoir.service.asking import Call
from comptoir.service.queries import RequestSearch
from comptoir.service.records import RequestStatus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.service.test_races import LIMITS, ROOM, facts

STEPS = st.one_of(
    st.tuples(st.just("ask"), st.integers(1, 3), st.integers(1, 2)),
    st.tuples(
        st.sampled_from(["accept", "fetch", "fetch one", "complete", "cancel", "drop"]),
        st.integers(1, 6),
        st.just(0),
    ),
    st.tuples(st.sampled_from(["sweep requests", "sweep holds"]), st.just(0), st.just(0)),
    st.tuples(st.just("wait"), st.sampled_from([1, 15, 60]), st.just(0)),
)


class Day:
    """Takes steps with the requests of one day; `first` is the number before its first one."""

    def __init__(self, floor, first):
        self.floor = floor
        self.facts = facts(floor) | {"limits": replace(LIMITS, when_closed=True)}
        self.first = first
        self.asked = 0

    def state(self):
        """Return what can be bought, and how the requests stand."""
        return self.floor.left(), [each.status for each in self.floor.everything(above=self.first)]

    def ask(self, room, quantity):
        call = Call(kind=RequestKind.FITTING_ROOM, place=f"Cabin {room}", quantity=quantity)
        number = self.first + self.asked + 1
        made = self.floor.shop.db.write_now(ask_staff, **self.facts, call=call, token=f"t{number}")
        assert made.request.number == number
        self.asked += 1

    def take(self, name, one, two):
        """Take a step; one that is refused changes nothing."""
        write, number = self.floor.shop.db.write_now, self.first + one
        if name == "ask":
            self.ask(one, two)
        elif name == "wait":
            self.floor.shop.clock.advance(timedelta(minutes=one))
        elif name == "cancel":
            write(cancel_request, token=f"t{number}")
        elif name == "drop":
            write(drop_request, number=number, reason="why not")
        elif name.startswith("sweep"):
            write(expire_requests if name == "sweep requests" else expire_holds)
        elif name.startswith("fetch"):
            write(fetch_request, number=number, limits=ROOM, quantity=1 if name == "fetch one" else None)
        else:
            write(accept_request if name == "accept" else complete_request, number=number)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=25))
def test_a_level_is_what_was_there_less_what_is_held(floor, steps):
    database = floor.shop.db
    day = Day(floor, first=max((each.number for each in floor.everything()), default=0))
    for step in steps:
        before = day.state()
        try:
            day.take(*step)
        except DomainError:
            assert day.state() == before
        owned = sum(
            hold.quantity
            for number in range(day.first + 1, day.first + day.asked + 1)
            for hold in database.read_now(find_holds, owner=owner_of(number))
        )
        assert floor.left() == 2 - owned
        assert floor.sound()
    floor.shop.clock.advance(timedelta(hours=2))
    database.write_now(expire_requests)
    search = RequestSearch(statuses=(RequestStatus.ACCEPTED, RequestStatus.REQUESTED, RequestStatus.FETCHED))
    assert database.read_now(find_requests, search=search, count=9) == []
    assert (floor.left(), floor.sound()) == (2, True)
