"""The table of reservations."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table


def _text(*, nullable: bool = False, unique: bool = False) -> "Column[str]":
    return Column(Text, nullable=nullable, unique=unique)


class ReservationRow(SQLModel, table=True):
    """A reservation: `name_key` and `phone_key` are what staff search by; of the token only a digest is kept."""

    __tablename__: ClassVar[str] = "reservations_reservation"
    __table_args__ = (
        CheckConstraint(
            "status IN ('ACTIVE', 'COLLECTED', 'RELEASED', 'EXPIRED', 'CANCELLED')",
            name="ck_reservations_reservation_status",
        ),
        CheckConstraint("quantity > 0", name="ck_reservations_reservation_quantity"),
        CheckConstraint(
            "(status = 'ACTIVE') = (closed_at IS NULL)", name="ck_reservations_reservation_closed"
        ),
        Index("ix_reservations_reservation_due", "status", "expires_at"),
        Index("ix_reservations_reservation_location", "location_id", "status", "id"),
        Index("ix_reservations_reservation_client", "client", "status"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    code: str = Field(sa_column=_text(unique=True))
    token_digest: str = Field(sa_column=_text(unique=True))
    idempotency_key: str | None = Field(sa_column=_text(nullable=True, unique=True))
    status: str = Field(sa_column=_text())
    variant_id: int | None = Field(
        sa_column=Column(BigId, ForeignKey("catalog_variant.id", ondelete="SET NULL"), nullable=True)
    )
    title: str = Field(sa_column=_text())
    sku: str | None = Field(sa_column=_text(nullable=True))
    quantity: int
    location_id: int = Field(
        sa_column=Column(BigId, ForeignKey("inventory_location.id", ondelete="CASCADE"), nullable=False)
    )
    name: str = Field(sa_column=_text())
    name_key: str = Field(sa_column=_text())
    email: str | None = Field(sa_column=_text(nullable=True))
    phone: str | None = Field(sa_column=_text(nullable=True))
    phone_key: str | None = Field(sa_column=_text(nullable=True))
    pickup_by: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    expires_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    created_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    closed_at: datetime | None = Field(sa_column=Column(UtcDateTime, nullable=True))
    reference: str = Field(sa_column=_text())
    channel: str | None = Field(sa_column=_text(nullable=True))
    language: str = Field(sa_column=_text())
    client: str | None = Field(sa_column=_text(nullable=True))


RESERVATIONS = table(ReservationRow)
