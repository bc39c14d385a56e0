"""Attempts to complete carts.

Revision ID: checkout_0003
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "checkout_0003"
down_revision = "checkout_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; a cart has one attempt at most that is not over."""
    op.create_table(
        "checkout_attempt",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("ident", sa.String(64), nullable=False),
        sa.Column("cart_id", sa.BigInteger(), nullable=False),
        sa.Column("cart_token", sa.String(64), nullable=False),
        sa.Column("key_digest", sa.String(64), nullable=False),
        sa.Column("guest_digest", sa.String(64), nullable=True),
        sa.Column("idempotency_key", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("shopper", sa.String(64), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("ident"),
        sa.UniqueConstraint("cart_token", "idempotency_key", name="uq_checkout_attempt_key"),
    )
    not_over = sa.text("state <> 'RELEASED'")
    op.create_index(
        "uq_checkout_attempt_cart",
        "checkout_attempt",
        ["cart_id"],
        unique=True,
        sqlite_where=not_over,
        postgresql_where=not_over,
    )
    op.create_index("ix_checkout_attempt_shopper", "checkout_attempt", ["shopper"])
    op.create_index("ix_checkout_attempt_state", "checkout_attempt", ["state", "looked_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("checkout_attempt")
