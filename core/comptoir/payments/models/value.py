"""Tables of stored value (gift cards, store credit) and of payment terms."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from comptoir.db.columns import table
from comptoir.payments.models.columns import (
    instant_column,
    key_column,
    maybe_instant_column,
    minor_column,
    ref_column,
    text_column,
)


class BalanceRow(SQLModel, table=True):
    """Stored value: what its entries add up to, and never less than nothing."""

    __tablename__: ClassVar[str] = "payments_balance"
    __table_args__ = (CheckConstraint("amount >= 0", name="ck_payments_balance_amount"),)

    id: int | None = key_column()
    currency: str = text_column()
    amount: int = minor_column()


class BalanceEntryRow(SQLModel, table=True):
    """A change of stored value; the database itself refuses to change or delete a row (see the migration)."""

    __tablename__: ClassVar[str] = "payments_balance_entry"
    __table_args__ = (CheckConstraint("change <> 0", name="ck_payments_balance_entry_change"),)

    id: int | None = key_column()
    balance_id: int = ref_column("payments_balance.id")
    kind: str = text_column()
    change: int = minor_column()
    after: int = minor_column()
    payment_id: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    actor: str = text_column()
    reason: str = text_column()
    at: datetime = instant_column()


class GiftCardRow(SQLModel, table=True):
    """A gift card; of its code only a digest and the last characters are kept."""

    __tablename__: ClassVar[str] = "payments_gift_card"
    __table_args__ = (
        UniqueConstraint("digest", name="uq_payments_gift_card_digest"),
        UniqueConstraint("balance_id", name="uq_payments_gift_card_balance"),
    )

    id: int | None = key_column()
    balance_id: int = ref_column("payments_balance.id", index=False)
    digest: str = text_column()
    last_characters: str = text_column()
    initial: int = minor_column()
    enabled: bool
    issued_at: datetime = instant_column()
    expires_at: datetime | None = maybe_instant_column()
    note: str = text_column()


class StoreCreditRow(SQLModel, table=True):
    """The store credit of someone in one currency."""

    __tablename__: ClassVar[str] = "payments_store_credit"
    __table_args__ = (
        UniqueConstraint("holder", "currency", name="uq_payments_store_credit"),
        UniqueConstraint("balance_id", name="uq_payments_store_credit_balance"),
    )

    id: int | None = key_column()
    balance_id: int = ref_column("payments_balance.id", index=False)
    holder: str = text_column()
    """An opaque owner as text, such as `customer/7`."""
    currency: str = text_column()


class TermsRow(SQLModel, table=True):
    """A version of payment terms; the database itself refuses to change or delete one (see the migration)."""

    __tablename__: ClassVar[str] = "payments_terms"
    __table_args__ = (
        UniqueConstraint("handle", "version", name="uq_payments_terms"),
        CheckConstraint("version > 0", name="ck_payments_terms_version"),
        CheckConstraint(
            "basis_points IS NULL OR (basis_points > 0 AND basis_points < 10000)",
            name="ck_payments_terms_share",
        ),
        CheckConstraint("basis_points IS NULL OR fixed = ''", name="ck_payments_terms_kind"),
        CheckConstraint("ships_after IN ('BALANCE', 'DEPOSIT')", name="ck_payments_terms_gate"),
        Index("ix_payments_terms_market", "market", "effective_from"),
    )

    id: int | None = key_column()
    handle: str = text_column()
    version: int
    market: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    """Handle of the market that they are for; none for all markets without terms of their own."""
    withdrawn: bool
    basis_points: int | None
    fixed: str = text_column()
    """JSON `[minor, currency]`, or empty."""
    least: str = text_column()
    ships_after: str = text_column()
    balance_days: int | None
    effective_from: datetime = instant_column()
    published_at: datetime = instant_column()
    published_by: str = text_column()


BALANCE = table(BalanceRow)
BALANCE_ENTRY = table(BalanceEntryRow)
GIFT_CARD = table(GiftCardRow)
STORE_CREDIT = table(StoreCreditRow)
TERMS = table(TermsRow)
