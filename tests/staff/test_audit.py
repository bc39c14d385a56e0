"""The audit log: rows are only ever added, and are read by those who may."""

from datetime import timedelta

import pytest
from comptoir.errors import DomainError
from comptoir.principal import Actor
from comptoir.staff.audit import find_audit, record, recording, state_of
from comptoir.staff.models import AUDIT
from sqlalchemy import delete, exc, update

AUDIT_QUERY = """query ($first: Int, $after: String, $subject: String, $action: String, $actor: ID) {
  audit(first: $first, after: $after, subject: $subject, action: $action, actorId: $actor) {
    nodes { action subject actorKind actorName before after reason at } pageInfo { hasNextPage endCursor } } }"""


def write(database, **given):
    actor = given.pop("actor", Actor(kind="staff", ident="7"))
    given = {"action": "thing.changed", "subject": "thing", **given}
    database.write_now(lambda tx: record(tx, **given), actor=actor)


def test_a_row_keeps_what_differs_and_who_did_it(database):
    write(database, before={"a": 1, "b": [1]}, after={"a": 2, "b": [1], "c": None}, reason=" because  so ")
    (entry,) = database.read_now(find_audit, count=9)
    assert (entry.actor_kind, entry.actor_ident, entry.actor_name) == ("staff", "7", None)
    assert (entry.before, entry.after, entry.reason) == ({"a": 1}, {"a": 2}, "because so")


def test_what_is_new_or_gone_is_kept_whole(database):
    write(database, after={"a": 1})
    write(database, before={"a": 1})
    gone, new = database.read_now(find_audit, count=9)
    assert (new.before, new.after) == (None, {"a": 1})
    assert (gone.before, gone.after) == ({"a": 1}, None)


@pytest.mark.parametrize("statement", [update(AUDIT).values(action="x"), delete(AUDIT)])
def test_the_database_refuses_to_change_or_delete_a_row(database, statement):
    write(database)
    with pytest.raises(exc.IntegrityError):
        database.write_now(lambda tx: tx.execute(statement))
    (entry,) = database.read_now(find_audit, count=9)
    assert entry.action == "thing.changed"


def test_a_refused_change_leaves_no_row(database):
    def refused(tx):
        with recording(tx, action="thing.changed", subject="thing", state=dict):
            raise DomainError("INVALID", "no")

    with pytest.raises(DomainError):
        database.write_now(refused)
    with pytest.raises(DomainError) as caught:
        write(database, reason="x" * 501)
    assert caught.value.field == ("reason",)
    assert database.read_now(find_audit, count=9) == []


def test_bytes_and_instants_are_told_as_plain_values(clock):
    told = state_of({"at": clock.now(), "content": b"x", "many": (1, "two", None), "in": {"set": {3}}})
    assert told == {
        "at": "2026-03-02T12:00:00+00:00",
        "content": None,
        "many": [1, "two", None],
        "in": {"set": [3]},
    }


def test_the_log_is_read_newest_first_by_page_and_by_what_is_sought(office):
    office.clock.advance(timedelta(minutes=1))
    office.ask('mutation { pageSave(input: {title: "One", body: "x"}) { page { id } } }', role="merchandiser")
    office.ask('mutation { pageSave(input: {title: "Two", body: "x"}) { page { id } } }')

    def found(**variables):
        return office.ask(AUDIT_QUERY, variables, role="auditor")["audit"]

    first = found(first=1)
    assert [entry["actorName"] for entry in first["nodes"]] == ["Owner"]
    assert first["pageInfo"]["hasNextPage"] is True
    second = found(first=1, after=first["pageInfo"]["endCursor"])["nodes"]
    assert [(entry["action"], entry["actorName"], entry["at"]) for entry in second] == [
        ("page.added", "Merchandiser", "2026-03-02T12:01:00Z")
    ]
    assert len(found(action="page.added")["nodes"]) == 2
    assert len(found(actor=office.accounts["merchandiser"].id)["nodes"]) == 1
    assert len(found(subject=second[0]["subject"])["nodes"]) == 1
    assert found(subject="nothing")["nodes"] == []
    assert office.code(AUDIT_QUERY, {"actor": "7"}) == "BAD_USER_INPUT"
    assert office.code(AUDIT_QUERY, {"first": 251}) == "BAD_USER_INPUT"
