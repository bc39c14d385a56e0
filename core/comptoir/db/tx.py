"""What domain code sees of the database: one transaction, its clock and its actor.

Commands and queries are plain functions that take a transaction first: `add_line(tx, *, cart_id, …)`,
`lookup_cart(tx, *, token)`. They never begin, commit or roll back, and never touch the network.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Connection, Executable, Row

from comptoir.clock import Clock
from comptoir.db.compiled import Parameters, Result, Statements
from comptoir.events.event import Event
from comptoir.principal import Actor

_PLAIN = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


class ReadTx:
    """A consistent read: everything it returns was true at one moment."""

    __slots__ = ("_statements", "clock", "connection")

    def __init__(self, connection: Connection, *, statements: Statements, clock: Clock) -> None:
        self.connection = connection
        self._statements = statements
        self.clock = clock

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.connection.dialect.name

    def all(self, statement: Executable, parameters: Parameters = None) -> Sequence[Row[Any]]:
        """Return every row."""
        return self._statements.run(self.connection, statement, parameters).all()

    def first(self, statement: Executable, parameters: Parameters = None) -> Row[Any] | None:
        """Return the first row, or none."""
        return self._statements.run(self.connection, statement, parameters).first()

    def scalar(self, statement: Executable, parameters: Parameters = None) -> Any:
        """Return the first column of the first row, or none."""
        return self._statements.run(self.connection, statement, parameters).scalar()


@dataclass(frozen=True, slots=True)
class Change:
    """A row of the change log: something that a snapshot shows has changed."""

    stream: str
    kind: str
    ident: int


@dataclass(slots=True)
class Effects:
    """What a command leaves behind besides its rows; written in the same transaction, delivered after it."""

    changes: list[Change] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    audited: int = 0
    """Rows that the command added to the audit log."""


class Tx(ReadTx):
    """A transaction that writes; commands run in one and never commit it."""

    __slots__ = ("actor", "effects")

    def __init__(self, connection: Connection, *, statements: Statements, clock: Clock, actor: Actor) -> None:
        super().__init__(connection, statements=statements, clock=clock)
        self.actor = actor
        self.effects = Effects()

    def execute(self, statement: Executable, parameters: Parameters = None) -> Result:
        """Run a statement that writes; `.rowcount` and `RETURNING` rows are on the result."""
        return self._statements.run(self.connection, statement, parameters)

    def emit(self, event: Event) -> None:
        """Record an event; subscribers get it after the transaction is committed."""
        self.effects.events.append(event)

    def changed(self, stream: str, kind: str, ident: int) -> None:
        """Say that something a snapshot shows has changed: `changed("catalog", "product", 7)`."""
        self.effects.changes.append(Change(stream, kind, ident))


def dumps(value: object) -> str:
    """Return compact JSON with sorted keys: the same value gives the same text."""
    return orjson.dumps(value, option=_PLAIN).decode()
