"""Prepared statements give the same rows and the same errors as the ordinary way, on both databases."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from comptoir.db.columns import UtcDateTime
from comptoir.db.prepared import Prepared
from comptoir.testing import make_shop
from sqlalchemy import BigInteger, Column, MetaData, Table, Text, bindparam, insert, select, text, update
from sqlalchemy.exc import IntegrityError

pytestmark = pytest.mark.database

NOTES = Table(
    "prepared_note",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("at", UtcDateTime, nullable=True),
)
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PUT = Prepared(
    insert(NOTES)
    .values(id=bindparam("of_id"), body=bindparam("of_body"), at=bindparam("of_at"))
    .returning(NOTES.c.id, NOTES.c.at)
)
FIND = Prepared(select(NOTES).where(NOTES.c.body == bindparam("of_body")).order_by(NOTES.c.id))
TOUCH = Prepared(
    update(NOTES).where(NOTES.c.id == bindparam("of_id")).values(at=bindparam("of_at")).returning(NOTES)
)


@pytest.fixture
def db(database_url, tmp_path):
    shop = make_shop(tmp_path, database_url=database_url)

    def make(tx):
        kind = "TIMESTAMP" if tx.dialect == "sqlite" else "TIMESTAMPTZ"
        tx.execute(text(f"CREATE TABLE prepared_note (id BIGINT PRIMARY KEY, body TEXT NOT NULL, at {kind})"))

    shop.db.write_now(make)
    yield shop.db
    shop.db.close_now()


def put(db, number: int, body: Any, at: datetime | None):
    return db.write_now(lambda tx: PUT.first(tx, {"of_id": number, "of_body": body, "of_at": at}))


def test_values_are_converted_both_ways_as_columns_say(db):
    made = put(db, 1, "a", NOON.astimezone(timezone(timedelta(hours=9))))
    assert (made.id, made.at) == (1, NOON)
    assert made.at.tzinfo is UTC
    (found,) = db.read_now(lambda tx: FIND.all(tx, {"of_body": "a"}))
    assert (found.id, found.body, found.at) == (1, "a", NOON)


def test_nothing_is_given_as_none_and_no_rows(db):
    put(db, 1, "a", None)
    assert db.read_now(lambda tx: FIND.first(tx, {"of_body": "a"})).at is None
    assert db.read_now(lambda tx: FIND.first(tx, {"of_body": "b"})) is None
    assert list(db.read_now(lambda tx: FIND.all(tx, {"of_body": "b"}))) == []


def test_a_write_that_finds_no_row_returns_none(db):
    assert db.write_now(lambda tx: TOUCH.first(tx, {"of_id": 9, "of_at": NOON})) is None
    put(db, 9, "nine", None)
    assert db.write_now(lambda tx: TOUCH.first(tx, {"of_id": 9, "of_at": NOON})).at == NOON


def test_a_broken_constraint_is_an_integrity_error_and_leaves_nothing(db):
    put(db, 1, "a", None)
    with pytest.raises(IntegrityError):
        put(db, 1, "again", None)
    with pytest.raises(IntegrityError):
        put(db, 2, None, None)
    assert [row.body for row in db.read_now(lambda tx: tx.all(select(NOTES)))] == ["a"]


def test_a_naive_datetime_is_refused(db):
    with pytest.raises(Exception, match="without a time zone"):
        put(db, 1, "a", datetime(2026, 3, 1))  # noqa: DTZ001 - what is refused
    assert db.read_now(lambda tx: FIND.first(tx, {"of_body": "a"})) is None
