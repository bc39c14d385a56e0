"""Events: recorded with the command, delivered after it, tried again, given up, never lost."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from types import SimpleNamespace
from typing import ClassVar

import pytest
from comptoir.errors import DomainError
from comptoir.events import delivery as delivery_module
from comptoir.events.delivery import MOST_ATTEMPTS, Delivery, pause_after
from comptoir.events.event import Event
from comptoir.events.outbox import (
    claim_deliveries,
    find_dead_letters,
    find_due,
    revive_dead_letters,
    route_events,
)
from comptoir.hooks.contributions import Subscription
from comptoir.jobs.background import run_background
from sqlalchemy import text

pytestmark = pytest.mark.anyio


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung(Event):
    """A bell was rung."""

    name: ClassVar[str] = "bell.rung"
    times: int
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NobodyCares(Event):
    """An event without subscribers."""

    name: ClassVar[str] = "nobody.cares"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameless(Event):
    """An event that forgot its name."""


def emit(tx, *events):
    for event in events:
        tx.emit(event)


def emit_then_refuse(tx, event):
    tx.emit(event)
    raise DomainError("NO", "no")


def spoil_payloads(tx):
    tx.execute(text("UPDATE kernel_outbox SET payload = :payload"), {"payload": '{"loud": true}'})


def count(tx):
    events = tx.scalar(text("SELECT count(*) FROM kernel_outbox"))
    return events, tx.scalar(text("SELECT count(*) FROM kernel_delivery"))


class Listener:
    """A subscriber that remembers, and fails as often as it is told to."""

    def __init__(self, failures=0):
        self.heard = []
        self.failures = failures

    async def __call__(self, shop, event):
        self.heard.append(event)
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the line is busy")


def subscribe(name, listener, event=BellRung):
    return Subscription(event=event, name=name, handler=listener)


@pytest.fixture
def shop(database):
    return SimpleNamespace(db=database)


async def test_each_subscriber_gets_the_event_as_it_was(shop):
    first, second = Listener(), Listener()
    delivery = Delivery(shop, [subscribe("first", first), subscribe("second", second)])
    event = BellRung(times=3, where=("tower", "gate"))
    await shop.db.write(emit, event)
    assert await delivery.deliver_due() == 2
    assert first.heard == [event]
    assert second.heard == [event]
    assert await shop.db.read(count) == (0, 0)


async def test_events_of_one_subscriber_come_in_their_order(shop):
    listener = Listener()
    delivery = Delivery(shop, [subscribe("one", listener)])
    for number in range(30):
        await shop.db.write(emit, BellRung(times=number))
    await delivery.deliver_due()
    assert [event.times for event in listener.heard] == list(range(30))


async def test_an_event_without_subscribers_is_forgotten(shop):
    delivery = Delivery(shop, [subscribe("one", Listener())])
    await shop.db.write(emit, NobodyCares())
    assert await delivery.deliver_due() == 0
    assert await shop.db.read(count) == (0, 0)


async def test_an_event_goes_to_those_alone_whom_it_concerns(shop):
    loud, every = Listener(), Listener()
    often = replace(subscribe("loud", loud), concerns=lambda event: event.times > 1)
    delivery = Delivery(shop, [often, subscribe("every", every)])
    alone = Delivery(shop, [often])
    await shop.db.write(emit, BellRung(times=1), BellRung(times=2))
    assert await delivery.deliver_due() == 3
    assert [event.times for event in loud.heard] == [2]
    assert [event.times for event in every.heard] == [1, 2]
    await shop.db.write(emit, BellRung(times=1))
    assert await alone.deliver_due() == 0
    assert await shop.db.read(count) == (0, 0)


async def test_an_event_that_cannot_be_read_is_told_with_the_attempts_of_all(shop):
    listener = Listener()
    await shop.db.write(emit, BellRung(times=1))
    await shop.db.write(spoil_payloads)
    delivery = Delivery(shop, [replace(subscribe("one", listener), concerns=lambda event: event.times > 5)])
    assert await delivery.deliver_due() == 1
    assert listener.heard == []
    assert await shop.db.read(count) == (1, 1)


async def test_a_command_that_fails_records_no_event(shop):
    listener = Listener()
    delivery = Delivery(shop, [subscribe("one", listener)])
    with pytest.raises(DomainError):
        await shop.db.write(emit_then_refuse, BellRung(times=1))
    assert await delivery.deliver_due() == 0
    assert listener.heard == []


async def test_an_event_without_a_name_fails_the_command_that_emits_it(shop):
    with pytest.raises(ValueError, match="Nameless has no name"):
        await shop.db.write(emit, BellRung(times=1), Nameless())
    assert await shop.db.read(count) == (0, 0)


async def test_a_failed_delivery_waits_then_is_tried_again(shop, clock):
    listener, other = Listener(failures=1), Listener()
    delivery = Delivery(shop, [subscribe("busy", listener), subscribe("other", other)])
    await shop.db.write(emit, BellRung(times=1))
    assert await delivery.deliver_due() == 2
    assert await delivery.deliver_due() == 0
    clock.advance(timedelta(seconds=7))
    assert await delivery.deliver_due() == 1
    assert len(listener.heard) == 2
    assert len(other.heard) == 1
    assert await shop.db.read(count) == (0, 0)


async def test_a_delivery_is_dead_after_its_last_attempt_and_keeps_the_error(shop, clock):
    listener = Listener(failures=100)
    delivery = Delivery(shop, [subscribe("busy", listener)])
    await shop.db.write(emit, BellRung(times=1))
    for _ in range(MOST_ATTEMPTS + 3):
        await delivery.deliver_due()
        clock.advance(timedelta(hours=2))
    assert len(listener.heard) == MOST_ATTEMPTS
    [letter] = await shop.db.read(find_dead_letters)
    assert (letter.subscriber, letter.name, letter.attempts) == ("busy", "bell.rung", MOST_ATTEMPTS)
    assert "RuntimeError: the line is busy" in letter.error


async def test_dead_deliveries_can_be_revived(shop, clock):
    listener = Listener(failures=MOST_ATTEMPTS)
    delivery = Delivery(shop, [subscribe("busy", listener)])
    await shop.db.write(emit, BellRung(times=1))
    for _ in range(MOST_ATTEMPTS):
        await delivery.deliver_due()
        clock.advance(timedelta(hours=2))
    assert await shop.db.write(revive_dead_letters) == 1
    assert await delivery.deliver_due() == 1
    assert await shop.db.read(find_dead_letters) == []
    assert await shop.db.read(count) == (0, 0)


async def test_an_event_that_no_longer_fits_its_class_is_kept_as_a_failure(shop):
    listener = Listener()
    delivery = Delivery(shop, [subscribe("one", listener)])
    await shop.db.write(emit, BellRung(times=1))
    await shop.db.write(
        lambda tx: tx.execute(text("UPDATE kernel_outbox SET payload = '{\"loud\": true}'")) and None
    )
    assert await delivery.deliver_due() == 1
    assert listener.heard == []
    assert await shop.db.read(count) == (1, 1)


async def test_two_processes_do_not_deliver_twice(shop):
    listener = Listener()
    subscriptions = [subscribe("one", listener)]
    deliveries = [Delivery(shop, subscriptions), Delivery(shop, subscriptions)]
    for number in range(20):
        await shop.db.write(emit, BellRung(times=number))
    await asyncio.gather(*(each.deliver_due() for each in deliveries))
    assert sorted(event.times for event in listener.heard) == list(range(20))
    assert await shop.db.read(count) == (0, 0)


async def test_what_a_process_that_died_had_claimed_is_delivered_later(shop, clock):
    event = BellRung(times=1)
    await shop.db.write(emit, event)
    await shop.db.write(route_events, routes={"bell.rung": lambda _payload: ["one"]})
    [due] = await shop.db.read(find_due, subscribers=["one"])
    lease = timedelta(seconds=120)
    assert await shop.db.write(claim_deliveries, due=[due], lease=lease) == [
        replace(due, due_at=clock.now() + lease)
    ]
    assert await shop.db.write(claim_deliveries, due=[due], lease=lease) == []
    listener = Listener()
    delivery = Delivery(shop, [subscribe("one", listener)])
    assert await delivery.deliver_due() == 0
    clock.advance(timedelta(seconds=121))
    assert await delivery.deliver_due() == 1
    assert listener.heard == [event]


async def test_a_queue_that_takes_longer_than_its_lease_keeps_what_it_has_and_delivers_each_once(shop, clock):
    heard = []

    async def dawdle(_shop, event):
        heard.append(event.times)
        clock.advance(timedelta(seconds=50))
        assert await Delivery(shop, [subscribe("one", Listener())]).deliver_due() == 0

    for number in range(6):
        await shop.db.write(emit, BellRung(times=number))
    assert await Delivery(shop, [subscribe("one", dawdle)]).deliver_due() == 6
    assert heard == list(range(6))
    assert await shop.db.read(count) == (0, 0)


async def test_what_waits_behind_a_slow_one_until_its_lease_is_over_is_left_to_whoever_took_it(shop, clock):
    other, heard = Listener(), []

    async def dawdle(_shop, event):
        heard.append(event.times)
        if event.times == 0:
            clock.advance(timedelta(seconds=121))
            await Delivery(shop, [subscribe("one", other)]).deliver_due()

    for number in range(3):
        await shop.db.write(emit, BellRung(times=number))
    assert await Delivery(shop, [subscribe("one", dawdle)]).deliver_due() == 1
    assert (heard, [event.times for event in other.heard]) == ([0], [0, 1, 2])
    assert await shop.db.read(count) == (0, 0)


async def test_shutdown_gives_back_what_waited_and_notes_what_was_done(shop):
    started = asyncio.Event()

    async def dawdle(_shop, event):
        if event.times == 1:
            started.set()
            await asyncio.sleep(60)

    for number in range(3):
        await shop.db.write(emit, BellRung(times=number))
    delivering = asyncio.create_task(Delivery(shop, [subscribe("one", dawdle)]).deliver_due())
    await started.wait()
    delivering.cancel()
    with pytest.raises(asyncio.CancelledError):
        await delivering
    listener = Listener()
    assert await Delivery(shop, [subscribe("one", listener)]).deliver_due() == 2
    assert [event.times for event in listener.heard] == [1, 2]


async def test_a_subscriber_that_hangs_is_stopped(shop, monkeypatch):
    monkeypatch.setattr(delivery_module, "ATTEMPT_SECONDS", 0.05)
    heard = Listener()

    async def hang(_shop, _event):
        await asyncio.Event().wait()

    delivery = Delivery(shop, [subscribe("hangs", hang), subscribe("hears", heard)])
    await shop.db.write(emit, BellRung(times=1))
    assert await delivery.deliver_due() == 2
    assert len(heard.heard) == 1
    assert await shop.db.read(count) == (1, 1)


async def test_a_running_shop_delivers_as_soon_as_the_command_is_durable(shop):
    heard = asyncio.Event()

    async def hear(_shop, _event):
        heard.set()

    async with run_background(shop, subscriptions=[subscribe("one", hear)], jobs=[]):
        await shop.db.write(emit, BellRung(times=1))
        async with asyncio.timeout(20):
            await heard.wait()
    assert shop.db.listeners == []


async def test_shutdown_does_not_wait_for_a_subscriber_and_its_event_is_delivered_again(shop):
    started = asyncio.Event()

    async def dawdle(_shop, _event):
        started.set()
        await asyncio.sleep(60)

    async with asyncio.timeout(20):
        async with run_background(shop, subscriptions=[subscribe("one", dawdle)], jobs=[]):
            await shop.db.write(emit, BellRung(times=1))
            await started.wait()
    listener = Listener()
    assert await Delivery(shop, [subscribe("one", listener)]).deliver_due() == 1
    assert listener.heard == [BellRung(times=1)]


async def test_two_subscriptions_of_one_name_are_refused(shop):
    with pytest.raises(ValueError, match="same name"):
        Delivery(shop, [subscribe("one", Listener()), subscribe("one", Listener())])


@pytest.mark.parametrize(
    ("attempts", "least", "most"), [(1, 4, 6), (2, 8, 12), (5, 64, 96), (30, 2880, 4320)]
)
async def test_pauses_double_up_to_an_hour(attempts, least, most):
    assert least <= pause_after(attempts).total_seconds() <= most
