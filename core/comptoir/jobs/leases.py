"""Leases in SQL: each repeating job is run by one process at a time."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.columns import table
from comptoir.db.models import KernelJob
from comptoir.db.tx import ReadTx, Tx

_JOB = table(KernelJob)
_FREE = or_(_JOB.c.leased_until.is_(None), _JOB.c.leased_until <= bindparam("now"))

_ADD = insert(_JOB).on_conflict_do_nothing()
_DUE = (
    select(_JOB.c.name)
    .where(_JOB.c.name.in_(bindparam("names", expanding=True)), _JOB.c.due_at <= bindparam("now"), _FREE)
    .order_by(_JOB.c.due_at, _JOB.c.name)
)
_CLAIM = (
    update(_JOB)
    .where(_JOB.c.name == bindparam("job"), _JOB.c.due_at <= bindparam("now"), _FREE)
    .values(leased_until=bindparam("until"), holder=bindparam("who"))
)
_MINE = (_JOB.c.name == bindparam("job"), _JOB.c.holder == bindparam("who"))
_RENEW = update(_JOB).where(*_MINE).values(leased_until=bindparam("until"))
_FINISH = (
    update(_JOB)
    .where(*_MINE)
    .values(
        leased_until=None,
        holder="",
        due_at=bindparam("next_at"),
        finished_at=bindparam("now"),
        error=bindparam("text"),
    )
)


def add_jobs(tx: Tx, *, names: Sequence[str]) -> None:
    """Make a row for each job that has none; a new job is due at once."""
    now = tx.clock.now()
    for name in sorted(names):
        tx.execute(_ADD, {"name": name, "due_at": now, "holder": "", "error": ""})


def find_due_jobs(tx: ReadTx, *, names: Sequence[str]) -> list[str]:
    """Return which of the jobs are due and not held by a process, longest due first."""
    return [row.name for row in tx.all(_DUE, {"names": list(names), "now": tx.clock.now()})]


def claim_job(tx: Tx, *, name: str, holder: str, lease: timedelta) -> bool:
    """Take a job that is due; false when another process was quicker."""
    now = tx.clock.now()
    claim = {"job": name, "now": now, "until": now + lease, "who": holder}
    return tx.execute(_CLAIM, claim).rowcount == 1


def renew_job(tx: Tx, *, name: str, holder: str, lease: timedelta) -> None:
    """Hold a job for longer."""
    tx.execute(_RENEW, {"job": name, "who": holder, "until": tx.clock.now() + lease})


def finish_job(tx: Tx, *, name: str, holder: str, pause: timedelta, error: str) -> None:
    """Let go of a job until it is due again; `error` is empty when it succeeded."""
    now = tx.clock.now()
    done = {"job": name, "who": holder, "next_at": now + pause, "now": now, "text": error}
    tx.execute(_FINISH, done)
