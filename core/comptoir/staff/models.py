"""Tables of staff: accounts, their tokens, and the audit log."""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import Column, ForeignKey, Index, Text
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table

_BIG = cast("Any", BigId)
_UTC = cast("Any", UtcDateTime)


class StaffAccountRow(SQLModel, table=True):
    """A member of staff; `email` is stored as it is compared: in lower case."""

    __tablename__: ClassVar[Any] = "staff_account"

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG)
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=120)
    role: str = Field(max_length=32)
    password_digest: str | None = Field(default=None, sa_type=cast("Any", Text))
    """Argon2id; none for an account that works with tokens alone."""
    created_at: datetime = Field(sa_type=_UTC, nullable=False)
    disabled_at: datetime | None = Field(default=None, sa_type=_UTC)


class StaffTokenRow(SQLModel, table=True):
    """A bearer token of an account; only its digest is kept."""

    __tablename__: ClassVar[Any] = "staff_token"

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG)
    account_id: int = Field(
        sa_column=Column(
            BigId, ForeignKey("staff_account.id", ondelete="CASCADE"), nullable=False, index=True
        )
    )
    digest: str = Field(unique=True, max_length=64)
    label: str = Field(max_length=80)
    created_at: datetime = Field(sa_type=_UTC, nullable=False)
    expires_at: datetime = Field(sa_type=_UTC, nullable=False)
    last_used_at: datetime | None = Field(default=None, sa_type=_UTC)
    revoked_at: datetime | None = Field(default=None, sa_type=_UTC)


class StaffAuditRow(SQLModel, table=True):
    """Who did what; the database itself refuses to change or delete a row (see the migration)."""

    __tablename__: ClassVar[Any] = "staff_audit"
    __table_args__ = (
        Index("ix_staff_audit_subject", "subject", "id"),
        Index("ix_staff_audit_actor", "actor_kind", "actor_ident", "id"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_BIG)
    at: datetime = Field(sa_type=_UTC, nullable=False)
    actor_kind: str = Field(max_length=16)
    actor_ident: str = Field(max_length=64)
    action: str = Field(max_length=80)
    subject: str = Field(max_length=200)
    before: str | None = Field(default=None, sa_type=cast("Any", Text))
    """JSON; none where there was nothing before."""
    after: str | None = Field(default=None, sa_type=cast("Any", Text))
    reason: str | None = Field(default=None, sa_type=cast("Any", Text))


class StaffOnceRow(SQLModel, table=True):
    """A change that was made under a key of the client's own."""

    __tablename__: ClassVar[Any] = "staff_once"

    actor: str = Field(primary_key=True, max_length=80)
    key: str = Field(primary_key=True, max_length=128)
    at: datetime = Field(sa_type=_UTC, nullable=False)


ACCOUNTS = table(StaffAccountRow)
TOKENS = table(StaffTokenRow)
AUDIT = table(StaffAuditRow)
ONCE = table(StaffOnceRow)
