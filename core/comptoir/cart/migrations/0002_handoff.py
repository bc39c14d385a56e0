"""Carts that walk from one device to another."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "cart_0002"
down_revision = "cart_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the guest key and the table of codes."""
    op.add_column("cart_cart", sa.Column("guest_key", sa.String(64), nullable=True))
    op.create_table(
        "cart_handoff",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column(
            "cart_id", sa.BigInteger(), sa.ForeignKey("cart_cart.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("claimed_at", UtcDateTime(), nullable=True),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_cart_handoff_cart_id", "cart_handoff", ["cart_id"])
    op.create_index("ix_cart_handoff_expires_at", "cart_handoff", ["expires_at"])


def downgrade() -> None:
    """Drop them; devices that took a cart over lose it."""
    op.drop_table("cart_handoff")
    op.drop_column("cart_cart", "guest_key")
