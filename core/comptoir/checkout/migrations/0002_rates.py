"""The table of delivery rates.

Revision ID: checkout_0002
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId

revision = "checkout_0002"
down_revision = "checkout_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "checkout_rate",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(80), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("market", sa.String(), nullable=True),
        sa.Column("countries", sa.Text(), nullable=False),
        sa.Column("subtotal_from", sa.BigInteger(), nullable=False),
        sa.Column("subtotal_below", sa.BigInteger(), nullable=True),
        sa.Column("grams_from", sa.BigInteger(), nullable=False),
        sa.Column("grams_below", sa.BigInteger(), nullable=True),
        sa.Column("days_from", sa.Integer(), nullable=True),
        sa.Column("days_until", sa.Integer(), nullable=True),
        sa.Column("tax_category", sa.String(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("checkout_rate")
