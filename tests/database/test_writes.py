"""Commands: durable once acknowledged, undone alone when they fail, told to listeners in time."""

import asyncio
import threading
from dataclasses import dataclass
from typing import ClassVar

import pytest
from comptoir.clock import SystemClock
from comptoir.db.columns import table
from comptoir.db.database import open_database
from comptoir.db.effects import Committed
from comptoir.db.models import KernelJob
from comptoir.db.tx import Change
from comptoir.errors import DomainError
from comptoir.events.event import Event
from comptoir.principal import SYSTEM, Actor
from comptoir.settings import Settings
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

pytestmark = pytest.mark.anyio

JOB = table(KernelJob)
ADD = insert(JOB).values(name=bindparam("job"), holder="", error="")
NAMES = select(JOB.c.name).order_by(JOB.c.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobAdded(Event):
    """A job was added."""

    name: ClassVar[str] = "job.added"
    job: str


def add(tx, *, name):
    tx.execute(ADD, {"job": name, "due_at": tx.clock.now()})
    return f"added {name}"


def add_then_refuse(tx, *, name):
    add(tx, name=name)
    raise DomainError("NO", "no", field=("input", "name"))


def add_and_tell(tx, *, name):
    add(tx, name=name)
    tx.changed("catalog", "product", 7)
    tx.changed("catalog", "product", 7)
    tx.emit(JobAdded(job=name))


def names(tx):
    return [row.name for row in tx.all(NAMES)]


async def test_a_write_returns_the_result_of_its_command(database):
    assert await database.write(add, name="a") == "added a"
    assert database.write_now(add, name="b") == "added b"
    assert await database.read(names) == ["a", "b"]
    assert database.read_now(names) == ["a", "b"]
    assert await database.read_in_thread(names) == ["a", "b"]


async def test_a_command_is_told_who_acts_and_what_time_it_is(database, clock):
    cashier = Actor(kind="staff", ident="7", channel="pos")

    def tell(tx):
        return tx.actor, tx.clock.now(), tx.dialect

    assert await database.write(tell, actor=cashier) == (cashier, clock.now(), database.dialect)
    assert (await database.write(tell))[0] == SYSTEM
    assert database.write_now(tell, actor=cashier)[0] == cashier


async def test_a_refused_command_raises_its_own_error_and_changes_nothing(database):
    with pytest.raises(DomainError) as caught:
        await database.write(add_then_refuse, name="a")
    assert (caught.value.code, caught.value.field) == ("NO", ("input", "name"))
    with pytest.raises(DomainError):
        database.write_now(add_then_refuse, name="a")
    assert await database.read(names) == []


async def test_a_failing_command_harms_none_of_those_that_share_its_commit(database):
    await database.write(add, name="taken")
    commands = [
        database.write(add, name=f"{number:02}") if number % 3 else database.write(add, name="taken")
        for number in range(60)
    ]
    outcomes = await asyncio.gather(*commands, return_exceptions=True)
    for number, outcome in enumerate(outcomes):
        if number % 3:
            assert outcome == f"added {number:02}"
        else:
            assert isinstance(outcome, IntegrityError)
    assert await database.read(names) == [*(f"{n:02}" for n in range(60) if n % 3), "taken"]


async def test_what_is_acknowledged_is_seen_by_another_connection(database, settings):
    other = open_database(settings, clock=SystemClock())
    try:
        for number in range(20):
            await database.write(add, name=f"{number:02}")
            assert len(other.read_now(names)) == number + 1
    finally:
        other.close_now()


async def test_listeners_are_told_before_the_write_returns(database):
    told = []

    async def listen(committed):
        told.append((committed, await database.read(names)))

    database.listeners.append(listen)
    await database.write(add_and_tell, name="a")
    committed = Committed((Change("catalog", "product", 7),), (JobAdded(job="a"),))
    assert told == [(committed, ["a"])]
    assert not Committed()


async def test_listeners_are_not_told_of_what_left_nothing_or_failed(database):
    told = []

    async def listen(committed):
        told.append(committed)

    def tell_then_refuse(tx):
        add_and_tell(tx, name="a")
        raise DomainError("NO", "no")

    database.listeners.append(listen)
    await database.write(add, name="quiet")
    with pytest.raises(DomainError):
        await database.write(tell_then_refuse)
    assert told == []


async def test_a_listener_that_fails_does_not_fail_the_write(database, capsys):
    told = []

    async def fail(_committed):
        raise RuntimeError("deaf")

    async def listen(committed):
        told.append(committed)

    database.listeners += [fail, listen]
    await database.write(add_and_tell, name="a")
    assert len(told) == 1
    assert await database.read(names) == ["a"]
    assert "a listener of the database failed" in capsys.readouterr().err


async def test_a_caller_that_goes_away_does_not_stop_the_others(database):
    gone = asyncio.create_task(database.write(add, name="gone"))
    stays = asyncio.create_task(database.write(add, name="stays"))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == "added stays"
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await database.write(add, name="later") == "added later"


async def test_reads_cannot_write(database):
    def sneak(tx):
        tx.connection.execute(text("DELETE FROM kernel_job"))

    await database.write(add, name="a")
    with pytest.raises(Exception, match=r"(?i)read-?only"):
        await database.read(sneak)
    assert await database.read(names) == ["a"]


async def test_a_read_that_fails_leaves_the_database_readable(database):
    def fail(tx):
        names(tx)
        raise DomainError("NO", "no")

    for _ in range(20):
        with pytest.raises(DomainError):
            await database.read(fail)
    assert await database.read(names) == []


async def test_a_read_within_a_read_sees_its_own_snapshot(database):
    def nested(tx):
        return names(tx), database.read_now(names)

    await database.write(add, name="a")
    assert await database.read(nested) == (["a"], ["a"])


async def test_close_finishes_what_waits_and_refuses_what_comes_later(database, settings):
    waiting = [asyncio.create_task(database.write(add, name=f"{number:02}")) for number in range(40)]
    await asyncio.sleep(0)
    await database.close()
    assert len(await asyncio.gather(*waiting)) == 40
    with pytest.raises(RuntimeError):
        await database.write(add, name="late")
    with pytest.raises(RuntimeError):
        database.write_now(add, name="late")
    with pytest.raises(RuntimeError):
        database.read_now(names)
    again = open_database(settings, clock=SystemClock())
    assert len(again.read_now(names)) == 40
    again.close_now()
    again.close_now()


def test_threads_write_side_by_side(database):
    def work(number):
        for each in range(10):
            database.write_now(add, name=f"{number}-{each}")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database.read_now(names)) == 80


def test_two_event_loops_write_side_by_side(database):
    async def work(number):
        await asyncio.gather(*(database.write(add, name=f"{number}-{each}") for each in range(10)))

    threads = [threading.Thread(target=lambda n=n: asyncio.run(work(n))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(database.read_now(names)) == 40


@pytest.mark.parametrize(
    "url", ["mysql://localhost/shop", "sqlite://", "sqlite:///:memory:", "shop.db", "://"]
)
def test_other_addresses_are_refused_with_what_to_do(url):
    from comptoir.errors import ConfigurationError

    with pytest.raises(ConfigurationError, match="sqlite:///path"):
        open_database(Settings(database_url=url), clock=SystemClock())
