"""The first tables of carts."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "cart_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "cart_cart",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("discount_codes", sa.Text(), nullable=False),
        sa.UniqueConstraint("token"),
    )
    op.create_index("ix_cart_cart_expires_at", "cart_cart", ["expires_at"])
    op.create_table(
        "cart_line",
        sa.Column("id", BigId, primary_key=True),
        sa.Column(
            "cart_id", sa.BigInteger(), sa.ForeignKey("cart_cart.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("variant_id", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("attributes_digest", sa.String(32), nullable=False),
        sa.UniqueConstraint("cart_id", "variant_id", "attributes_digest", name="cart_line_merges"),
        sa.CheckConstraint("quantity > 0", name="cart_line_quantity"),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("cart_line")
    op.drop_table("cart_cart")
