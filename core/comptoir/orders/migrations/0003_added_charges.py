"""Charges that come with lines which are added to an order.

Revision ID: orders_0003
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import UtcDateTime

revision = "orders_0003"
down_revision = "orders_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; all charges of before were agreed to at purchase."""
    op.add_column("orders_charge", sa.Column("added_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("orders_charge", "added_at")
