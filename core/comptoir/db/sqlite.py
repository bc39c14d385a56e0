"""The embedded database: SQLite in WAL mode, many readers and one writer at a time that commits in groups."""

import asyncio
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, NullPool, create_engine, event
from sqlalchemy.engine import URL

from comptoir.clock import Clock
from comptoir.db.compiled import Statements
from comptoir.db.database import Listener, tell
from comptoir.db.effects import Committed
from comptoir.db.filelock import FileLock
from comptoir.db.loop_writer import LoopWriter
from comptoir.db.signal import Signal
from comptoir.db.tx import ReadTx, Tx
from comptoir.db.write_connection import Pending, WriteConnection
from comptoir.principal import SYSTEM, Actor

P = ParamSpec("P")
T = TypeVar("T")

_BUSY_SECONDS = 15
"""How long a read waits for a program that holds the whole file, such as one that repairs it."""
_PAUSE = 0.005
_PRIMARY = 0xFF
"""The part of SQLite's error codes that says the kind."""
_STATEMENTS_KEPT = 512


class SqliteDatabase:
    """A SQLite file. Reads and commands run where they are called, one command at a time."""

    def __init__(self, path: Path, *, clock: Clock) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.clock = clock
        self.listeners: list[Listener] = []
        self._path = path
        self._engine = create_engine(
            URL.create("sqlite", database=str(path)),
            poolclass=NullPool,
            connect_args={
                # None keeps the driver from beginning transactions by itself: all BEGINs are ours.
                "isolation_level": None,
                "check_same_thread": False,
                "timeout": _BUSY_SECONDS,
                "cached_statements": _STATEMENTS_KEPT,
            },
        )
        event.listen(self._engine, "connect", _prepare)
        self._lock_path = path.with_name(path.name + ".lock")
        self._signal = Signal(path.with_name(path.name + ".signal"))
        self._statements = Statements()
        self._inside: set[int] = set()
        """Threads that run a command at this moment."""
        # Idle read connections. Popping from a list is atomic, so threads and nested reads get one each.
        self._readers: list[tuple[Connection, sqlite3.Connection]] = []
        self._gate = threading.Condition()
        self._idle_writers: list[WriteConnection] = []
        self._writing = 0
        """Connections that write and that are in use."""
        self._loops: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, LoopWriter] = (
            weakref.WeakKeyDictionary()
        )
        self._closed = False

    @property
    def dialect(self) -> str:
        """`sqlite`."""
        return "sqlite"

    @property
    def url(self) -> str:
        """The address of the file."""
        return f"sqlite:///{self._path.absolute()}"

    def change_signal(self) -> int | None:
        """Return a number that differs after any process on this machine committed a change."""
        return self._signal.value()

    def _connect(self) -> tuple[Connection, sqlite3.Connection]:
        connection = self._engine.connect()
        raw: sqlite3.Connection = connection.connection.driver_connection  # type: ignore[assignment]
        return connection, raw

    def read_now(self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query in one consistent snapshot, in this thread."""
        self._check_open()
        try:
            reader = self._readers.pop()
        except IndexError:
            reader = self._connect()
            reader[1].execute("PRAGMA query_only = ON")
        connection, raw = reader
        # Without BEGIN two statements could see two states of the database.
        raw.execute("BEGIN")
        try:
            return query(ReadTx(connection, statements=self._statements, clock=self.clock), *args, **kwargs)
        finally:
            raw.execute("ROLLBACK")
            self._readers.append(reader)

    async def read(
        self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query on the event loop: a hop to a thread would cost more than a short query."""
        return self.read_now(query, *args, **kwargs)

    async def read_in_thread(
        self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a long query in a thread."""
        return await asyncio.to_thread(partial(self.read_now, query, *args, **kwargs))

    async def write(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command on the event loop; returns once it is durable and the listeners were told."""
        return await self._write(partial(_call, command, args, kwargs), actor=actor, long=False)

    async def write_in_thread(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Do as `write`, in the thread that commits."""
        return await self._write(partial(_call, command, args, kwargs), actor=actor, long=True)

    async def _write(self, run: Callable[[Tx], T], *, actor: Actor, long: bool) -> T:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[tuple[T, Committed]] = loop.create_future()
        self._writer_of(loop).put(Pending(run=run, actor=actor, future=future, long=long))
        result, committed = await future
        if committed and self.listeners:
            await tell(self.listeners, committed)
        return result

    def write_now(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command in this thread, once nobody else writes. Raises `RuntimeError` from within a command."""
        if threading.get_ident() in self._inside:
            raise RuntimeError("a command cannot start another: call it with the same tx")
        pending = Pending(run=partial(_call, command, args, kwargs), actor=actor)
        with self._gate:
            self._check_open()
            connection = self._take()
        try:
            connection.run_together([pending])
        finally:
            self.give_back(connection)
        if pending.error is not None:
            raise pending.error
        result: T = pending.result
        return result

    def _writer_of(self, loop: asyncio.AbstractEventLoop) -> LoopWriter:
        found = self._loops.get(loop)
        if found is None:
            with self._gate:
                self._check_open()
                found = self._loops[loop] = LoopWriter(self)
        return found

    def take(self) -> WriteConnection:
        """Return a connection that writes and that nobody uses; to be given back."""
        with self._gate:
            return self._take()

    def _take(self) -> WriteConnection:
        connection = self._idle_writers.pop() if self._idle_writers else self._connect_writer()
        self._writing += 1
        return connection

    def _connect_writer(self) -> WriteConnection:
        connection, raw = self._connect()
        return WriteConnection(
            connection,
            raw,
            lock=FileLock(self._lock_path),
            statements=self._statements,
            clock=self.clock,
            signal=self._signal,
            inside=self._inside,
        )

    def give_back(self, connection: WriteConnection) -> None:
        """Let others use a connection that writes."""
        with self._gate:
            self._idle_writers.append(connection)
            self._writing -= 1
            self._gate.notify_all()

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")

    @contextmanager
    def exclusive(self) -> Iterator[Connection]:
        """Give a connection outside of any transaction while no process writes."""
        lock = FileLock(self._lock_path)
        try:
            with lock, self._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
                yield connection
        finally:
            lock.close()

    def close_now(self) -> None:
        """Run the writes that wait, then close the file."""
        with self._gate:
            if self._closed:
                return
            self._closed = True
        for writer in list(self._loops.values()):
            writer.close()
        with self._gate:
            self._gate.wait_for(lambda: self._writing == 0)
            while self._idle_writers:
                self._idle_writers.pop().close()
        while self._readers:
            self._readers.pop()[0].close()
        self._engine.dispose()
        self._signal.close()

    async def close(self) -> None:
        """Run the writes that wait, then close the file."""
        await asyncio.to_thread(self.close_now)


def _call(command: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], tx: Tx) -> T:
    return command(tx, *args, **kwargs)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set up a new connection: durable commits, readers that writers do not block, keys enforced."""
    _keep_log(connection)
    for pragma in (
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -16000",
        # After a large import the log is cut back to 64 MiB.
        "journal_size_limit = 67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _keep_log(connection: sqlite3.Connection) -> None:
    """Have a write-ahead log; waits for programs that begin or end one, for which SQLite itself does not wait."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            return
