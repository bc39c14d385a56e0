"""Payments: owners, payments, operations, the ledger of transactions, messages of providers, the sandbox."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "payments_0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSAL = "what happened to money is never changed or deleted"


def upgrade() -> None:
    """Create the tables and guard the ledger."""
    _create_payments()
    _create_operations()
    _create_webhooks()
    _create_sandbox()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Drop the tables and the guards."""
    for name in ("sandbox", "webhook", "transaction", "operation", "payment", "owner"):
        op.drop_table(f"payments_{name}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION payments_refuse_change()")


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _minors(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger(), nullable=False) for name in names]


def _create_payments() -> None:
    op.create_table(
        "payments_owner",
        sa.Column("id", BigId, primary_key=True),
        *_texts("kind", "ident"),
        *_minors("committed"),
        sa.Column("moved_to", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("kind", "ident", name="uq_payments_owner"),
        sa.CheckConstraint("committed >= 0", name="ck_payments_owner_committed"),
    )
    op.create_table(
        "payments_payment",
        sa.Column("id", BigId, primary_key=True),
        *_texts("reference"),
        sa.Column("owner_id", sa.BigInteger(), sa.ForeignKey("payments_owner.id"), nullable=False),
        *_texts("origin", "provider", "provider_id", "currency"),
        *_minors("amount"),
        sa.Column("capture", sa.Boolean(), nullable=False),
        *_texts("status"),
        *_minors("authorized", "captured", "refunded", "voided", "capturing", "refunding"),
        *_texts("code", "idempotency_key", "token_digest", "action", "method"),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.UniqueConstraint("reference", name="uq_payments_payment_reference"),
        sa.UniqueConstraint("origin", "idempotency_key", name="uq_payments_payment_key"),
        sa.CheckConstraint("amount > 0", name="ck_payments_payment_amount"),
        sa.CheckConstraint("authorized >= 0 AND authorized <= amount", name="ck_payments_payment_authorized"),
        sa.CheckConstraint(
            "captured >= 0 AND capturing >= 0 AND voided >= 0 AND captured + voided <= authorized "
            "AND captured + capturing <= authorized",
            name="ck_payments_payment_captured",
        ),
        sa.CheckConstraint(
            "refunded >= 0 AND refunding >= 0 AND refunded + refunding <= captured",
            name="ck_payments_payment_refunded",
        ),
    )
    op.create_index("ix_payments_payment_provider", "payments_payment", ["provider", "provider_id"])
    op.create_index("ix_payments_payment_owner_id", "payments_payment", ["owner_id"])
    op.create_index("ix_payments_payment_look_at", "payments_payment", ["look_at"])


def _create_operations() -> None:
    op.create_table(
        "payments_operation",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("payment_id", sa.BigInteger(), sa.ForeignKey("payments_payment.id"), nullable=False),
        *_texts("kind"),
        *_minors("amount"),
        *_texts("status"),
        sa.Column("final", sa.Boolean(), nullable=False),
        *_texts("code", "reason", "provider_id", "idempotency_key"),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("look_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("payment_id", "kind", "idempotency_key", name="uq_payments_operation_key"),
        sa.CheckConstraint("amount >= 0", name="ck_payments_operation_amount"),
    )
    op.create_index("ix_payments_operation_look_at", "payments_operation", ["look_at"])
    op.create_table(
        "payments_transaction",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("payment_id", sa.BigInteger(), sa.ForeignKey("payments_payment.id"), nullable=False),
        *_texts("kind"),
        *_minors("amount"),
        *_texts("provider_id", "actor"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("amount > 0", name="ck_payments_transaction_amount"),
    )
    op.create_index("ix_payments_transaction_payment_id", "payments_transaction", ["payment_id"])


def _create_webhooks() -> None:
    op.create_table(
        "payments_webhook",
        sa.Column("id", BigId, primary_key=True),
        *_texts("provider", "event_id", "type", "reference", "provider_id", "outcome", "note"),
        sa.Column("received_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("provider", "event_id", name="uq_payments_webhook"),
    )


def _create_sandbox() -> None:
    op.create_table(
        "payments_sandbox",
        sa.Column("id", BigId, primary_key=True),
        *_texts("ident", "idempotency_key", "reference", "owner", "token", "currency"),
        *_minors("amount"),
        sa.Column("capture", sa.Boolean(), nullable=False),
        *_texts("status", "code"),
        *_minors("captured", "refunded"),
        *_texts("return_url", "calls"),
        sa.Column("tell_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("idempotency_key", name="uq_payments_sandbox_key"),
        sa.UniqueConstraint("ident", name="uq_payments_sandbox_ident"),
        sa.CheckConstraint("captured >= 0 AND captured <= amount", name="ck_payments_sandbox_captured"),
        sa.CheckConstraint("refunded >= 0 AND refunded <= captured", name="ck_payments_sandbox_refunded"),
    )


def _guard_sqlite() -> None:
    for action in ("UPDATE", "DELETE"):
        # ABORT undoes the statement alone: other commands in the same transaction are not harmed.
        op.execute(
            f"CREATE TRIGGER payments_refuse_{action.lower()} BEFORE {action} ON payments_transaction "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION payments_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER payments_refuse_change BEFORE UPDATE OR DELETE ON payments_transaction "
        "FOR EACH ROW EXECUTE FUNCTION payments_refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER payments_refuse_truncate BEFORE TRUNCATE ON payments_transaction "
        "FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse_change()"
    )
