"""The table of service requests."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table


def _text(*, nullable: bool = False, unique: bool = False) -> "Column[str]":
    return Column(Text, nullable=nullable, unique=unique)


def _moment(*, nullable: bool = False) -> "Column[datetime]":
    return Column(UtcDateTime, nullable=nullable)


class ServiceRequestRow(SQLModel, table=True):
    """A request: `place_key` is what its cap counts by; of the token only a digest is kept.

    `expires_at` moves with the status: until when somebody has to answer, then until when the work is done, then
    until when the pieces are held. `held` is how many the ledger holds for it while it is FETCHED.
    """

    __tablename__: ClassVar[str] = "service_request"
    __table_args__ = (
        CheckConstraint("kind IN ('FITTING_ROOM', 'ASSISTANCE')", name="ck_service_request_kind"),
        CheckConstraint(
            "status IN ('REQUESTED', 'ACCEPTED', 'FETCHED', 'DONE', 'CANCELLED', 'EXPIRED')",
            name="ck_service_request_status",
        ),
        CheckConstraint("quantity > 0", name="ck_service_request_quantity"),
        CheckConstraint(
            "brought >= 0 AND brought <= quantity AND held IN (0, brought)",
            name="ck_service_request_brought",
        ),
        CheckConstraint(
            "(status IN ('REQUESTED', 'ACCEPTED', 'FETCHED')) = (closed_at IS NULL)",
            name="ck_service_request_closed",
        ),
        Index("ix_service_request_due", "status", "expires_at"),
        Index("ix_service_request_location", "location_id", "status", "id"),
        Index("ix_service_request_client", "client", "created_at"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    token_digest: str = Field(sa_column=_text(unique=True))
    idempotency_key: str | None = Field(sa_column=_text(nullable=True, unique=True))
    kind: str = Field(sa_column=_text())
    status: str = Field(sa_column=_text())
    variant_id: int | None = Field(
        sa_column=Column(BigId, ForeignKey("catalog_variant.id", ondelete="SET NULL"), nullable=True)
    )
    title: str | None = Field(sa_column=_text(nullable=True))
    sku: str | None = Field(sa_column=_text(nullable=True))
    quantity: int
    brought: int
    held: int
    location_id: int = Field(
        sa_column=Column(BigId, ForeignKey("inventory_location.id", ondelete="CASCADE"), nullable=False)
    )
    place: str = Field(sa_column=_text())
    place_key: str = Field(sa_column=_text())
    note: str = Field(sa_column=_text())
    language: str = Field(sa_column=_text())
    channel: str | None = Field(sa_column=_text(nullable=True))
    client: str | None = Field(sa_column=_text(nullable=True))
    accepted_by: str | None = Field(sa_column=_text(nullable=True))
    cancelled_by: str | None = Field(sa_column=_text(nullable=True))
    reason: str = Field(sa_column=_text())
    created_at: datetime = Field(sa_column=_moment())
    accepted_at: datetime | None = Field(sa_column=_moment(nullable=True))
    fetched_at: datetime | None = Field(sa_column=_moment(nullable=True))
    closed_at: datetime | None = Field(sa_column=_moment(nullable=True))
    expires_at: datetime = Field(sa_column=_moment())


REQUESTS = table(ServiceRequestRow)
