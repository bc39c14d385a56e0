"""The difference between stored and wanted rows, written with one statement per table and kind of change."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, delete, insert, update
from sqlalchemy.exc import IntegrityError

from comptoir.catalog.models import (
    ARTICLE,
    BLOG,
    COLLECTION,
    COLLECTION_PRODUCT,
    MEDIA,
    MENU,
    METAFIELD,
    OPTION,
    OPTION_VALUE,
    PAGE,
    PRODUCT,
    PRODUCT_MEDIA,
    PRODUCT_TAG,
    REDIRECT,
    SIZE_CHART,
    TRANSLATION,
    VARIANT,
)
from comptoir.catalog.numbers import Numbers
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError

Values = dict[str, Any]
"""A row by column, with its `id`."""
_ORDER = (
    MEDIA,
    SIZE_CHART,
    PRODUCT,
    PRODUCT_TAG,
    OPTION,
    OPTION_VALUE,
    PRODUCT_MEDIA,
    VARIANT,
    COLLECTION,
    COLLECTION_PRODUCT,
    PAGE,
    BLOG,
    ARTICLE,
    MENU,
    REDIRECT,
    METAFIELD,
    TRANSLATION,
)
"""A table comes after those it refers to."""
_CHUNK = 500
"""Keys per statement: SQLite takes 32,766 parameters, and short lists keep the statement cache small."""


class Writes:
    """Collects what must be written in one command, then writes it."""

    def __init__(self, tx: Tx) -> None:
        self.tx = tx
        self.now: datetime = tx.clock.now()
        self.numbers = Numbers(tx)
        self._inserts: dict[Any, list[Values]] = defaultdict(list)
        self._updates: dict[Any, list[Values]] = defaultdict(list)
        self._deletes: dict[Any, list[int]] = defaultdict(list)

    def insert(self, table: Any, row: Values) -> None:
        """Write a new row; its times are now."""
        if "created_at" in table.c:
            row["created_at"] = self.now
        if "updated_at" in table.c:
            row["updated_at"] = self.now
        self._inserts[table].append(row)

    def update(self, table: Any, row: Values) -> None:
        """Write all given columns of a stored row; it was updated now."""
        self.note(table, row | {"updated_at": self.now} if "updated_at" in table.c else row)

    def note(self, table: Any, row: Values) -> None:
        """Write columns of a stored row that nobody sees, such as a digest: it does not count as updated."""
        values = {column: value for column, value in row.items() if column != "id"}
        self._updates[table].append({"row_id": row["id"], **values})

    def delete(self, table: Any, ident: int) -> None:
        """Remove a stored row."""
        self._deletes[table].append(ident)

    def merge(self, table: Any, *, stored: Iterable[Mapping[str, Any]], wanted: Iterable[Values]) -> bool:
        """Make the stored rows equal to the wanted ones, matched by `id`; say whether anything differed."""
        before = {row["id"]: row for row in stored}
        differs = False
        for row in wanted:
            old = before.pop(row["id"], None)
            if old is None:
                self.insert(table, row)
            elif any(old[column] != value for column, value in row.items()):
                self.update(table, row)
            else:
                continue
            differs = True
        for ident in before:
            self.delete(table, ident)
        return differs or bool(before)

    def save(
        self, table: Any, row: Values, *, stored: Mapping[str, Any] | None, digest: str, differs: bool = False
    ) -> bool:
        """Write the row of an owner with its digest; say whether it or, by `differs`, a part of it changed.

        An owner that changed in its parts alone counts as updated; one that did not change gets the digest.
        """
        changed = differs or stored is None or any(stored[name] != value for name, value in row.items())
        row["digest"] = digest
        if stored is None:
            self.insert(table, row)
        elif changed:
            self.update(table, row)
        else:
            self.note(table, {"id": row["id"], "digest": digest})
        return changed

    def flush(self) -> None:
        """Write everything that was collected."""
        for table in reversed(_ORDER):
            remove_rows(self.tx, table, self._deletes.pop(table, ()))
        for table in _ORDER:
            if rows := self._inserts.pop(table, None):
                self.tx.execute(insert(table), rows)
            for group in _by_shape(self._updates.pop(table, ())):
                self.tx.execute(_update(table), group)
        self.numbers.keep()


def remove_rows(tx: Tx, table: Any, idents: Sequence[int]) -> None:
    """Remove rows by their numbers, lowest first.

    Raises `DomainError` with `IN_USE` where a context above keeps one of them: pieces that an order waits for.
    """
    try:
        for part in _chunks(sorted(idents)):
            tx.execute(_remove(table), {"idents": part})
    except IntegrityError as error:
        raise DomainError("IN_USE", "an order still waits for it; cancel or fulfil that first") from error


def load_rows(tx: ReadTx, statement: Executable, keys: Iterable[Any]) -> list[Mapping[str, Any]]:
    """Return the rows of a statement whose expanding parameter `keys` takes the given ones, in chunks."""
    found: list[Mapping[str, Any]] = []
    for part in _chunks(sorted(keys)):
        found.extend(dict(row) for row in tx.connection.execute(statement, {"keys": part}).mappings())
    return found


def first_row(tx: ReadTx, statement: Executable, parameters: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the first row by column, or none."""
    found = tx.connection.execute(statement, parameters).mappings().first()
    return None if found is None else dict(found)


def grouped(rows: Iterable[Mapping[str, Any]], column: str) -> dict[Any, list[Mapping[str, Any]]]:
    """Return rows by the value of a column."""
    groups: dict[Any, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _chunks(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]


def _by_shape(rows: Iterable[Values]) -> Iterable[list[Values]]:
    shapes: dict[frozenset[str], list[Values]] = defaultdict(list)
    for row in rows:
        shapes[frozenset(row)].append(row)
    return shapes.values()


@cache
def _update(table: Any) -> Executable:
    return update(table).where(table.c.id == bindparam("row_id"))


@cache
def _remove(table: Any) -> Executable:
    return delete(table).where(table.c.id.in_(bindparam("idents", expanding=True)))
