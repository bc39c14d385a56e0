"""A connection that writes to a SQLite database: commands share its transaction, each in a savepoint."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from comptoir.clock import Clock
from comptoir.db.compiled import Statements
from comptoir.db.effects import NOTHING, Committed, write_effects
from comptoir.db.filelock import FileLock
from comptoir.db.signal import Signal
from comptoir.db.tx import Tx
from comptoir.principal import Actor

_BUSY_MILLISECONDS = 15_000
"""How long a transaction waits for a program that knows nothing of the lock, such as a backup."""


@dataclass(slots=True, eq=False)
class Pending:
    """A command that waits for its turn, and then its outcome."""

    run: Callable[[Tx], Any]
    actor: Actor
    future: asyncio.Future[tuple[Any, Committed]] | None = None
    """Where the outcome goes; none where the caller looks at it here."""
    long: bool = False
    """Whether it may hold up the event loop for longer than others put up with."""
    result: Any = None
    committed: Committed = NOTHING
    error: BaseException | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop that waits for the outcome."""
        assert self.future is not None, "whoever looks at the outcome here asks for no loop"
        return self.future.get_loop()

    def settle(self) -> None:
        """Give the outcome to whoever waits for it; they may have gone."""
        if self.future is None or self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result((self.result, self.committed))


class TransactionLostError(Exception):
    """SQLite ended the transaction by itself while a command ran: what others did in it is gone too."""

    def __init__(self, culprit: Pending) -> None:
        super().__init__("SQLite ended the transaction")
        self.culprit = culprit


class WriteConnection:
    """Begins, runs and commits; used by one thread at a time."""

    def __init__(
        self,
        connection: Connection,
        raw: sqlite3.Connection,
        *,
        lock: FileLock,
        statements: Statements,
        clock: Clock,
        signal: Signal,
        inside: set[int],
    ) -> None:
        self._connection = connection
        self._raw = raw
        self._lock = lock
        self._statements = statements
        self._clock = clock
        self._signal = signal
        self._inside = inside
        raw.execute("PRAGMA busy_timeout = 0")

    def begin_now(self) -> bool:
        """Begin a transaction, unless another one is under way anywhere; tell whether it was begun."""
        if not self._lock.take_now():
            return False
        try:
            self._raw.execute("BEGIN IMMEDIATE")
        except sqlite3.Error:
            self._lock.release()
            return False
        return True

    def begin(self) -> None:
        """Begin a transaction once every other one has ended. Raises `sqlite3.Error`."""
        self._lock.take()
        try:
            self._raw.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
            self._raw.execute("BEGIN IMMEDIATE")
        except BaseException:
            self.give_up()
            raise
        finally:
            self._raw.execute("PRAGMA busy_timeout = 0")

    def run(self, pending: Pending) -> None:
        """Run one command in a savepoint: if it fails, its own work is undone and no other's.

        Raises `TransactionLostError` where SQLite ended the whole transaction meanwhile.
        """
        thread = threading.get_ident()
        self._raw.execute("SAVEPOINT command")
        tx = Tx(self._connection, statements=self._statements, clock=self._clock, actor=pending.actor)
        self._inside.add(thread)
        try:
            pending.result = pending.run(tx)
            pending.committed = write_effects(tx)
        except StopIteration as error:
            # A future refuses it, and with it the outcomes of others.
            pending.error = RuntimeError("the command let a StopIteration out")
            pending.error.__cause__ = error
        except BaseException as error:  # noqa: BLE001 - it is the caller's
            pending.error = error
        finally:
            self._inside.discard(thread)
        # A full disk or RAISE(ROLLBACK) ends the whole transaction, after which the next savepoint would
        # open one of its own and be committed alone.
        if not self._raw.in_transaction:
            if pending.error is None:
                pending.error = RuntimeError("the command swallowed an error that ended its transaction")
            raise TransactionLostError(pending)
        if pending.error is not None:
            self._raw.execute("ROLLBACK TO command")
        self._raw.execute("RELEASE command")

    def commit(self, batch: Sequence[Pending]) -> None:
        """Make durable what commands did, and let others write; a failure is the outcome of each of them."""
        try:
            self._raw.execute("COMMIT")
            if any(pending.committed.changes for pending in batch):
                self._signal.raise_()
        except BaseException as error:  # noqa: BLE001 - it is the callers'
            fail(batch, error)
        finally:
            self.give_up()

    def give_up(self) -> None:
        """Undo what was not committed, and let others write."""
        # A connection that cannot even roll back tells so when the next transaction begins.
        with suppress(sqlite3.Error):
            if self._raw.in_transaction:
                self._raw.execute("ROLLBACK")
        self._lock.release()

    def run_together(self, batch: Sequence[Pending]) -> None:
        """Run commands with one commit once nobody else writes; each has its outcome afterwards."""
        try:
            self.begin()
        except BaseException as error:  # noqa: BLE001 - it is the callers'
            fail(batch, error)
            return
        try:
            for pending in batch:
                self.run(pending)
        except TransactionLostError as lost:
            self.give_up()
            self.run_again(batch, lost)
        except BaseException as error:  # noqa: BLE001 - whatever happened, nobody may wait for ever
            self.give_up()
            fail(batch, error)
        else:
            self.commit(batch)

    def run_again(self, batch: Sequence[Pending], lost: TransactionLostError) -> None:
        """Run the commands again that are not at fault, for commands can be: each by itself this time."""
        for pending in batch:
            if pending is not lost.culprit:
                pending.error = None
                self.run_together([pending])

    def close(self) -> None:
        """Close the connection and the lock."""
        self._connection.close()
        self._lock.close()


def fail(batch: Sequence[Pending], error: BaseException) -> None:
    """Make an error the outcome of each that has none of its own."""
    for pending in batch:
        pending.error = pending.error or error
