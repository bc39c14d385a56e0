"""Tables of locations and of the stock they hold."""

from typing import Any, ClassVar, cast

from sqlalchemy import CheckConstraint, Column, Float, ForeignKey, Table, Text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId


class LocationRow(SQLModel, table=True):
    """A place that holds stock. Coordinates are degrees; they are never reckoned with in SQL."""

    __tablename__: ClassVar[str] = "inventory_location"
    __table_args__ = (
        CheckConstraint("kind IN ('store', 'warehouse')", name="ck_inventory_location_kind"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="ck_inventory_location_place"),
        CheckConstraint("pickup_minutes >= 0", name="ck_inventory_location_pickup"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    handle: str = Field(sa_column=Column(Text, nullable=False, unique=True))
    name: str = Field(sa_column=Column(Text, nullable=False))
    kind: str = Field(sa_column=Column(Text, nullable=False))
    address1: str | None = Field(sa_column=Column(Text, nullable=True))
    address2: str | None = Field(sa_column=Column(Text, nullable=True))
    zip: str | None = Field(sa_column=Column(Text, nullable=True))
    city: str | None = Field(sa_column=Column(Text, nullable=True))
    province: str | None = Field(sa_column=Column(Text, nullable=True))
    province_code: str | None = Field(sa_column=Column(Text, nullable=True))
    country_code: str | None = Field(sa_column=Column(Text, nullable=True))
    phone: str | None = Field(sa_column=Column(Text, nullable=True))
    latitude: float | None = Field(sa_column=Column(Float(53), nullable=True))
    longitude: float | None = Field(sa_column=Column(Float(53), nullable=True))
    time_zone: str = Field(sa_column=Column(Text, nullable=False))
    pickup_enabled: bool
    pickup_minutes: int
    fulfils_online: bool
    position: int
    active: bool


class LevelRow(SQLModel, table=True):
    """How many of a variant a location has to offer: whole pieces, never below zero."""

    __tablename__: ClassVar[str] = "inventory_level"
    __table_args__ = (CheckConstraint("available >= 0", name="ck_inventory_level_available"),)

    variant_id: int = Field(
        sa_column=Column(
            BigId,
            ForeignKey("catalog_variant.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        )
    )
    location_id: int = Field(
        sa_column=Column(
            BigId,
            ForeignKey("inventory_location.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
            index=True,
        )
    )
    available: int


def _table(model: type[SQLModel]) -> Table:
    return cast("Table", cast("Any", model).__table__)


LOCATION = _table(LocationRow)
LEVEL = _table(LevelRow)
