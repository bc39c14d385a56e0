"""A statement that is run again gives the same rows and the same errors as the first time, on both databases."""

import gc
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from comptoir.db import compiled
from comptoir.db.columns import UtcDateTime
from comptoir.testing import make_shop
from sqlalchemy import (
    BigInteger,
    Column,
    MetaData,
    Numeric,
    Table,
    Text,
    bindparam,
    delete,
    func,
    insert,
    select,
    text,
    tuple_,
    union_all,
    update,
)
from sqlalchemy.exc import IntegrityError, NoResultFound, OperationalError, ProgrammingError

pytestmark = pytest.mark.database

NOTES = Table(
    "compiled_note",
    MetaData(),
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("at", UtcDateTime, nullable=True),
    Column("worth", Numeric(10, 2), nullable=True),
)
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
PUT = (
    insert(NOTES)
    .values(id=bindparam("of_id"), body=bindparam("of_body"), at=bindparam("of_at"))
    .returning(NOTES.c.id, NOTES.c.at)
)
PUT_ROW = insert(NOTES)
ALL = select(NOTES).order_by(NOTES.c.id)
FIND = select(NOTES).where(NOTES.c.body == bindparam("of_body")).order_by(NOTES.c.id)
AMONG = select(NOTES.c.id).where(NOTES.c.id.in_(bindparam("ids", expanding=True))).order_by(NOTES.c.id)
PAIRS = (
    select(NOTES.c.id)
    .where(tuple_(NOTES.c.id, NOTES.c.body).in_(bindparam("pairs", expanding=True)))
    .order_by(NOTES.c.id)
)
NAMED = select(NOTES.c.id).where(NOTES.c.body.in_(["a", "c"])).order_by(NOTES.c.id)
TOUCH = update(NOTES).where(NOTES.c.id == bindparam("of_id")).values(at=bindparam("of_at")).returning(NOTES)
RENAME = update(NOTES).where(NOTES.c.id == bindparam("of_id")).values(body=bindparam("to_body"))
REMOVE = delete(NOTES).where(NOTES.c.id == bindparam("of_id"))
COUNT = select(func.count()).select_from(NOTES)
TWICE = union_all(select(NOTES.c.body), select(NOTES.c.body)).order_by("body")
PER_CENT = select(NOTES.c.id).where(NOTES.c.body.like("100%"))
TIMES = range(3)


@pytest.fixture
def db(database_url, tmp_path):
    shop = make_shop(tmp_path, database_url=database_url)

    def make(tx):
        kind = "TIMESTAMP" if tx.dialect == "sqlite" else "TIMESTAMPTZ"
        tx.execute(
            text(
                "CREATE TABLE compiled_note "
                f"(id BIGINT PRIMARY KEY, body TEXT NOT NULL, at {kind}, worth NUMERIC(10, 2))"
            )
        )

    shop.db.write_now(make)
    yield shop.db
    shop.db.close_now()


def put(db, number, body, at=None):
    return db.write_now(lambda tx: tx.first(PUT, {"of_id": number, "of_body": body, "of_at": at}))


def ids(db, statement, **parameters):
    return [row.id for row in db.read_now(lambda tx: tx.all(statement, parameters))]


def bodies(db):
    return [row.body for row in db.read_now(lambda tx: tx.all(ALL))]


def test_values_are_converted_both_ways_as_columns_say(db):
    for number in TIMES:
        made = put(db, number, "a", NOON.astimezone(timezone(timedelta(hours=9))))
        assert (made.id, made.at) == (number, NOON)
        assert made.at.tzinfo is UTC
    for _ in TIMES:
        found = db.read_now(lambda tx: tx.all(FIND, {"of_body": "a"}))
        assert [(row.id, row.body, row.at) for row in found] == [(number, "a", NOON) for number in TIMES]


def test_a_row_is_read_by_name_by_column_and_by_place(db):
    put(db, 1, "a", NOON)
    for _ in TIMES:
        row = db.read_now(lambda tx: tx.first(ALL))
        assert (row.body, row[1], row._mapping["body"], row._mapping[NOTES.c.body]) == ("a", "a", "a", "a")
        assert dict(row._mapping) == {"id": 1, "body": "a", "at": NOON, "worth": None}


def test_decimals_come_back_exact(db):
    for number in TIMES:
        row = {"id": number, "body": "a", "at": None, "worth": Decimal("12.30")}
        db.write_now(lambda tx, row=row: tx.execute(PUT_ROW, row))
        assert db.read_now(lambda tx: tx.all(ALL))[-1].worth == Decimal("12.30")


def test_nothing_is_given_as_none_and_no_rows(db):
    put(db, 1, "a")
    for _ in TIMES:
        assert db.read_now(lambda tx: tx.first(FIND, {"of_body": "a"})).at is None
        assert db.read_now(lambda tx: tx.first(FIND, {"of_body": "b"})) is None
        assert db.read_now(lambda tx: list(tx.all(FIND, {"of_body": "b"}))) == []
        assert db.read_now(lambda tx: tx.scalar(FIND, {"of_body": "b"})) is None
        with pytest.raises(NoResultFound):
            db.write_now(lambda tx: tx.execute(TOUCH, {"of_id": 9, "of_at": NOON}).one())


def test_a_list_may_have_another_length_each_time_and_none_at_all(db):
    for number, body in enumerate("abcd"):
        put(db, number, body)
    for wanted in ([1], [0, 3], [], [2, 1, 0], [3, 0], [7], []):
        assert ids(db, AMONG, ids=wanted) == sorted(set(wanted) & set(range(4)))
    for _ in TIMES:
        assert ids(db, NAMED) == [0, 2]
    for wanted in ([(0, "a"), (1, "c"), (3, "d")], [(2, "c")], [(0, "a"), (2, "c")]):
        assert ids(db, PAIRS, pairs=wanted) == [number for number, body in wanted if body == "abcd"[number]]


def test_a_per_cent_sign_is_only_a_sign(db):
    put(db, 1, "100% wool")
    for _ in TIMES:
        assert ids(db, PER_CENT) == [1]


def test_statements_upon_one_another_give_the_rows_of_each(db):
    put(db, 1, "a")
    for _ in TIMES:
        assert [row.body for row in db.read_now(lambda tx: tx.all(TWICE))] == ["a", "a"]


def test_how_many_rows_were_written_is_told(db):
    for number in TIMES:
        put(db, number, "a")
    for number in TIMES:
        change = {"of_id": number, "to_body": "b"}
        assert db.write_now(lambda tx, change=change: tx.execute(RENAME, change).rowcount) == 1
        assert db.write_now(lambda tx: tx.execute(RENAME, {"of_id": 9, "to_body": "b"}).rowcount) == 0
    assert bodies(db) == ["b", "b", "b"]


def test_many_rows_are_written_at_once(db):
    for start in (0, 10, 20):
        rows = [{"id": start + each, "body": str(each), "at": NOON, "worth": None} for each in TIMES]
        db.write_now(lambda tx, rows=rows: tx.execute(PUT_ROW, rows))
    gone = [{"of_id": number} for number in range(30)]
    for left in (9, 0, 0):
        assert db.read_now(lambda tx: tx.scalar(COUNT)) == left
        db.write_now(lambda tx: tx.execute(REMOVE, gone))


def test_many_rows_give_what_each_of_them_returns(db):
    for start in (0, 10, 20):
        rows = [{"of_id": start + each, "of_body": "a", "of_at": NOON} for each in TIMES]
        given = db.write_now(lambda tx, rows=rows: tx.execute(PUT, rows).all())
        assert sorted((row.id, row.at) for row in given) == [(start + each, NOON) for each in TIMES]


def test_an_insert_fills_the_columns_that_are_named_this_time(db):
    for number in TIMES:
        db.write_now(lambda tx, n=number: tx.execute(PUT_ROW, {"id": n, "body": "a"}))
        db.write_now(lambda tx, n=number: tx.execute(PUT_ROW, {"id": 10 + n, "body": "b", "at": NOON}))
    found = db.read_now(lambda tx: tx.all(ALL))
    assert [(row.body, row.at) for row in found] == [("a", None)] * 3 + [("b", NOON)] * 3


def test_a_broken_constraint_is_an_integrity_error_and_leaves_nothing(db):
    put(db, 1, "a")
    for _ in TIMES:
        with pytest.raises(IntegrityError):
            put(db, 1, "again")
        with pytest.raises(IntegrityError):
            put(db, 2, None)
        with pytest.raises(IntegrityError):
            db.write_now(lambda tx: tx.execute(PUT_ROW, [{"id": 3, "body": "c"}, {"id": 1, "body": "d"}]))
    assert bodies(db) == ["a"]


def test_a_naive_datetime_is_refused(db):
    for _ in TIMES:
        with pytest.raises(Exception, match="without a time zone"):
            put(db, 1, "a", datetime(2026, 3, 1))  # noqa: DTZ001 - what is refused
    assert bodies(db) == []


def test_a_value_that_lacks_is_an_error_and_not_null(db):
    put(db, 1, "a", NOON)
    for _ in TIMES:
        with pytest.raises(Exception, match="of_at"):
            db.write_now(lambda tx: tx.execute(TOUCH, {"of_id": 1}))
    assert db.read_now(lambda tx: tx.first(ALL)).at == NOON


def test_a_statement_against_a_table_that_is_gone_is_told_as_such(db):
    for _ in TIMES:
        assert ids(db, ALL) == []
    db.write_now(lambda tx: tx.execute(text("DROP TABLE compiled_note")))
    with pytest.raises((OperationalError, ProgrammingError), match="compiled_note"):
        ids(db, ALL)


def test_statements_that_are_gone_are_not_kept(db):
    def once(tx):
        return tx.all(select(NOTES).where(NOTES.c.id == 1))

    # The first of its kind is kept by SQLAlchemy, which compiled it.
    db.read_now(once)
    before = len(db._statements._known)
    for _ in range(50):
        db.read_now(once)
    gc.collect()
    assert len(db._statements._known) == before


def test_statements_that_are_made_and_run_several_times_are_bounded(db, monkeypatch):
    put(db, 1, "a")
    monkeypatch.setattr(compiled, "_MOST_KEPT", 10)

    def several(tx):
        statement = select(NOTES.c.body).where(NOTES.c.id == bindparam("of_id"))
        return [tx.scalar(statement, {"of_id": 1}) for _ in TIMES]

    for _ in range(50):
        assert db.read_now(several) == ["a", "a", "a"]
    gc.collect()
    assert len(db._statements._known) <= 20
