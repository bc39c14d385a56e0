"""The writer of one event loop: it runs commands where they are called, and commits them in a thread.

A durable commit costs a disk flush, whatever is in it, so commands that wait share one. Commands run on the loop,
because two threads that take turns at Python's lock with every statement lose a third of their time to that; the
flush waits in a thread. Where another process writes at the moment, the thread waits for it and runs the commands; it
also runs those that may take long.
"""

import threading
import time
import weakref
from collections import deque
from collections.abc import Callable
from contextvars import Context
from functools import partial
from queue import SimpleQueue
from typing import Protocol

from comptoir.db.write_connection import Pending, TransactionLostError, WriteConnection, fail

MOST_AT_ONCE = 128
"""Commands that share a commit at most: bounds how long the first of them waits."""
_LONGEST_RUN = 0.02
"""Seconds after which no further command is begun before what ran is committed: the loop has others to serve."""

_Jobs = SimpleQueue[Callable[[], None] | None]


class Connections(Protocol):
    """Where connections that write come from."""

    def take(self) -> WriteConnection:
        """Return one that nobody uses."""
        ...

    def give_back(self, connection: WriteConnection) -> None:
        """Let others use it."""
        ...


class LoopWriter:
    """Runs commands in the order in which they come. Kept by nobody but its loop's database."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._gate = threading.Lock()
        self._waiting: deque[Pending] = deque()
        self._busy = False
        self._closed = False
        self._jobs: _Jobs = SimpleQueue()
        self._thread: threading.Thread | None = None
        # The thread holds the jobs alone, and ends with the writer.
        weakref.finalize(self, self._jobs.put, None)

    def put(self, pending: Pending) -> None:
        """Queue a command, on the loop that waits for its future. Raises `RuntimeError` after `close`."""
        with self._gate:
            if self._closed:
                raise RuntimeError("the database is closed")
            self._waiting.append(pending)
            if self._busy:
                return
            self._busy = True
        # Commands share a run, so none of them has its caller's context.
        pending.loop.call_soon(self._go_on, context=Context())

    def close(self) -> None:
        """Run what waits, then stop."""
        with self._gate:
            self._closed = True
            while self._waiting:
                self._hand_over(self._connections.take())
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def _go_on(self) -> None:
        with self._gate:
            if not self._waiting:
                self._busy = False
                return
            try:
                connection = self._connections.take()
            except Exception as error:  # noqa: BLE001 - it is the callers'
                self._refuse(error)
                return
            if not self._waiting[0].long and connection.begin_now():
                self._run(connection)
            else:
                self._hand_over(connection)

    def _refuse(self, error: Exception) -> None:
        while self._waiting:
            pending = self._waiting.popleft()
            pending.error = error
            pending.settle()
        self._busy = False

    def _run(self, connection: WriteConnection) -> None:
        """Run what waits, up to a bound, and let the thread commit it."""
        batch: list[Pending] = []
        until = time.monotonic() + _LONGEST_RUN
        try:
            while self._waiting and not self._waiting[0].long and len(batch) < MOST_AT_ONCE:
                batch.append(self._waiting.popleft())
                connection.run(batch[-1])
                if time.monotonic() > until:
                    break
        except TransactionLostError as lost:
            connection.give_up()
            self._in_thread(connection, batch, partial(connection.run_again, batch, lost))
        except BaseException as error:  # noqa: BLE001 - whatever happened, nobody may wait for ever
            connection.give_up()
            self._in_thread(connection, batch, partial(fail, batch, error))
        else:
            self._in_thread(connection, batch, partial(connection.commit, batch))

    def _hand_over(self, connection: WriteConnection) -> None:
        """Let the thread wait for whoever writes, and run the commands there."""
        batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
        self._in_thread(connection, batch, partial(connection.run_together, batch))

    def _in_thread(self, connection: WriteConnection, batch: list[Pending], job: Callable[[], None]) -> None:
        if self._thread is None:
            work = partial(_work_off, self._jobs)
            self._thread = threading.Thread(target=work, name="comptoir-commits", daemon=True)
            self._thread.start()
        self._jobs.put(partial(self._end, connection, batch, job))

    def _end(self, connection: WriteConnection, batch: list[Pending], job: Callable[[], None]) -> None:
        job()
        self._connections.give_back(connection)
        try:
            batch[0].loop.call_soon_threadsafe(self._settle, batch)
        except RuntimeError:
            # The loop is closed: nobody waits there any more.
            return

    def _settle(self, batch: list[Pending]) -> None:
        for pending in batch:
            pending.settle()
        # Behind those who waited: what they write next may share the next commit.
        batch[0].loop.call_soon(self._go_on, context=Context())


def _work_off(jobs: _Jobs) -> None:
    while (job := jobs.get()) is not None:
        job()
        del job
