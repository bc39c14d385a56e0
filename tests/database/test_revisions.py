"""The change log: what a snapshot follows, without gaps, and when it must be built anew."""

import threading

import pytest
from comptoir.db import effects, revisions
from comptoir.db.revisions import changes_since, read_revisions
from comptoir.db.tx import Change
from comptoir.errors import DomainError
from sqlalchemy import text


def change(tx, *changes):
    for each in changes:
        tx.changed(*each)


def rows(tx):
    return tx.scalar(text("SELECT count(*) FROM kernel_change"))


def both(tx):
    return read_revisions(tx), changes_since(tx, {})


def test_a_new_shop_has_no_revisions_and_no_changes(database):
    assert database.read_now(both) == ({}, [])


def test_each_command_moves_the_streams_that_it_changes_by_one(database):
    database.write_now(change, ("catalog", "product", 1), ("catalog", "product", 2), ("stock", "variant", 5))
    database.write_now(change, ("catalog", "collection", 1))
    database.write_now(change)
    assert database.read_now(read_revisions) == {"catalog": 2, "stock": 1}


def test_changes_after_a_revision_come_once_each_and_in_order(database):
    database.write_now(change, ("catalog", "product", 9))
    known = database.read_now(read_revisions)
    database.write_now(change, ("catalog", "product", 2), ("catalog", "product", 2))
    database.write_now(change, ("catalog", "product", 1), ("stock", "variant", 5))
    database.write_now(change, ("catalog", "product", 2))
    assert database.read_now(changes_since, known) == [
        Change("catalog", "product", 2),
        Change("catalog", "product", 1),
        Change("stock", "variant", 5),
    ]
    assert database.read_now(changes_since, database.read_now(read_revisions)) == []


def test_a_command_that_fails_changes_no_revision(database):
    def fail(tx):
        change(tx, ("catalog", "product", 1))
        raise DomainError("NO", "no")

    with pytest.raises(DomainError):
        database.write_now(fail)
    assert database.read_now(both) == ({}, [])


def test_a_reader_too_far_behind_is_told_to_build_anew(database, monkeypatch):
    monkeypatch.setattr(effects, "KEPT_REVISIONS", 10)
    monkeypatch.setattr(effects, "_PRUNE_EVERY", 5)
    for number in range(40):
        database.write_now(change, ("catalog", "product", number))
    assert database.read_now(changes_since, {"catalog": 29}) is None
    assert len(database.read_now(changes_since, {"catalog": 30})) == 10
    assert database.read_now(changes_since, {}) is None
    assert database.read_now(rows) == 10


def test_too_many_changes_and_another_database_mean_build_anew(database, monkeypatch):
    monkeypatch.setattr(revisions, "MOST_CHANGES", 3)
    database.write_now(change, *[("catalog", "product", number) for number in range(4)])
    assert database.read_now(changes_since, {}) is None
    assert database.read_now(changes_since, {"catalog": 2}) is None


def test_writers_side_by_side_leave_no_gap_that_a_reader_could_see(database):
    failures, done = [], threading.Event()

    def watch():
        known, seen = {}, set()
        while not (done.is_set() and len(seen) == 120):

            def look(tx, known=known):
                return read_revisions(tx), changes_since(tx, known)

            now, found = database.read_now(look)
            if len(found) != now.get("catalog", 0) - known.get("catalog", 0):
                failures.append((known, now, found))
                return
            seen.update(each.ident for each in found)
            known = now

    def work(first):
        for number in range(first, first + 30):
            database.write_now(change, ("catalog", "product", number))

    watcher = threading.Thread(target=watch)
    writers = [threading.Thread(target=work, args=(first,)) for first in (0, 100, 200, 300)]
    for thread in (watcher, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    watcher.join(10)
    assert not watcher.is_alive()
    assert failures == []
    assert database.read_now(read_revisions) == {"catalog": 120}
