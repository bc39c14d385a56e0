"""Tables of locations, of the stock they hold, of what is promised of it, and of all that moved."""

from datetime import date, datetime
from typing import Any, ClassVar, cast

from sqlalchemy import (
    CheckConstraint,
    Column,
    Computed,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime


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
    hours: str = Field(sa_column=Column(Text, nullable=False, server_default=""))
    same_day_km: float | None = Field(sa_column=Column(Float(53), nullable=True))
    same_day_minutes: int = Field(sa_column=Column(Integer, nullable=False, server_default="120"))
    same_day_zips: str = Field(sa_column=Column(Text, nullable=False, server_default=""))
    """JSON: postal codes by country; empty for none."""


class LevelRow(SQLModel, table=True):
    """What a location has of a variant and what of it is promised: whole pieces.

    `held` is the sum of its holds, `allocated` of its allocations. They may exceed `on_hand` by no more than
    what was sold on back order (`backordered`) and what a count found missing (`shortage`), both of which are
    zero as soon as there is enough: so what is `available` is never below zero, and above only what is there.
    """

    __tablename__: ClassVar[str] = "inventory_level"
    __table_args__ = (
        CheckConstraint(
            "on_hand >= 0 AND held >= 0 AND allocated >= 0 AND backordered >= 0 AND shortage >= 0",
            name="ck_inventory_level_counts",
        ),
        CheckConstraint(
            "on_hand + backordered + shortage >= held + allocated", name="ck_inventory_level_promises"
        ),
        CheckConstraint(
            "backordered + shortage = 0 OR on_hand + backordered + shortage = held + allocated",
            name="ck_inventory_level_owed",
        ),
    )

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
    on_hand: int
    held: int
    allocated: int
    backordered: int
    shortage: int
    available: int = Field(
        sa_column=Column(
            Integer,
            Computed("on_hand + backordered + shortage - held - allocated", persisted=True),
            nullable=False,
        )
    )


def _level_key(*, ondelete: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["variant_id", "location_id"],
        ["inventory_level.variant_id", "inventory_level.location_id"],
        ondelete=ondelete,
    )


class HoldRow(SQLModel, table=True):
    """Pieces set aside for an owner until a moment: a checkout under way, a reservation, a fitting room.

    A row is never changed save for its moment; it is deleted when the hold ends. `siblings` is how many rows
    the owner got at a time, so that holds of which some have expired are told from whole ones.
    """

    __tablename__: ClassVar[str] = "inventory_hold"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="ck_inventory_hold_quantity"),
        UniqueConstraint(
            "owner_kind", "owner_ident", "variant_id", "location_id", name="uq_inventory_hold_owner"
        ),
        _level_key(ondelete="CASCADE"),
        Index("ix_inventory_hold_place", "variant_id", "location_id"),
        Index("ix_inventory_hold_shopper", "shopper"),
        Index("ix_inventory_hold_expires_at", "expires_at"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    owner_kind: str = Field(sa_column=Column(Text, nullable=False))
    owner_ident: str = Field(sa_column=Column(Text, nullable=False))
    variant_id: int = Field(sa_column=Column(BigId, nullable=False))
    location_id: int = Field(sa_column=Column(BigId, nullable=False))
    quantity: int
    siblings: int
    shopper: str | None = Field(sa_column=Column(Text, nullable=True))
    placed_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class AllocationRow(SQLModel, table=True):
    """Pieces that belong to an owner, such as an order, until they are handed out or let go."""

    __tablename__: ClassVar[str] = "inventory_allocation"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="ck_inventory_allocation_quantity"),
        UniqueConstraint(
            "owner_kind", "owner_ident", "variant_id", "location_id", name="uq_inventory_allocation_owner"
        ),
        _level_key(ondelete="RESTRICT"),
        Index("ix_inventory_allocation_place", "variant_id", "location_id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    owner_kind: str = Field(sa_column=Column(Text, nullable=False))
    owner_ident: str = Field(sa_column=Column(Text, nullable=False))
    variant_id: int = Field(sa_column=Column(BigId, nullable=False))
    location_id: int = Field(sa_column=Column(BigId, nullable=False))
    quantity: int
    allocated_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class MovementRow(SQLModel, table=True):
    """Pieces that came to a location or left it. Rows are only ever added: the database refuses the rest.

    The sum over a variant at a location is its `on_hand`, and so is the `balance` of the newest. The numbers
    are no foreign keys: what happened stays written down when the variant or the location is gone.
    """

    __tablename__: ClassVar[str] = "inventory_movement"
    __table_args__ = (
        CheckConstraint("quantity <> 0 AND balance >= 0", name="ck_inventory_movement_quantity"),
        Index("ix_inventory_movement_place", "variant_id", "location_id", "id"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    variant_id: int = Field(sa_column=Column(BigId, nullable=False))
    location_id: int = Field(sa_column=Column(BigId, nullable=False))
    quantity: int
    balance: int
    reason: str = Field(sa_column=Column(Text, nullable=False))
    reference: str = Field(sa_column=Column(Text, nullable=False))
    note: str = Field(sa_column=Column(Text, nullable=False))
    actor_kind: str = Field(sa_column=Column(Text, nullable=False))
    actor_ident: str = Field(sa_column=Column(Text, nullable=False))
    channel: str | None = Field(sa_column=Column(Text, nullable=True))
    moved_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))


class PreorderRow(SQLModel, table=True):
    """That a variant is sold before it comes, up to so many pieces where there is a bound."""

    __tablename__: ClassVar[str] = "inventory_preorder"
    __table_args__ = (CheckConstraint("most IS NULL OR most > 0", name="ck_inventory_preorder_most"),)

    variant_id: int = Field(
        sa_column=Column(
            BigId, ForeignKey("catalog_variant.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
        )
    )
    available_on: date
    most: int | None = None


def _table(model: type[SQLModel]) -> Table:
    return cast("Table", cast("Any", model).__table__)


LOCATION = _table(LocationRow)
LEVEL = _table(LevelRow)
HOLD = _table(HoldRow)
ALLOCATION = _table(AllocationRow)
MOVEMENT = _table(MovementRow)
PREORDER = _table(PreorderRow)
