"""Tables of returns policies."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime


class ReturnsPolicyVersion(SQLModel, table=True):
    """A published version; the database itself refuses to change or delete one (see the migration)."""

    __tablename__: ClassVar[str] = "policies_returns_policy_version"
    __table_args__ = (
        UniqueConstraint("handle", "version", name="uq_policies_returns_policy_version"),
        CheckConstraint("version > 0", name="ck_policies_version_positive"),
        CheckConstraint("scope IN ('product', 'collection', 'type', 'market')", name="ck_policies_scope"),
        CheckConstraint("(scope = 'market') = (scope_key = '')", name="ck_policies_scope_key"),
        CheckConstraint("window_days IS NULL OR window_days > 0", name="ck_policies_window"),
        CheckConstraint("NOT final_sale OR window_days IS NULL", name="ck_policies_final_sale"),
        Index("ix_policies_scope", "scope", "scope_key", "market"),
    )

    id: int | None = Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))
    handle: str = Field(sa_column=Column(Text, nullable=False))
    version: int
    scope: str = Field(sa_column=Column(Text, nullable=False))
    scope_key: str = Field(sa_column=Column(Text, nullable=False))
    market: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    withdrawn: bool
    """The last word on a handle that no longer holds; its terms then mean nothing."""
    final_sale: bool
    window_days: int | None
    window_anchor: str = Field(sa_column=Column(Text, nullable=False))
    resolutions: str = Field(sa_column=Column(Text, nullable=False))
    """JSON list of names."""
    methods: str = Field(sa_column=Column(Text, nullable=False))
    """JSON list of `{kind, fees, fee: [minor, currency] | null}`."""
    restocking_fee: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    """JSON `{basis_points}` or `{amount: [minor, currency]}`."""
    exemption: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    published_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    effective_from: datetime = Field(sa_column=Column(UtcDateTime, nullable=False))
    published_by: str = Field(sa_column=Column(Text, nullable=False))
    """Kind and id of the actor, such as `staff:7`."""
