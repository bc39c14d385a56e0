"""The embedded database: SQLite in WAL mode, many readers and one writer that commits in groups."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future
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
from comptoir.db.signal import Signal
from comptoir.db.tx import ReadTx, Tx
from comptoir.db.writer import Pending, Writer
from comptoir.principal import SYSTEM, Actor

P = ParamSpec("P")
T = TypeVar("T")

_BUSY_SECONDS = 15
_STATEMENTS_KEPT = 512


class SqliteDatabase:
    """A SQLite file. Reads run where they are called, writes in the writer's thread."""

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
        self._lock = FileLock(self._lock_path)
        self._signal = Signal(path.with_name(path.name + ".signal"))
        self._statements = Statements()
        self._writer = Writer(
            self._connect, lock=self._lock, statements=self._statements, clock=clock, signal=self._signal
        )
        # Idle read connections. Popping from a list is atomic, so threads and nested reads get one each.
        self._readers: list[tuple[Connection, sqlite3.Connection]] = []
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
        if self._closed:
            raise RuntimeError("the database is closed")
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
        """Run a command in the writer's thread; returns once it is durable and the listeners were told."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[tuple[T, Committed]] = loop.create_future()
        run = partial(_call, command, args, kwargs)
        self._writer.put(Pending(run=run, actor=actor, future=future, loop=loop))
        result, committed = await future
        if committed and self.listeners:
            await tell(self.listeners, committed)
        return result

    def write_now(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command in the writer's thread and wait for it."""
        future: Future[tuple[T, Committed]] = Future()
        run = partial(_call, command, args, kwargs)
        self._writer.put(Pending(run=run, actor=actor, future=future, loop=None))
        return future.result()[0]

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
        if self._closed:
            return
        self._closed = True
        self._writer.close()
        while self._readers:
            self._readers.pop()[0].close()
        self._engine.dispose()
        self._lock.close()
        self._signal.close()

    async def close(self) -> None:
        """Run the writes that wait, then close the file."""
        await asyncio.to_thread(self.close_now)


def _call(command: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], tx: Tx) -> T:
    return command(tx, *args, **kwargs)


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    """Set up a new connection: durable commits, readers that writers do not block, keys enforced."""
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        "cache_size = -16000",
        # After a large import the log is cut back to 64 MiB.
        "journal_size_limit = 67108864",
    ):
        connection.execute(f"PRAGMA {pragma}")
