"""Create the table of what was done under a key of the client's own.

Revision ID: staff_0002
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import UtcDateTime

revision = "staff_0002"
down_revision = "staff_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "staff_once",
        sa.Column("actor", sa.String(80), primary_key=True),
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("at", UtcDateTime(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("staff_once")
