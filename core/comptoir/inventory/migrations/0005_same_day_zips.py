"""Say which postal codes a location serves on the day of the order.

Revision ID: inventory_0005
"""

import sqlalchemy as sa
from alembic import op

revision = "inventory_0005"
down_revision = "inventory_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: no location serves any as yet."""
    op.add_column(
        "inventory_location", sa.Column("same_day_zips", sa.Text(), nullable=False, server_default="")
    )


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("inventory_location", "same_day_zips")
