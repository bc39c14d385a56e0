"""Give locations opening hours and a radius for deliveries on the same day.

Revision ID: inventory_0003
"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0003"
down_revision = "inventory_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("inventory_location", sa.Column("hours", sa.Text(), nullable=False, server_default=""))
    op.add_column("inventory_location", sa.Column("same_day_km", sa.Float(53), nullable=True))
    op.add_column(
        "inventory_location",
        sa.Column("same_day_minutes", sa.Integer(), nullable=False, server_default="120"),
    )


def downgrade() -> None:
    """Drop the columns."""
    for name in ("same_day_minutes", "same_day_km", "hours"):
        op.drop_column("inventory_location", name)
