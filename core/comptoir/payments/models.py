"""Tables of payments. Amounts are minor units of the row's currency."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table


def _key() -> Any:
    return Field(default=None, sa_column=Column(BigId, primary_key=True, autoincrement=True))


def _ref(target: str, *, index: bool = True) -> Any:
    return Field(sa_column=Column(BigInteger, ForeignKey(target), nullable=False, index=index))


def _text() -> Any:
    return Field(sa_column=Column(Text, nullable=False))


def _minor() -> Any:
    return Field(sa_column=Column(BigInteger, nullable=False))


def _instant() -> Any:
    return Field(sa_column=Column(UtcDateTime, nullable=False))


def _maybe_instant() -> Any:
    return Field(default=None, sa_column=Column(UtcDateTime, nullable=True))


class OwnerRow(SQLModel, table=True):
    """What payments are for. Its row is the lock under which its payments change."""

    __tablename__: ClassVar[str] = "payments_owner"
    __table_args__ = (
        UniqueConstraint("kind", "ident", name="uq_payments_owner"),
        CheckConstraint("committed >= 0", name="ck_payments_owner_committed"),
    )

    id: int | None = _key()
    kind: str = _text()
    ident: str = _text()
    committed: int = _minor()
    """What its payments take of its ceiling: the sum of `PaymentRecord.counted`."""
    moved_to: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    """The owner that took over its payments."""


class PaymentRow(SQLModel, table=True):
    """A payment: what was asked for and where it stands."""

    __tablename__: ClassVar[str] = "payments_payment"
    __table_args__ = (
        UniqueConstraint("reference", name="uq_payments_payment_reference"),
        UniqueConstraint("origin", "idempotency_key", name="uq_payments_payment_key"),
        CheckConstraint("amount > 0", name="ck_payments_payment_amount"),
        CheckConstraint("authorized >= 0 AND authorized <= amount", name="ck_payments_payment_authorized"),
        CheckConstraint(
            "captured >= 0 AND capturing >= 0 AND voided >= 0 AND captured + voided <= authorized "
            "AND captured + capturing <= authorized",
            name="ck_payments_payment_captured",
        ),
        CheckConstraint(
            "refunded >= 0 AND refunding >= 0 AND refunded + refunding <= captured",
            name="ck_payments_payment_refunded",
        ),
        Index("ix_payments_payment_provider", "provider", "provider_id"),
    )

    id: int | None = _key()
    reference: str = _text()
    owner_id: int = _ref("payments_owner.id")
    origin: str = _text()
    provider: str = _text()
    provider_id: str = _text()
    currency: str = _text()
    amount: int = _minor()
    capture: bool
    status: str = _text()
    authorized: int = _minor()
    captured: int = _minor()
    refunded: int = _minor()
    voided: int = _minor()
    capturing: int = _minor()
    """Of captures under way."""
    refunding: int = _minor()
    """Of refunds under way."""
    code: str = _text()
    idempotency_key: str = _text()
    token_digest: str = _text()
    action: str = _text()
    """JSON of the action that waits for the payer; empty when none does."""
    method: str = _text()
    created_at: datetime = _instant()
    updated_at: datetime = _instant()
    look_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True, index=True))
    """When to ask the provider what became of it."""
    looks: int


class OperationRow(SQLModel, table=True):
    """A capture, a cancellation or a refund, from the wish to the answer."""

    __tablename__: ClassVar[str] = "payments_operation"
    __table_args__ = (
        UniqueConstraint("payment_id", "kind", "idempotency_key", name="uq_payments_operation_key"),
        CheckConstraint("amount >= 0", name="ck_payments_operation_amount"),
    )

    id: int | None = _key()
    payment_id: int = _ref("payments_payment.id", index=False)
    kind: str = _text()
    amount: int = _minor()
    status: str = _text()
    final: bool
    code: str = _text()
    reason: str = _text()
    provider_id: str = _text()
    idempotency_key: str = _text()
    calls: int
    created_at: datetime = _instant()
    updated_at: datetime = _instant()
    look_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True, index=True))


class TransactionRow(SQLModel, table=True):
    """What happened to money; the database itself refuses to change or delete a row (see the migration)."""

    __tablename__: ClassVar[str] = "payments_transaction"
    __table_args__ = (CheckConstraint("amount > 0", name="ck_payments_transaction_amount"),)

    id: int | None = _key()
    payment_id: int = _ref("payments_payment.id")
    kind: str = _text()
    amount: int = _minor()
    provider_id: str = _text()
    actor: str = _text()
    at: datetime = _instant()


class WebhookRow(SQLModel, table=True):
    """A message of a provider that was taken in, once each, and what came of it."""

    __tablename__: ClassVar[str] = "payments_webhook"
    __table_args__ = (UniqueConstraint("provider", "event_id", name="uq_payments_webhook"),)

    id: int | None = _key()
    provider: str = _text()
    event_id: str = _text()
    type: str = _text()
    reference: str = _text()
    provider_id: str = _text()
    outcome: str = _text()
    """`APPLIED`, `NO_NEWS`, `UNKNOWN` (no such payment) or `MISMATCH`."""
    note: str = _text()
    received_at: datetime = _instant()


class SandboxRow(SQLModel, table=True):
    """A payment as the sandbox has it, which plays a card company with books of its own."""

    __tablename__: ClassVar[str] = "payments_sandbox"
    __table_args__ = (
        UniqueConstraint("idempotency_key", name="uq_payments_sandbox_key"),
        UniqueConstraint("ident", name="uq_payments_sandbox_ident"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="ck_payments_sandbox_captured"),
        CheckConstraint("refunded >= 0 AND refunded <= captured", name="ck_payments_sandbox_refunded"),
    )

    id: int | None = _key()
    ident: str = _text()
    idempotency_key: str = _text()
    reference: str = _text()
    owner: str = _text()
    token: str = _text()
    currency: str = _text()
    amount: int = _minor()
    capture: bool
    status: str = _text()
    code: str = _text()
    captured: int = _minor()
    refunded: int = _minor()
    return_url: str = _text()
    calls: str = _text()
    """JSON of the answers given, by idempotency key."""
    tell_at: datetime | None = _maybe_instant()
    """When to send the delayed message; none when nothing waits to be sent."""


OWNER = table(OwnerRow)
PAYMENT = table(PaymentRow)
OPERATION = table(OperationRow)
TRANSACTION = table(TransactionRow)
WEBHOOK = table(WebhookRow)
SANDBOX = table(SandboxRow)
