"""Effects: what a command leaves behind besides its rows, written in the transaction of the command."""

from dataclasses import dataclass, fields

from sqlalchemy import bindparam, delete, insert
from sqlalchemy.dialects.postgresql import insert as upsert

from comptoir.db.columns import table
from comptoir.db.models import KernelChange, KernelOutbox, KernelRevision
from comptoir.db.tx import Change, Tx, dumps
from comptoir.events.event import Event

KEPT_REVISIONS = 10_000
"""Revisions of a stream that the change log keeps; a reader further behind builds its snapshot anew."""
_PRUNE_EVERY = 256

_REVISION = table(KernelRevision)
_CHANGE = table(KernelChange)

_BUMP = (
    upsert(_REVISION)
    .values(stream=bindparam("name"), revision=1)
    .on_conflict_do_update(index_elements=["stream"], set_={"revision": _REVISION.c.revision + 1})
    .returning(_REVISION.c.revision)
)
_LOG = insert(_CHANGE)
_PRUNE = delete(_CHANGE).where(_CHANGE.c.stream == bindparam("name"), _CHANGE.c.revision <= bindparam("last"))
_RECORD = insert(table(KernelOutbox))


@dataclass(frozen=True, slots=True)
class Committed:
    """What a durable command left behind; listeners of the database are told."""

    changes: tuple[Change, ...] = ()
    events: tuple[Event, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes or self.events)


NOTHING = Committed()


def write_effects(tx: Tx) -> Committed:
    """Write the change rows, revisions and outbox rows of a command, as its last statements.

    Last, so that on PostgreSQL the row lock of a stream's revision is held as briefly as can be; streams in
    order of their names, so that two commands never wait for each other.
    """
    effects = tx.effects
    if not effects.changes and not effects.events:
        return NOTHING
    changes = tuple(dict.fromkeys(effects.changes))
    for stream in sorted({change.stream for change in changes}):
        _log_changes(tx, stream, [change for change in changes if change.stream == stream])
    if effects.events:
        now = tx.clock.now()
        rows = [
            {"name": _name_of(event), "payload": _payload_of(event), "recorded_at": now, "routed": False}
            for event in effects.events
        ]
        tx.execute(_RECORD, rows)
    return Committed(changes, tuple(effects.events))


def _log_changes(tx: Tx, stream: str, changes: list[Change]) -> None:
    revision = tx.scalar(_BUMP, {"name": stream})
    rows = [
        {"stream": stream, "revision": revision, "kind": change.kind, "ident": change.ident}
        for change in changes
    ]
    tx.execute(_LOG, rows)
    if revision % _PRUNE_EVERY == 0:
        tx.execute(_PRUNE, {"name": stream, "last": revision - KEPT_REVISIONS})


def _name_of(event: Event) -> str:
    if not event.name:
        raise ValueError(f"the event {type(event).__qualname__} has no name")
    return event.name


def _payload_of(event: Event) -> str:
    return dumps({field.name: getattr(event, field.name) for field in fields(event)})
