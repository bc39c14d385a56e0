"""Several loops, threads and processes that write to one SQLite database."""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading

import pytest
from comptoir.clock import SystemClock
from comptoir.db.database import open_database
from comptoir.settings import Settings
from sqlalchemy import text

from tests.database.pairs import numbers, prepare, put, together

pytestmark = pytest.mark.anyio


@pytest.fixture
def pairs(sqlite_database):
    sqlite_database.write_now(prepare)
    return sqlite_database


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


def test_loops_and_threads_of_one_process_write_beside_each_other(pairs):
    pairs.write_now(add_counter)

    def add(tx, *, number):
        tx.execute(text("UPDATE counter SET total = total + 1"))
        return put(tx, number=number)

    async def work(first):
        assert await together(pairs, *[(add, {"number": first + n}) for n in range(100)]) == [
            *range(first, first + 100)
        ]

    def now(first):
        for number in range(first, first + 100):
            pairs.write_now(add, number=number)

    threads = [threading.Thread(target=lambda n=n: asyncio.run(work(n))) for n in (100, 200, 300)]
    threads += [threading.Thread(target=now, args=(n,)) for n in (400, 500)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert pairs.read_now(state) == (500, list(range(100, 600)))


def test_a_shop_that_somebody_else_creates_at_the_moment_is_waited_for(tmp_path):
    stranger = sqlite3.connect(tmp_path / "shop.db", isolation_level=None, check_same_thread=False)
    stranger.execute("BEGIN EXCLUSIVE")
    stranger.execute("CREATE TABLE first (id INTEGER)")
    done = threading.Timer(0.2, stranger.execute, ["COMMIT"])
    done.start()
    database = open_database(Settings(database_url=f"sqlite:///{tmp_path}/shop.db"), clock=SystemClock())
    assert database.read_now(lambda tx: tx.scalar(text("SELECT count(*) FROM first"))) == 0
    done.join()
    stranger.close()
    database.close_now()


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
