"""PostgreSQL, for shops that outgrow one machine: the same commands and queries in a pool of threads."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from comptoir.clock import Clock
from comptoir.db.compiled import Statements
from comptoir.db.database import Listener, tell
from comptoir.db.effects import Committed, write_effects
from comptoir.db.tx import ReadTx, Tx
from comptoir.principal import SYSTEM, Actor

P = ParamSpec("P")
T = TypeVar("T")

_CONNECTIONS = 16
_TRIES = 8
_FIRST_PAUSE = 0.005
"""Seconds before the second try; doubled for each further one, and spread at random."""
_RETRIED = frozenset({"40001", "40P01"})
"""SQLSTATEs of a serialization failure and of a deadlock: the transaction is void and may be run again."""
_MIGRATION_LOCK = 7205759403792794
"""Key of the advisory lock that migrations take; any number, as long as it never changes."""


class PostgresDatabase:
    """A PostgreSQL database; reads see one snapshot, writes are retried after a serialization failure."""

    def __init__(self, url: URL, *, clock: Clock, connections: int = _CONNECTIONS) -> None:
        self.clock = clock
        self.listeners: list[Listener] = []
        self._url = url.set(drivername="postgresql+psycopg")
        self._engine = create_engine(
            self._url,
            pool_size=connections,
            max_overflow=4,
            pool_use_lifo=True,
            isolation_level="READ COMMITTED",
            # By position, as compiled statements give their values.
            paramstyle="format",
        )
        self._statements = Statements()
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="comptoir-database")
        self._closed = False

    @property
    def dialect(self) -> str:
        """`postgresql`."""
        return "postgresql"

    @property
    def url(self) -> str:
        """The address of the database, password included."""
        return self._url.set(drivername="postgresql").render_as_string(hide_password=False)

    def read_now(self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query in one consistent snapshot; once more if its connection had died while it was idle."""
        self._check_open()
        try:
            return self._read_once(query, *args, **kwargs)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._read_once(query, *args, **kwargs)

    def _read_once(
        self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        with self._reading.connect() as connection:
            connection.begin()
            return query(ReadTx(connection, statements=self._statements, clock=self.clock), *args, **kwargs)

    def change_signal(self) -> int | None:
        """Return none: other processes may be on other machines."""
        return None

    async def read(
        self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query in a thread of the pool."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, partial(self.read_now, query, *args, **kwargs))

    async def read_in_thread(
        self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query in a thread of the pool, as all are."""
        return await self.read(query, *args, **kwargs)

    async def write(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command in a thread of the pool; returns once it is durable and the listeners were told."""
        loop = asyncio.get_running_loop()
        run = partial(self._write, partial(_call, command, args, kwargs), actor)
        result, committed = await loop.run_in_executor(self._threads, run)
        if committed and self.listeners:
            await tell(self.listeners, committed)
        return result

    async def write_in_thread(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command in a thread of the pool, as all are."""
        return await self.write(command, *args, actor=actor, **kwargs)

    def write_now(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command in this thread."""
        self._check_open()
        return self._write(partial(_call, command, args, kwargs), actor)[0]

    def _write(self, run: Callable[[Tx], T], actor: Actor) -> tuple[T, Committed]:
        """Run a whole command in a transaction, again and again while others void it."""
        pause = _FIRST_PAUSE
        for left in reversed(range(_TRIES)):
            try:
                return self._write_once(run, actor)
            except _CommitUnknownError as unknown:
                raise unknown.error from unknown.error.__cause__
            except DBAPIError as error:
                if not left or not _may_retry(error):
                    raise
            # Jitter keeps two that collided from colliding again; it needs no secrecy.
            time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311
            pause *= 2
        raise AssertionError("unreachable: the last try returns or raises")

    def _write_once(self, run: Callable[[Tx], T], actor: Actor) -> tuple[T, Committed]:
        with self._engine.connect() as connection:
            connection.begin()
            tx = Tx(connection, statements=self._statements, clock=self.clock, actor=actor)
            result = run(tx)
            committed = write_effects(tx)
            try:
                connection.commit()
            except DBAPIError as error:
                if error.connection_invalidated:
                    raise _CommitUnknownError(error) from error
                raise
            return result, committed

    def _check_open(self) -> None:
        if self._closed:
            raise RuntimeError("the database is closed")

    @contextmanager
    def exclusive(self) -> Iterator[Connection]:
        """Give a connection outside of any transaction while no other process migrates."""
        with self._engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _MIGRATION_LOCK})
            connection.commit()
            try:
                yield connection
            finally:
                connection.rollback()
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _MIGRATION_LOCK})
                connection.commit()

    def close_now(self) -> None:
        """Finish what waits, then close all connections."""
        self._threads.shutdown(wait=True)
        self._closed = True
        self._engine.dispose()

    async def close(self) -> None:
        """Finish what runs, then close all connections."""
        await asyncio.to_thread(self.close_now)


class _CommitUnknownError(Exception):
    """The connection was lost while committing: the command may be durable, so it must not run again."""

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error))
        self.error = error


def _may_retry(error: DBAPIError) -> bool:
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) in _RETRIED


def _call(command: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any], tx: Tx) -> T:
    return command(tx, *args, **kwargs)
