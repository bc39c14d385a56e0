"""Let rates be for what a store brings itself.

Revision ID: checkout_0005
"""

import sqlalchemy as sa
from alembic import op

revision = "checkout_0005"
down_revision = "checkout_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: the rates that are there are for parcels."""
    op.add_column(
        "checkout_rate", sa.Column("method", sa.String(16), nullable=False, server_default="SHIPPING")
    )


def downgrade() -> None:
    """Drop the column, and the rates that are not for parcels."""
    op.execute("DELETE FROM checkout_rate WHERE method <> 'SHIPPING'")
    op.drop_column("checkout_rate", "method")
