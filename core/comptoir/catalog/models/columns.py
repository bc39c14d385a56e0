"""Short spellings of the columns that the catalogue's tables share."""

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Text
from sqlalchemy.types import JSON
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime


def key() -> Any:
    """Return a primary key; the number comes from `comptoir.catalog.numbers`, never from the database."""
    return Field(sa_column=Column(BigId, primary_key=True, autoincrement=False))


def reference(target: str, *, on_delete: str = "CASCADE", index: bool = True, nullable: bool = False) -> Any:
    """Return a foreign key to another table of the catalogue."""
    foreign = ForeignKey(f"{target}.id", ondelete=on_delete)
    return Field(sa_column=Column(BigId, foreign, index=index, nullable=nullable))


def number(*, nullable: bool = False, big: bool = False) -> Any:
    """Return a whole number."""
    return Field(sa_column=Column(BigId if big else Integer, nullable=nullable))


def short(*, length: int = 255, unique: bool = False, index: bool = False, nullable: bool = False) -> Any:
    """Return a text of limited length."""
    column = Column(String(length), unique=unique or None, index=index or None, nullable=nullable)
    return Field(sa_column=column)


def text(*, nullable: bool = False) -> Any:
    """Return a text of any length."""
    return Field(sa_column=Column(Text, nullable=nullable))


def flag() -> Any:
    """Return a truth value."""
    return Field(sa_column=Column(Boolean, nullable=False))


def moment(*, nullable: bool = False) -> Any:
    """Return an instant, aware and in UTC."""
    return Field(sa_column=Column(UtcDateTime, nullable=nullable))


def packed() -> Any:
    """Return a JSON value that is always read and written whole."""
    return Field(sa_column=Column(JSON, nullable=False))


def table_of(model: type[SQLModel]) -> Any:
    """Return the Core table of a model, for statements built once."""
    return SQLModel.metadata.tables[str(model.__tablename__)]
