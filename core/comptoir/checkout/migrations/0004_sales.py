"""Sales of reservations at the counter.

Revision ID: checkout_0004
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "checkout_0004"
down_revision = "checkout_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; a reservation has one sale at most that did not come to nothing."""
    op.create_table(
        "checkout_sale",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("ident", sa.String(64), nullable=False),
        sa.Column("reservation_id", sa.BigInteger(), nullable=False),
        sa.Column("location_id", sa.BigInteger(), nullable=False),
        sa.Column("idempotency_key", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("shopper", sa.String(64), nullable=False),
        sa.Column("draft", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=False),
        sa.UniqueConstraint("ident"),
        sa.UniqueConstraint("reservation_id", "idempotency_key", name="uq_checkout_sale_key"),
    )
    not_over = sa.text("state <> 'RELEASED'")
    op.create_index(
        "uq_checkout_sale_reservation",
        "checkout_sale",
        ["reservation_id"],
        unique=True,
        sqlite_where=not_over,
        postgresql_where=not_over,
    )
    op.create_index("ix_checkout_sale_shopper", "checkout_sale", ["shopper"])
    op.create_index("ix_checkout_sale_state", "checkout_sale", ["state", "looked_at"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("checkout_sale")
