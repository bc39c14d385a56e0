"""Columns that the tables of payments share. Amounts are minor units of the row's currency."""

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Text
from sqlmodel import Field

from comptoir.db.columns import BigId, UtcDateTime


def key_column() -> Any:
    """Return a field: the key of a row."""
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def ref_column(target: str, *, index: bool = True) -> Any:
    """Return a field: the number of a row of another table."""
    return Field(sa_column=Column(BigInteger, ForeignKey(target), nullable=False, index=index))


def text_column() -> Any:
    """Return a field: text, perhaps empty."""
    return Field(sa_column=Column(Text, nullable=False))


def minor_column() -> Any:
    """Return a field: an amount in minor units."""
    return Field(sa_column=Column(BigInteger, nullable=False))


def instant_column() -> Any:
    """Return a field: an instant."""
    return Field(sa_column=Column(UtcDateTime, nullable=False))


def maybe_instant_column() -> Any:
    """Return a field: an instant, or none."""
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=True))
