"""The database as the edge of the program sees it: consistent reads, durable writes.

Domain code is synchronous and gets a transaction; this is where it is called from:

    cart = await database.read(lookup_cart, token=token)
    line = await database.write(add_line, actor=actor, cart_id=7, variant_id=12, quantity=1)

`read` runs a query in one consistent snapshot. `write` runs a command in one transaction together with its
events and change rows and returns once all of that is durable; an exception from the command undoes that
command alone and reaches the caller. Commands may be run again (PostgreSQL retries them after a
serialization failure), so they have no effect but on `tx`.
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from comptoir.clock import Clock
from comptoir.db.effects import Committed
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import ConfigurationError
from comptoir.principal import SYSTEM, Actor
from comptoir.settings import Settings

__all__ = ["Committed", "Database", "Listener", "open_database", "tell"]

P = ParamSpec("P")
T = TypeVar("T")

Listener = Callable[[Committed], Awaitable[None]]
"""Told of each write that left changes or events, after it is durable and before `write` returns."""

_log = structlog.get_logger(__name__)


class Database(Protocol):
    """Reads and writes of one database; see the module's text for what they promise."""

    clock: Clock
    listeners: list[Listener]

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        ...

    @property
    def url(self) -> str:
        """The address of the database, password included."""
        ...

    def change_signal(self) -> int | None:
        """Return a number that differs after a commit with change rows; none where there is no such number."""
        ...

    async def read(
        self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a query that takes well under a millisecond (on SQLite it runs on the event loop)."""
        ...

    async def read_in_thread(
        self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a long query without holding up the event loop."""
        ...

    async def write(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command that takes a few milliseconds; returns once it is durable and the listeners were told."""
        ...

    async def write_in_thread(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Do as `write` for a command that may take long, without holding up the event loop."""
        ...

    def read_now(self, query: Callable[Concatenate[ReadTx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a query from synchronous code."""
        ...

    def write_now(
        self, command: Callable[Concatenate[Tx, ...], T], /, *args: Any, actor: Actor = SYSTEM, **kwargs: Any
    ) -> T:
        """Run a command from synchronous code. Listeners are not told: they belong to an event loop."""
        ...

    def exclusive(self) -> AbstractContextManager[Connection]:
        """Give a connection outside of any transaction while no other process has one: for migrations.

        Foreign keys are not enforced on it on SQLite, where tables are altered by copying them.
        """
        ...

    async def close(self) -> None:
        """Finish what waits, then let go of the database."""
        ...

    def close_now(self) -> None:
        """Do as `close`, from synchronous code."""
        ...


def open_database(settings: Settings, *, clock: Clock) -> Database:
    """Open the database that the settings name.

    Raises `ConfigurationError` when the address is malformed or names another kind of database.
    """
    url = _parse(settings.database)
    if url.get_backend_name() == "sqlite":
        return _open_sqlite(url, clock)
    if url.get_backend_name() == "postgresql":
        return _open_postgres(url, clock)
    raise ConfigurationError(
        f"the database '{url.get_backend_name()}' is not supported: use sqlite:///path or postgresql://…"
    )


def _open_sqlite(url: URL, clock: Clock) -> Database:
    from comptoir.db.sqlite import SqliteDatabase

    if not url.database or url.database == ":memory:":
        raise ConfigurationError("the SQLite database needs a file: sqlite:///path/to/shop.db")
    try:
        return SqliteDatabase(Path(url.database), clock=clock)
    except OSError as error:
        raise ConfigurationError(f"the SQLite database {url.database} cannot be opened: {error}") from error


def _open_postgres(url: URL, clock: Clock) -> Database:
    from comptoir.db.postgres import PostgresDatabase

    try:
        return PostgresDatabase(url, clock=clock)
    except ModuleNotFoundError as error:
        raise ConfigurationError("PostgreSQL needs its driver: pip install 'comptoir[postgres]'") from error


def _parse(address: str) -> URL:
    try:
        return make_url(address)
    except ArgumentError as error:
        raise ConfigurationError(
            "the database address is malformed: sqlite:///path or postgresql://user:password@host/name"
        ) from error


async def tell(listeners: list[Listener], committed: Committed) -> None:
    """Tell the listeners of a write. It is durable, so a listener that fails is logged and not raised."""
    for listener in listeners:
        try:
            await listener(committed)
        except Exception:  # noqa: BLE001 - logged
            _log.exception("a listener of the database failed", listener=repr(listener))
