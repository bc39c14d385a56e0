"""What is PostgreSQL's own: commands run again after a serialization failure, reads of one moment."""

import threading

import pytest
from comptoir.db import postgres as postgres_module
from comptoir.db.database import open_database
from comptoir.settings import Settings
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

pytestmark = pytest.mark.database


@pytest.fixture
def database(postgres_databases, clock):
    url = postgres_databases.make(migrated=True)
    opened = open_database(Settings(database_url=url), clock=clock)
    opened.write_now(prepare)
    yield opened
    opened.close_now()
    postgres_databases.drop(url)


def prepare(tx):
    tx.execute(text("CREATE TABLE pair (id integer PRIMARY KEY, total integer NOT NULL)"))
    tx.execute(text("INSERT INTO pair VALUES (1, 0), (2, 0)"))


def totals(tx):
    return [row.total for row in tx.all(text("SELECT total FROM pair ORDER BY id"))]


def add(tx, *, ident):
    tx.execute(text("UPDATE pair SET total = total + 1 WHERE id = :id"), {"id": ident})


def test_a_serialization_failure_runs_the_whole_command_again(database):
    tries = []

    def clash(tx):
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        before = totals(tx)
        tries.append(before)
        if len(tries) < 3:
            database.write_now(add, ident=1)
        add(tx, ident=1)
        return before

    assert database.write_now(clash) == [2, 0]
    assert tries == [[0, 0], [1, 0], [2, 0]]
    assert database.read_now(totals) == [3, 0]


def test_a_clash_that_does_not_end_is_raised_after_some_tries(database, monkeypatch):
    monkeypatch.setattr(postgres_module, "_FIRST_PAUSE", 0.0001)
    tries = []

    def clash(tx):
        tries.append(1)
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        totals(tx)
        database.write_now(add, ident=1)
        add(tx, ident=1)

    with pytest.raises(DBAPIError, match="could not serialize"):
        database.write_now(clash)
    assert len(tries) == 8
    assert database.read_now(totals) == [8, 0]


def test_commands_that_lock_each_other_out_both_succeed(database):
    barrier = threading.Barrier(2)
    tries = {1: 0, 2: 0}

    def cross(tx, *, first, second):
        tries[first] += 1
        add(tx, ident=first)
        if tries[first] == 1:
            barrier.wait(5)
        add(tx, ident=second)

    threads = [
        threading.Thread(target=lambda a=a, b=b: database.write_now(cross, first=a, second=b))
        for a, b in ((1, 2), (2, 1))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert database.read_now(totals) == [2, 2]
    assert sum(tries.values()) == 3


def test_other_errors_are_raised_at_once(database):
    tries = []

    def fail(tx):
        tries.append(1)
        tx.execute(text("INSERT INTO pair VALUES (1, 0)"))

    with pytest.raises(DBAPIError, match="duplicate key"):
        database.write_now(fail)
    assert tries == [1]


def test_reads_see_one_moment(database):
    def look(tx):
        before = totals(tx)
        database.write_now(add, ident=1)
        return before, totals(tx)

    assert database.read_now(look) == ([0, 0], [0, 0])
    assert database.read_now(totals) == [1, 0]


def end_other_connections(tx):
    tx.all(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


def test_connections_that_died_while_idle_are_replaced(database, clock):
    assert database.read_now(totals) == [0, 0]
    other = open_database(Settings(database_url=database.url), clock=clock)
    other.write_now(end_other_connections)
    assert database.read_now(totals) == [0, 0]
    other.write_now(end_other_connections)
    database.write_now(add, ident=2)
    assert database.read_now(totals) == [0, 1]
    other.close_now()


def test_a_commit_whose_outcome_is_unknown_is_not_run_again(database, monkeypatch):
    tries = []

    def work(tx):
        tries.append(1)
        add(tx, ident=1)
        pid = tx.scalar(text("SELECT pg_backend_pid()"))
        database.read_now(lambda other: other.all(text(f"SELECT pg_terminate_backend({pid}, 2000)")))

    with pytest.raises(DBAPIError):
        database.write_now(work)
    assert tries == [1]
    assert database.read_now(totals) == [0, 0]
