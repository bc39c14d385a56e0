"""The one writer of a SQLite database: a thread that commits what waits together.

A durable commit costs a disk flush, whatever is in it. So the writer takes the commands that wait, runs each
within a savepoint of one transaction, commits once and acknowledges all of them afterwards.
"""

import asyncio
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from sqlalchemy import Connection

from comptoir.clock import Clock
from comptoir.db.compiled import Statements
from comptoir.db.effects import NOTHING, Committed, write_effects
from comptoir.db.filelock import FileLock
from comptoir.db.signal import Signal
from comptoir.db.tx import Tx
from comptoir.principal import Actor

MOST_AT_ONCE = 128
"""Commands that share a commit at most: bounds how long the first of them waits."""

AnyFuture = asyncio.Future[tuple[Any, Committed]] | Future[tuple[Any, Committed]]


@dataclass(slots=True, eq=False)
class Pending:
    """A command that waits for the writer, and then its outcome."""

    run: Callable[[Tx], Any]
    actor: Actor
    future: AnyFuture
    loop: asyncio.AbstractEventLoop | None
    """The event loop of an asyncio future; none for a future of a thread."""
    result: Any = None
    committed: Committed = NOTHING
    error: BaseException | None = None

    def settle(self) -> None:
        """Give the outcome to whoever waits for it; they may have gone."""
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result((self.result, self.committed))


class _TransactionLostError(Exception):
    """SQLite ended the transaction by itself while a command ran: what others did in it is gone too."""

    def __init__(self, culprit: Pending) -> None:
        super().__init__("SQLite ended the transaction")
        self.culprit = culprit


class Writer:
    """Runs commands one after another in a thread of its own."""

    def __init__(
        self,
        connect: Callable[[], tuple[Connection, sqlite3.Connection]],
        *,
        lock: FileLock,
        statements: Statements,
        clock: Clock,
        signal: Signal,
    ) -> None:
        self._connect = connect
        self._signal = signal
        self._lock = lock
        self._statements = statements
        self._clock = clock
        self._queue: SimpleQueue[Pending | None] = SimpleQueue()
        self._closed = False
        self._gate = threading.Lock()
        self._thread: threading.Thread | None = None

    def put(self, pending: Pending) -> None:
        """Queue a command. Raises `RuntimeError` from within a command, and after `close`."""
        if threading.current_thread() is self._thread:
            raise RuntimeError("a command cannot start another: call it with the same tx")
        # Under the lock, so that nothing is queued behind the mark that ends the queue.
        with self._gate:
            if self._closed:
                raise RuntimeError("the database is closed")
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="comptoir-writer", daemon=True)
                self._thread.start()
            self._queue.put(pending)

    def close(self) -> None:
        """Run what waits, then stop."""
        with self._gate:
            self._closed = True
            self._queue.put(None)
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        connection, raw = self._connect()
        try:
            while batch := self._take():
                self._run(batch, connection, raw)
                _settle(batch)
        finally:
            connection.close()

    def _take(self) -> list[Pending]:
        """Wait for a command, and take what waits behind it; an empty list means the end."""
        first = self._queue.get()
        if first is None:
            return []
        batch = [first]
        while len(batch) < MOST_AT_ONCE:
            try:
                item = self._queue.get_nowait()
            except Empty:
                break
            if item is None:
                self._queue.put(None)
                break
            batch.append(item)
        return batch

    def _run(self, batch: list[Pending], connection: Connection, raw: sqlite3.Connection) -> None:
        """Run commands with one commit; each has its outcome afterwards."""
        try:
            with self._lock:
                self._run_in_transaction(batch, connection, raw)
                if any(pending.committed.changes for pending in batch):
                    self._signal.raise_()
        except _TransactionLostError as lost:
            # The others are not at fault, and commands can be run again: each by itself this time.
            for pending in batch:
                if pending is not lost.culprit:
                    pending.error = None
                    self._run([pending], connection, raw)
        except BaseException as error:  # noqa: BLE001 - whatever happened, nobody may wait for ever
            for pending in batch:
                pending.error = pending.error or error

    def _run_in_transaction(
        self, batch: list[Pending], connection: Connection, raw: sqlite3.Connection
    ) -> None:
        raw.execute("BEGIN IMMEDIATE")
        try:
            for pending in batch:
                self._run_one(pending, connection, raw)
            raw.execute("COMMIT")
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")

    def _run_one(self, pending: Pending, connection: Connection, raw: sqlite3.Connection) -> None:
        """Run one command in a savepoint: if it fails, its own work is undone and no other's."""
        raw.execute("SAVEPOINT command")
        tx = Tx(connection, statements=self._statements, clock=self._clock, actor=pending.actor)
        try:
            pending.result = pending.run(tx)
            pending.committed = write_effects(tx)
        except BaseException as error:  # noqa: BLE001 - it is the caller's
            pending.error = error
        # A full disk or RAISE(ROLLBACK) ends the whole transaction, after which the next savepoint would
        # open one of its own and be committed alone.
        if not raw.in_transaction:
            if pending.error is None:
                pending.error = RuntimeError("the command swallowed an error that ended its transaction")
            raise _TransactionLostError(pending)
        if pending.error is not None:
            raw.execute("ROLLBACK TO command")
        raw.execute("RELEASE command")


def _settle(batch: list[Pending]) -> None:
    """Acknowledge a batch: once per event loop, since each call into a loop wakes it."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[Pending]] = defaultdict(list)
    for pending in batch:
        if pending.loop is None:
            pending.settle()
        else:
            by_loop[pending.loop].append(pending)
    for loop, waiting in by_loop.items():
        try:
            loop.call_soon_threadsafe(_settle_all, waiting)
        except RuntimeError:
            # The loop is closed: nobody waits there any more.
            continue


def _settle_all(batch: list[Pending]) -> None:
    for pending in batch:
        pending.settle()
