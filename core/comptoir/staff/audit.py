"""The audit log: who did what to what, what it was before and after, and why. Rows are only ever added."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import Row, bindparam, insert, select

from comptoir.db.tx import ReadTx, Tx, dumps
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.staff.models import ACCOUNTS, AUDIT

State = Mapping[str, Any]
"""What is told of a thing before or after a change: plain values by name, never a secret."""
LONGEST_REASON = 500
_LONGEST_SUBJECT = 200

_RECORD = insert(AUDIT)
_JOINED = AUDIT.outerjoin(
    ACCOUNTS,
    (AUDIT.c.actor_kind == "staff") & (AUDIT.c.actor_ident == ACCOUNTS.c.id.cast(AUDIT.c.actor_ident.type)),
)
_ENTRIES = (
    select(AUDIT, ACCOUNTS.c.name.label("actor_name"))
    .select_from(_JOINED)
    .where(AUDIT.c.id < bindparam("below"))
    .order_by(AUDIT.c.id.desc())
    .limit(bindparam("count"))
)
_NEWEST = 2**62


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """A row of the log."""

    number: int
    at: datetime
    actor_kind: str
    actor_ident: str
    actor_name: str | None
    """The name of the member of staff; none where somebody or something else acted."""
    action: str
    subject: str
    before: State | None
    after: State | None
    reason: str | None

    @property
    def id(self) -> str:
        """The global id."""
        return gid("AuditEntry", self.number)


def record(
    tx: Tx,
    *,
    action: str,
    subject: str,
    before: State | None = None,
    after: State | None = None,
    reason: str | None = None,
) -> None:
    """Add a row to the log, in the transaction of the change that it tells of.

    `action` is a noun and a verb in the past, such as `product.changed`; `subject` a global id, or a handle where
    there is none. Only what differs between `before` and `after` is kept where both are given. Raises
    `DomainError` for an overlong reason.
    """
    reason = " ".join((reason or "").split()) or None
    if reason is not None and len(reason) > LONGEST_REASON:
        raise DomainError("INVALID", f"a reason has at most {LONGEST_REASON} characters", field=("reason",))
    before, after = _difference(before, after)
    row = {
        "at": tx.clock.now(),
        "actor_kind": tx.actor.kind,
        "actor_ident": tx.actor.ident,
        "action": action,
        "subject": subject[:_LONGEST_SUBJECT],
        "before": None if before is None else dumps(before),
        "after": None if after is None else dumps(after),
        "reason": reason,
    }
    tx.execute(_RECORD, row)
    tx.effects.audited += 1


@contextmanager
def recording(
    tx: Tx, *, action: str, subject: str, state: Callable[[], State | None], reason: str | None = None
) -> Iterator[None]:
    """Record what the statements within do to a thing whose `state()` is read before and after them."""
    before = state()
    yield
    record(tx, action=action, subject=subject, before=before, after=state(), reason=reason)


def find_audit(
    tx: ReadTx,
    *,
    count: int,
    below: int | None = None,
    subject: str | None = None,
    action: str | None = None,
    actor: str | None = None,
) -> list[AuditEntry]:
    """Return the newest rows first, those under the number `below`; `actor` is the number of an account."""
    statement = _ENTRIES
    if subject is not None:
        statement = statement.where(AUDIT.c.subject == subject)
    if action is not None:
        statement = statement.where(AUDIT.c.action == action)
    if actor is not None:
        statement = statement.where(AUDIT.c.actor_kind == "staff", AUDIT.c.actor_ident == actor)
    rows = tx.all(statement, {"below": below or _NEWEST, "count": count})
    return [_entry(row) for row in rows]


def _entry(row: Row[Any]) -> AuditEntry:
    return AuditEntry(
        number=row.id,
        at=row.at,
        actor_kind=row.actor_kind,
        actor_ident=row.actor_ident,
        actor_name=row.actor_name,
        action=row.action,
        subject=row.subject,
        before=None if row.before is None else json.loads(row.before),
        after=None if row.after is None else json.loads(row.after),
        reason=row.reason,
    )


def _difference(before: State | None, after: State | None) -> tuple[State | None, State | None]:
    if before is None or after is None:
        return before, after
    names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return (
        {name: value for name, value in before.items() if name in names},
        {name: value for name, value in after.items() if name in names},
    )


def state_of(thing: Any) -> Any:
    """Return a draft or record, and all within it, as plain values for the log; bytes are left out."""
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: state_of(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Mapping):
        return {str(name): state_of(value) for name, value in thing.items()}
    if isinstance(thing, str | int | float) and not isinstance(thing, Enum):
        return thing
    if isinstance(thing, Iterable) and not isinstance(thing, str | bytes):
        return [state_of(value) for value in thing]
    return _text(thing)


def _text(thing: Any) -> str | None:
    if isinstance(thing, datetime):
        return thing.isoformat()
    if isinstance(thing, Enum):
        return str(thing.value)
    return None if isinstance(thing, bytes | None) else str(thing)
