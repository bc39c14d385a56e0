"""Writing to SQLite in groups: its traps, its durability, what it does while others write."""

import asyncio
import sqlite3
import threading
import time
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import pytest
from comptoir.db.filelock import FileLock
from sqlalchemy import text

from tests.database.pairs import numbers, prepare, put, together

pytestmark = pytest.mark.anyio


@pytest.fixture
def pairs(sqlite_database):
    sqlite_database.write_now(prepare)
    return sqlite_database


@contextmanager
def held(database):
    """Keep every writer out, as another process does that writes at the moment."""
    path = Path(database.url.removeprefix("sqlite:///"))
    lock = FileLock(path.with_name(path.name + ".lock"))
    with lock:
        yield
    lock.close()


def commits(database):
    """Count the changes of the file that other connections saw."""
    return database.read_now(lambda tx: tx.scalar(text("PRAGMA data_version")))


async def test_commands_that_wait_share_one_commit(pairs):
    before = commits(pairs)
    outcomes = await together(pairs, *[(put, {"number": n}) for n in range(100, 150)])
    assert outcomes == list(range(100, 150))
    assert commits(pairs) - before == 1
    assert pairs.read_now(numbers) == list(range(100, 150))


async def test_when_sqlite_ends_the_transaction_only_the_culprit_fails(pairs):
    outcomes = await together(
        pairs, (put, {"number": 1}), (put, {"number": 2}), (put, {"number": 13}), (put, {"number": 4})
    )
    assert outcomes[:2] == [1, 2]
    assert "thirteen ends it all" in str(outcomes[2])
    assert outcomes[3] == 4
    assert pairs.read_now(numbers) == [1, 2, 4]


async def test_a_command_that_hides_such_an_end_fails_all_the_same(pairs):
    def swallow(tx):
        put(tx, number=5)
        try:
            put(tx, number=13)
        except Exception:  # noqa: BLE001 - what commands must not do
            return "fine"

    outcomes = await together(pairs, (put, {"number": 1}), (swallow, {}), (put, {"number": 3}))
    assert outcomes[0] == 1
    assert "ended its transaction" in str(outcomes[1])
    assert outcomes[2] == 3
    assert pairs.read_now(numbers) == [1, 3]


async def test_a_full_disk_fails_the_command_that_met_it_and_the_shop_goes_on(pairs):
    def fill(tx):
        pages = tx.scalar(text("PRAGMA page_count"))
        tx.execute(text(f"PRAGMA max_page_count = {pages + 2}"))
        tx.execute(text("CREATE TABLE big (body BLOB)"))
        tx.execute(text("INSERT INTO big VALUES (zeroblob(1000000))"))

    def free(tx):
        tx.execute(text("PRAGMA max_page_count = 1000000"))

    outcomes = await together(pairs, (put, {"number": 1}), (fill, {}), (free, {}), (put, {"number": 3}))
    assert outcomes[0] == 1
    assert "full" in str(outcomes[1])
    assert outcomes[3] == 3
    assert pairs.read_now(numbers) == [1, 3]


async def test_reads_are_never_torn(pairs):
    def move(tx, *, by):
        tx.execute(text("UPDATE pair SET one = one + :by"), {"by": by})
        tx.execute(text("UPDATE pair SET two = two - :by"), {"by": by})

    def look(tx):
        one = tx.scalar(text("SELECT one FROM pair"))
        return one + tx.scalar(text("SELECT two FROM pair"))

    await pairs.write(put, number=0)
    seen = set()
    done = threading.Event()

    def watch():
        while not done.is_set():
            seen.add(pairs.read_now(look))

    watcher = threading.Thread(target=watch)
    watcher.start()
    await asyncio.gather(*(pairs.write(move, by=1) for _ in range(400)))
    done.set()
    watcher.join()
    assert seen == {0}


async def test_a_command_cannot_start_another(pairs):
    def nest(_tx):
        pairs.write_now(put, number=1)

    with pytest.raises(RuntimeError, match="same tx"):
        await pairs.write(nest)
    with pytest.raises(RuntimeError, match="same tx"):
        pairs.write_now(nest)
    assert pairs.read_now(numbers) == []


async def test_a_failing_command_undoes_itself_alone(pairs):
    def fail(tx):
        put(tx, number=2)
        raise ValueError("no")

    def stop(tx):
        put(tx, number=3)
        next(iter(()))

    outcomes = await together(pairs, (put, {"number": 1}), (fail, {}), (stop, {}), (put, {"number": 4}))
    assert (outcomes[0], str(outcomes[1]), outcomes[3]) == (1, "no", 4)
    assert isinstance(outcomes[2], RuntimeError)
    assert pairs.read_now(numbers) == [1, 4]


async def test_a_command_that_ends_its_own_savepoint_fails_what_ran_with_it_and_the_shop_goes_on(pairs):
    def meddle(tx):
        tx.execute(text("RELEASE command"))

    outcomes = await together(pairs, (put, {"number": 1}), (meddle, {}), (put, {"number": 3}))
    assert ["savepoint" in str(each) for each in outcomes[:2]] == [True, True]
    assert (outcomes[2], pairs.read_now(numbers)) == (3, [3])
    with pytest.raises(sqlite3.OperationalError, match="savepoint"):
        pairs.write_now(meddle)
    assert await pairs.write(put, number=4) == 4


async def test_while_another_process_writes_the_loop_serves_others_and_then_all_is_written(pairs):
    with held(pairs):
        writing = asyncio.create_task(together(pairs, *[(put, {"number": n}) for n in range(100, 300)]))
        began = time.monotonic()
        for _ in range(20):
            await asyncio.sleep(0.005)
        assert time.monotonic() - began < 5
        assert not writing.done()
        assert pairs.read_now(numbers) == []
    assert await writing == list(range(100, 300))
    assert pairs.read_now(numbers) == list(range(100, 300))


async def test_a_program_that_knows_nothing_of_the_lock_is_waited_for(pairs):
    stranger = sqlite3.connect(pairs.url.removeprefix("sqlite:///"), isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(pairs.write(put, number=1))
    await asyncio.sleep(0.05)
    assert not writing.done()
    stranger.execute("COMMIT")
    stranger.close()
    assert await writing == 1


async def test_others_are_served_between_commands_that_take_long(pairs):
    def slow(tx, *, number):
        time.sleep(0.03)
        return put(tx, number=number)

    async def count_turns():
        while True:
            await asyncio.sleep(0)
            turns.append(len(await asyncio.to_thread(pairs.read_now, numbers)))

    turns = []
    counting = asyncio.create_task(count_turns())
    assert await together(pairs, *[(slow, {"number": n}) for n in range(6)]) == list(range(6))
    counting.cancel()
    assert len(set(turns)) > 2


async def test_a_command_that_may_take_long_holds_up_no_loop(pairs):
    def slow(tx):
        release.wait(10)
        return put(tx, number=2)

    release = threading.Event()
    calls = [pairs.write(put, number=1), pairs.write_in_thread(slow), pairs.write(put, number=3)]
    writing = asyncio.create_task(asyncio.wait_for(asyncio.gather(*calls), 9))
    async with asyncio.timeout(9):
        # The first is committed before the long one is begun.
        while await asyncio.to_thread(pairs.read_now, numbers) != [1]:
            pass
    release.set()
    assert await writing == [1, 2, 3]
    assert pairs.read_now(numbers) == [1, 2, 3]


async def test_who_stopped_waiting_harms_nobody(pairs):
    gone = asyncio.create_task(pairs.write(put, number=1))
    stays = asyncio.create_task(pairs.write(put, number=2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2
    assert pairs.read_now(numbers) == [1, 2]


async def test_a_command_does_not_see_what_its_caller_or_another_keeps_beside_it(pairs):
    kept = ContextVar("kept", default="nothing")

    async def call(word):
        kept.set(word)
        return await pairs.write(lambda _tx: kept.get())

    assert await asyncio.gather(call("a"), call("b")) == ["nothing", "nothing"]


async def test_closing_runs_what_waits_and_then_nothing_more(pairs):
    with held(pairs):
        first = asyncio.create_task(pairs.write(put, number=100))
        await asyncio.sleep(0.02)
        waiting = [asyncio.create_task(pairs.write(put, number=n)) for n in range(101, 300)]
        await asyncio.sleep(0)
        closing = asyncio.create_task(pairs.close())
        await asyncio.sleep(0.02)
    await closing
    assert await asyncio.gather(first, *waiting) == list(range(100, 300))
    for call in (pairs.write_now, pairs.read_now):
        with pytest.raises(RuntimeError, match="closed"):
            call(numbers)
    with pytest.raises(RuntimeError, match="closed"):
        await pairs.write(put, number=300)


async def test_commits_are_flushed_to_the_disk_and_keys_are_enforced(pairs):
    def pragmas(tx):
        return [tx.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert await pairs.write(pragmas) == ["wal", 2, 1]


def test_a_closed_event_loop_does_not_stop_the_writer(pairs):
    async def leave():
        asyncio.get_running_loop().call_soon(asyncio.create_task, pairs.write(put, number=1))
        await asyncio.sleep(0)

    asyncio.run(leave())
    assert pairs.write_now(put, number=2) == 2
