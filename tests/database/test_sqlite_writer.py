"""The group-commit writer of SQLite: its traps, its durability, its neighbours in other processes."""

import asyncio
import signal
import subprocess
import sys
import textwrap
import threading

import pytest
from comptoir.clock import SystemClock
from comptoir.db.database import open_database
from comptoir.settings import Settings
from sqlalchemy import text

pytestmark = pytest.mark.anyio


def prepare(tx):
    tx.execute(text("CREATE TABLE pair (id INTEGER PRIMARY KEY, one INTEGER NOT NULL, two INTEGER NOT NULL)"))
    tx.execute(
        text(
            "CREATE TRIGGER trap BEFORE INSERT ON pair WHEN new.one = 13 "
            "BEGIN SELECT RAISE(ROLLBACK, 'thirteen ends it all'); END"
        )
    )


def put(tx, *, number):
    tx.execute(text("INSERT INTO pair (one, two) VALUES (:n, :n)"), {"n": number})
    return number


def numbers(tx):
    return [row.one for row in tx.all(text("SELECT one FROM pair ORDER BY one"))]


@pytest.fixture
def pairs(sqlite_database):
    sqlite_database.write_now(prepare)
    return sqlite_database


async def together(database, *commands):
    """Queue commands while the writer is held up, so that they share one commit."""
    held, go = threading.Event(), threading.Event()

    def hold(_tx):
        held.set()
        go.wait(5)

    holding = asyncio.create_task(database.write(hold))
    await asyncio.to_thread(held.wait, 5)
    tasks = [asyncio.create_task(database.write(command, **kwargs)) for command, kwargs in commands]
    await asyncio.sleep(0)
    go.set()
    await holding
    return await asyncio.gather(*tasks, return_exceptions=True)


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


async def test_commits_are_flushed_to_the_disk_and_keys_are_enforced(pairs):
    def pragmas(tx):
        return [tx.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert await pairs.write(pragmas) == ["wal", 2, 1]


PROGRAM = textwrap.dedent(
    """
    import asyncio, sys
    from sqlalchemy import text
    from comptoir.clock import SystemClock
    from comptoir.db.database import open_database
    from comptoir.settings import Settings

    def put(tx, number):
        tx.execute(text("UPDATE counter SET total = total + 1"))
        tx.execute(text("INSERT INTO pair (one, two) VALUES (:n, :n)"), {"n": number})

    async def main(url, first, count):
        database = open_database(Settings(database_url=url), clock=SystemClock())
        async def work(offset):
            for number in range(first + offset, first + count, 8):
                await database.write(put, number)
                print(number, flush=True)
        await asyncio.gather(*(work(offset) for offset in range(8)))
        await database.close()

    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
    """
)


def start(url, first, count):
    command = [sys.executable, "-c", PROGRAM, url, str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def add_counter(tx):
    tx.execute(text("CREATE TABLE counter (total INTEGER NOT NULL)"))
    tx.execute(text("INSERT INTO counter VALUES (0)"))


def state(tx):
    return tx.scalar(text("SELECT total FROM counter")), numbers(tx)


def test_two_processes_write_and_lose_nothing(pairs):
    pairs.write_now(add_counter)
    processes = [start(pairs.url, 1000, 300), start(pairs.url, 2000, 300)]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    assert pairs.read_now(state) == (600, [*range(1000, 1300), *range(2000, 2300)])


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(pairs):
    pairs.write_now(add_counter)
    process = start(pairs.url, 1000, 100_000)
    acknowledged = [int(process.stdout.readline()) for _ in range(200)]
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=30)
    acknowledged += [int(line) for line in rest.splitlines()[:-1]]
    total, kept = pairs.read_now(state)
    assert set(acknowledged) <= set(kept)
    assert total == len(kept)


def test_a_closed_event_loop_does_not_stop_the_writer(pairs):
    async def leave():
        asyncio.get_running_loop().call_soon(asyncio.create_task, pairs.write(put, number=1))
        await asyncio.sleep(0)

    asyncio.run(leave())
    assert pairs.write_now(put, number=2) == 2


async def test_many_small_commands_are_quick(sqlite_url):
    database = open_database(Settings(database_url=sqlite_url), clock=SystemClock())
    await database.write(prepare)
    await database.write(add_counter)

    async def work():
        for _ in range(100):
            await database.write(put, number=1)

    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(work() for _ in range(16)))
    assert asyncio.get_running_loop().time() - began < 1600 / 400
    await database.close()
