"""The table of customer groups."""

from typing import Any, ClassVar, cast

from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, table


class GroupRow(SQLModel, table=True):
    """A group of customers, such as the trade; price lists name it by its handle."""

    __tablename__: ClassVar[Any] = "customers_group"

    id: int | None = Field(default=None, primary_key=True, sa_type=cast("Any", BigId))
    handle: str = Field(unique=True, max_length=80)
    title: str = Field(max_length=120)


GROUP = table(GroupRow)
