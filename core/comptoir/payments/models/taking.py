"""Tables of payments. Amounts are minor units of the row's currency."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from comptoir.db.columns import UtcDateTime, table
from comptoir.payments.models.columns import (
    instant_column,
    key_column,
    maybe_instant_column,
    minor_column,
    ref_column,
    text_column,
)


class OwnerRow(SQLModel, table=True):
    """What payments are for. Its row is the lock under which its payments change."""

    __tablename__: ClassVar[str] = "payments_owner"
    __table_args__ = (
        UniqueConstraint("kind", "ident", name="uq_payments_owner"),
        CheckConstraint("committed >= 0", name="ck_payments_owner_committed"),
    )

    id: int | None = key_column()
    kind: str = text_column()
    ident: str = text_column()
    committed: int = minor_column()
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

    id: int | None = key_column()
    reference: str = text_column()
    owner_id: int = ref_column("payments_owner.id")
    origin: str = text_column()
    provider: str = text_column()
    provider_id: str = text_column()
    currency: str = text_column()
    amount: int = minor_column()
    capture: bool
    status: str = text_column()
    authorized: int = minor_column()
    captured: int = minor_column()
    refunded: int = minor_column()
    voided: int = minor_column()
    capturing: int = minor_column()
    """Of captures under way."""
    refunding: int = minor_column()
    """Of refunds under way."""
    conceded: int = minor_column()
    """Of what was given back: what nobody is asked to pay again."""
    conceding: int = minor_column()
    """Of refunds under way: what nobody will be asked to pay again."""
    code: str = text_column()
    idempotency_key: str = text_column()
    token_digest: str = text_column()
    action: str = text_column()
    """JSON of the action that waits for the payer; empty when none does."""
    method: str = text_column()
    created_at: datetime = instant_column()
    updated_at: datetime = instant_column()
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

    id: int | None = key_column()
    payment_id: int = ref_column("payments_payment.id", index=False)
    kind: str = text_column()
    amount: int = minor_column()
    status: str = text_column()
    final: bool
    concession: bool
    """Of a refund: whether what it gives back is not due any more."""
    code: str = text_column()
    reason: str = text_column()
    provider_id: str = text_column()
    idempotency_key: str = text_column()
    calls: int
    created_at: datetime = instant_column()
    updated_at: datetime = instant_column()
    look_at: datetime | None = Field(default=None, sa_column=Column(UtcDateTime, nullable=True, index=True))


class TransactionRow(SQLModel, table=True):
    """What happened to money; the database itself refuses to change or delete a row (see the migration)."""

    __tablename__: ClassVar[str] = "payments_transaction"
    __table_args__ = (CheckConstraint("amount > 0", name="ck_payments_transaction_amount"),)

    id: int | None = key_column()
    payment_id: int = ref_column("payments_payment.id")
    kind: str = text_column()
    amount: int = minor_column()
    provider_id: str = text_column()
    actor: str = text_column()
    at: datetime = instant_column()


class WebhookRow(SQLModel, table=True):
    """A message of a provider that was taken in, once each, and what came of it."""

    __tablename__: ClassVar[str] = "payments_webhook"
    __table_args__ = (UniqueConstraint("provider", "event_id", name="uq_payments_webhook"),)

    id: int | None = key_column()
    provider: str = text_column()
    event_id: str = text_column()
    type: str = text_column()
    reference: str = text_column()
    provider_id: str = text_column()
    outcome: str = text_column()
    """`APPLIED`, `NO_NEWS`, `UNKNOWN` (no such payment) or `MISMATCH`."""
    note: str = text_column()
    received_at: datetime = instant_column()


class SandboxRow(SQLModel, table=True):
    """A payment as the sandbox has it, which plays a card company with books of its own."""

    __tablename__: ClassVar[str] = "payments_sandbox"
    __table_args__ = (
        UniqueConstraint("idempotency_key", name="uq_payments_sandbox_key"),
        UniqueConstraint("ident", name="uq_payments_sandbox_ident"),
        CheckConstraint("captured >= 0 AND captured <= amount", name="ck_payments_sandbox_captured"),
        CheckConstraint("refunded >= 0 AND refunded <= captured", name="ck_payments_sandbox_refunded"),
    )

    id: int | None = key_column()
    ident: str = text_column()
    idempotency_key: str = text_column()
    reference: str = text_column()
    owner: str = text_column()
    token: str = text_column()
    currency: str = text_column()
    amount: int = minor_column()
    capture: bool
    status: str = text_column()
    code: str = text_column()
    captured: int = minor_column()
    refunded: int = minor_column()
    return_url: str = text_column()
    calls: str = text_column()
    """JSON of the answers given, by idempotency key."""
    tell_at: datetime | None = maybe_instant_column()
    """When to send the delayed message; none when nothing waits to be sent."""


OWNER = table(OwnerRow)
PAYMENT = table(PaymentRow)
OPERATION = table(OperationRow)
TRANSACTION = table(TransactionRow)
WEBHOOK = table(WebhookRow)
SANDBOX = table(SandboxRow)
