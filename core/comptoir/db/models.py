"""Tables of the kernel: revisions and the change log, the outbox and its deliveries, leases of jobs."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime


class KernelRevision(SQLModel, table=True):
    """How often a stream has changed. Bumped in the transaction that changes it, so its row lock puts the
    writers of a stream in order on PostgreSQL, and no reader ever sees a gap in the log.
    """

    __tablename__ = "kernel_revision"

    stream: str = Field(primary_key=True, max_length=40)
    revision: int = Field(sa_type=BigId)


class KernelChange(SQLModel, table=True):
    """What changed at a revision of a stream: the log that snapshots follow."""

    __tablename__ = "kernel_change"

    stream: str = Field(primary_key=True, max_length=40)
    revision: int = Field(primary_key=True, sa_type=BigId)
    kind: str = Field(primary_key=True, max_length=40)
    ident: int = Field(primary_key=True, sa_type=BigId)


class KernelOutbox(SQLModel, table=True):
    """An event that a command recorded; `routed` once each subscriber has a delivery of its own."""

    __tablename__ = "kernel_outbox"
    __table_args__ = (Index("ix_kernel_outbox_routed", "routed", "id"),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigId)
    name: str = Field(max_length=100)
    payload: str = Field(sa_type=Text)
    recorded_at: datetime = Field(sa_type=UtcDateTime)
    routed: bool = Field(default=False)


class KernelDelivery(SQLModel, table=True):
    """An event on its way to one subscriber; gone once delivered, `dead` once given up.

    `due_at` is the moment of the next attempt; whoever claims the delivery moves it past its own time-out.
    """

    __tablename__ = "kernel_delivery"
    __table_args__ = (Index("ix_kernel_delivery_due", "dead", "due_at"),)

    event_id: int = Field(primary_key=True, sa_type=BigId, foreign_key="kernel_outbox.id", ondelete="CASCADE")
    subscriber: str = Field(primary_key=True, max_length=200)
    attempts: int = Field(default=0)
    due_at: datetime = Field(sa_type=UtcDateTime)
    dead: bool = Field(default=False)
    error: str = Field(default="", sa_type=Text)


class KernelJob(SQLModel, table=True):
    """When a repeating job is next due, and until when the process that runs it holds it."""

    __tablename__ = "kernel_job"

    name: str = Field(primary_key=True, max_length=200)
    due_at: datetime = Field(sa_type=UtcDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    holder: str = Field(default="", max_length=64)
    finished_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    error: str = Field(default="", sa_type=Text)
