"""Statements compiled once and run on the driver directly.

SQLAlchemy's way from a statement to a row takes several times as long as SQLite does, and as long as a round trip to
a PostgreSQL on the same machine. A statement that is run a second time, by way of the same object, is compiled with
the conversions of its column types; from then on the driver is called with nothing in between. What it gives are
SQLAlchemy's rows, what it raises SQLAlchemy's errors. A statement that is built anew each time, or one that the
compiler completes by itself (a column's default in Python, rows of several inserts, lists of tuples), takes the
ordinary way.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import CompoundSelect, Connection, Executable, Row, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TupleType

Convert = Callable[[Any], Any]
Values = Mapping[str, Any]
Parameters = Values | Sequence[Values] | None

_ABSENT: Final = object()
_NONE: Final[Values] = {}
_MOST_KEPT = 4096
"""How many compiled statements are kept: several times what the modules of the core have."""
_MOST_FORMS = 64
"""How many texts are kept of a statement with lists, one for each number of values."""


class Result:
    """What a statement gave: all of its rows, and how many it wrote; -1 where it ran for many parameters."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: Sequence[Row[Any]], *, rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Row[Any]]:
        return iter(self._rows)

    def all(self) -> Sequence[Row[Any]]:
        """Return every row."""
        return self._rows

    def first(self) -> Row[Any] | None:
        """Return the first row, or none."""
        return self._rows[0] if self._rows else None

    def one(self) -> Row[Any]:
        """Return the first row; raises `NoResultFound` where there is none."""
        if not self._rows:
            raise NoResultFound("the statement gave no row")
        return self._rows[0]

    def scalar(self) -> Any:
        """Return the first column of the first row, or none."""
        return self._rows[0][0] if self._rows else None

    def scalar_one(self) -> Any:
        """Return the first column of the first row; raises `NoResultFound` where there is none."""
        return self.one()[0]


class Statements:
    """Runs the statements of one database, and keeps what it compiled."""

    __slots__ = ("_kept", "_known")

    def __init__(self) -> None:
        # One that was run once is kept for as long as it lives; what was compiled keeps its statement alive.
        self._known: WeakKeyDictionary[Executable, dict[object, _Compiled | None]] = WeakKeyDictionary()
        self._kept = 0

    def run(self, connection: Connection, statement: Executable, parameters: Parameters) -> Result:
        """Run a statement; errors are SQLAlchemy's."""
        known = self._known.get(statement)
        if known is None:
            # Maybe it was made for this one time.
            self._known[statement] = {}
            return _ordinarily(connection, statement, parameters)
        if parameters is None or isinstance(parameters, Mapping):
            parameters = parameters or _NONE
            compiled = self._compiled(connection, statement, parameters, known)
            if compiled is not None:
                return compiled.run(connection, parameters)
        else:
            compiled = self._compiled(connection, statement, parameters[0], known)
            if compiled is not None:
                return _run_each(connection, statement, parameters, compiled)
        return _ordinarily(connection, statement, parameters)

    def _compiled(
        self,
        connection: Connection,
        statement: Executable,
        parameters: Values,
        known: dict[object, "_Compiled | None"],
    ) -> "_Compiled | None":
        # Which columns an INSERT fills is told by the names of its parameters.
        key = tuple(parameters)
        if key not in known:
            if self._kept >= _MOST_KEPT:
                # Somebody makes statements and runs each several times: those of modules are soon back.
                self._known.clear()
                self._kept = 0
            self._kept += 1
            known[key] = _compile(statement, connection.dialect, keys=key)
        return known[key]


def _run_each(
    connection: Connection, statement: Executable, rows: Sequence[Values], compiled: "_Compiled"
) -> Result:
    """Run a statement for each of several parameters."""
    if len(rows) == 1:
        return compiled.run(connection, rows[0])
    if compiled.repeats:
        return compiled.run_many(connection, rows)
    if connection.dialect.name == "sqlite":
        results = [compiled.run(connection, row) for row in rows]
        return Result([row for result in results for row in result], rowcount=-1)
    # One round trip for many rows is SQLAlchemy's art.
    return _ordinarily(connection, statement, rows)


def _ordinarily(connection: Connection, statement: Executable, parameters: Parameters) -> Result:
    result = connection.execute(statement, parameters)
    rows = result.all() if result.returns_rows else ()
    return Result(rows, rowcount=result.rowcount)


class _Slot(NamedTuple):
    """A place in a statement's text, and where its value comes from; `item` is its place in a list of values."""

    key: str
    convert: Convert | None
    default: Any
    item: int | None


class _Form:
    """A statement's text with its places, as the driver takes them."""

    __slots__ = ("slots", "text")

    def __init__(self, text: str, slots: Sequence[_Slot]) -> None:
        self.text = text
        self.slots = slots

    def values(self, parameters: Values) -> list[Any]:
        found = []
        for key, convert, default, item in self.slots:
            value = parameters.get(key, default)
            if value is _ABSENT:
                raise KeyError(f"the statement needs a value for '{key}'")
            if item is not None:
                value = value[item]
            found.append(value if convert is None else convert(value))
        return found


def _compile(statement: Executable, dialect: Dialect, *, keys: Sequence[str]) -> "_Compiled | None":
    """Compile a statement for parameters of these names, or return none where it takes the ordinary way."""
    if not isinstance(statement, Select | CompoundSelect | UpdateBase):
        return None
    returning = not isinstance(statement, UpdateBase) or bool(statement.exported_columns)
    compiled = statement.compile(
        # As for many rows: else an INSERT would return the key of its row, which nobody asked for.
        dialect=dialect,
        column_keys=sorted(keys),
        for_executemany=not returning,
    )
    if not isinstance(compiled, SQLCompiler) or compiled.prefetch or compiled.escaped_bind_names:
        return None
    names = [column.keyname for column in compiled._result_columns]  # noqa: SLF001 - told nowhere else
    if compiled.literal_execute_params or len(set(names)) < len(names):
        return None
    if any(isinstance(bind.type, TupleType) for bind in compiled.post_compile_params):
        return None
    return _Compiled(compiled, dialect)


class _Compiled:
    """A statement as a driver takes it."""

    __slots__ = ("_compiled", "_dialect", "_expanding", "_forms", "_only", "_parent", "_types", "repeats")

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        self._compiled = compiled
        self._dialect = dialect
        self._expanding = {bind.key: bind.effective_value for bind in compiled.post_compile_params}
        self._only: _Form | None = None
        if not self._expanding:
            self._only = _Form(compiled.string, [self._slot(name) for name in compiled.positiontup or ()])
        self._forms: dict[tuple[int, ...], _Form] = {}
        self._parent: SimpleResultMetaData | None = None
        self._types = [column.type for column in compiled._result_columns]  # noqa: SLF001 - as above
        self.repeats = not self._types and not self._expanding
        """Whether it may run for many rows at once."""

    def run(self, connection: Connection, parameters: Values) -> Result:
        """Run it once."""
        form = self._form(parameters)
        values = form.values(parameters)
        raw: Any = connection.connection.driver_connection
        try:
            cursor = raw.execute(form.text, values)
            found = cursor.fetchall() if self._types else ()
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(connection, error, form, values) from error
        return Result(self._rows(cursor, found) if found else (), rowcount=cursor.rowcount)

    def run_many(self, connection: Connection, rows: Sequence[Values]) -> Result:
        """Run it once for each of the rows; it returns nothing."""
        form = self._form(rows[0])
        values = [form.values(row) for row in rows]
        raw: Any = connection.connection.driver_connection
        try:
            raw.cursor().executemany(form.text, values)
        except self._dialect.loaded_dbapi.Error as error:
            raise self._told(connection, error, form, values) from error
        return Result((), rowcount=-1)

    def _form(self, parameters: Values) -> _Form:
        """Return the text, with as many places as the lists have values."""
        if self._only is not None:
            return self._only
        lengths = tuple(len(parameters.get(name, written or ())) for name, written in self._expanding.items())
        form = self._forms.get(lengths)
        if form is None:
            form = self._expanded(parameters)
            if len(self._forms) < _MOST_FORMS:
                self._forms[lengths] = form
        return form

    def _expanded(self, parameters: Values) -> _Form:
        state = self._compiled.construct_expanded_state(dict(parameters))
        lists = {
            name: (listed, item)
            for listed, several in state.parameter_expansion.items()
            for item, name in enumerate(several)
        }
        slots = [
            self._slot(*lists[name]) if name in lists else self._slot(name)
            for name in state.positiontup or ()
        ]
        return _Form(state.statement, slots)

    def _slot(self, name: str, item: int | None = None) -> _Slot:
        bind = self._compiled.binds[name]
        convert = bind.type.dialect_impl(self._dialect).bind_processor(self._dialect)
        default = _ABSENT if bind.required else bind.effective_value
        return _Slot(bind.key, convert, default, item)

    def _rows(self, cursor: Any, found: Sequence[Sequence[Any]]) -> list[Row[Any]]:
        parent = self._parent
        if parent is None:
            parent = self._parent = self._metadata(cursor)
        processors, places = parent._processors, parent._key_to_index  # noqa: SLF001 - what rows are made of
        return [Row(parent, processors, places, row) for row in found]

    def _metadata(self, cursor: Any) -> SimpleResultMetaData:
        columns = self._compiled._result_columns  # noqa: SLF001 - as above
        converts = [
            kind.dialect_impl(self._dialect).result_processor(self._dialect, about[1])
            for kind, about in zip(self._types, cursor.description, strict=True)
        ]
        return SimpleResultMetaData(
            [column.keyname for column in columns],
            extra=[tuple(each for each in column.objects if not isinstance(each, str)) for column in columns],
            _processors=converts if any(converts) else None,
        )

    def _told(self, connection: Connection, error: Exception, form: _Form, values: Any) -> BaseException:
        """Return SQLAlchemy's error for a driver's; a connection that died is let go, and with it all idle ones."""
        raw = connection.connection.driver_connection
        gone = self._dialect.is_disconnect(error, raw, None)  # type: ignore[arg-type]
        if gone:
            connection.engine.dispose()
            connection.invalidate(error)
        return DBAPIError.instance(
            form.text,
            values,
            error,
            self._dialect.loaded_dbapi.Error,
            connection_invalidated=gone,
            dialect=self._dialect,
        )
