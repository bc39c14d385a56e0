"""The table of customer groups."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId

revision = "customers_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "customers_group",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("handle", sa.String(80), nullable=False, unique=True),
        sa.Column("title", sa.String(120), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("customers_group")
