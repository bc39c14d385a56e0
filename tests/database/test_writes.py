"""Commands: durable once acknowledged, undone alone when they fail, never torn."""

from comptoir.db.columns import table
from comptoir.db.models import KernelJob
from comptoir.errors import DomainError
from sqlalchemy import bindparam, insert, select

JOB = table(KernelJob)
ADD = insert(JOB).values(name=bindparam("job"), holder="", error="")
NAMES = select(JOB.c.name).order_by(JOB.c.name)


def add(tx, *, name):
    tx.execute(ADD, {"job": name, "due_at": tx.clock.now()})
    return f"added {name}"


def add_then_refuse(tx, *, name):
    add(tx, name=name)
    raise DomainError("NO", "no", field=("input", "name"))


def names(tx):
    return [row.name for row in tx.all(NAMES)]


def test_write_now_returns_the_result_of_the_command(database):
    assert database.write_now(add, name="a") == "added a"
    assert database.read_now(names) == ["a"]
