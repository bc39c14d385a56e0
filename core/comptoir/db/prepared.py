"""Statements prepared once, for the few that run in every edit of a cart.

SQLAlchemy's way from a statement to a row takes several times as long as SQLite does. A prepared statement is
compiled when it is first run, with the conversions of its column types; after that SQLite's driver is called
with nothing in between. PostgreSQL, where the round trip outweighs all of that, takes the ordinary way.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.dml import UpdateBase

from comptoir.db.tx import ReadTx, Tx

Convert = Callable[[Any], Any]


class Prepared:
    """A statement that is run often: a SELECT, or a write that returns rows or nothing.

    Its parameters are bound by name and may not be lists that expand. Its rows have the columns as attributes.
    """

    __slots__ = ("_embedded", "statement")

    def __init__(self, statement: Select[Any] | UpdateBase) -> None:
        self.statement = statement
        self._embedded: _Embedded | None = None

    def all(self, tx: ReadTx, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """Run it and return every row."""
        if tx.dialect != "sqlite":
            return tx.connection.execute(self.statement, parameters).all()
        if self._embedded is None:
            self._embedded = _Embedded(self.statement, tx.connection.dialect)
        return self._embedded.run(tx.connection, parameters)

    def first(self, tx: ReadTx, parameters: Mapping[str, Any]) -> Any:
        """Run it and return the first row, or none."""
        rows = self.all(tx, parameters)
        return rows[0] if rows else None

    def each(self, tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run a write that returns nothing once for each of the rows; there is at least one."""
        if tx.dialect != "sqlite":
            tx.execute(self.statement, rows)
            return
        for row in rows:
            self.all(tx, row)


class _Embedded:
    """A statement as SQLite's driver takes it."""

    __slots__ = ("_binds", "_columns", "_dialect", "_row", "_text")

    def __init__(self, statement: Select[Any] | UpdateBase, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)
        self._dialect = dialect
        self._text = str(compiled)
        self._binds: list[tuple[str, Convert | None, Any]] = []
        for name in compiled.positiontup:
            bind = compiled.binds[name]
            convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
            self._binds.append((bind.key, convert, bind.effective_value))
        columns = list(
            statement.selected_columns if isinstance(statement, Select) else statement.exported_columns
        )
        self._row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]  # noqa: PYI024 - named at run time
        converts = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._columns = [(place, convert) for place, convert in enumerate(converts) if convert is not None]

    def run(self, connection: Connection, parameters: Mapping[str, Any]) -> list[Any]:
        """Run the statement; errors are SQLAlchemy's, as with any other statement."""
        values = []
        for name, convert, default in self._binds:
            value = parameters.get(name, default)
            values.append(value if convert is None else convert(value))
        raw: Any = connection.connection.driver_connection
        try:
            found = raw.execute(self._text, values).fetchall()
        except sqlite3.Error as error:
            raise DBAPIError.instance(
                self._text, values, error, sqlite3.Error, dialect=self._dialect
            ) from error
        return [self._made(row) for row in found]

    def _made(self, row: Sequence[Any]) -> Any:
        if not self._columns:
            return self._row._make(row)
        cells = list(row)
        for place, convert in self._columns:
            cells[place] = convert(cells[place])
        return self._row._make(cells)
