"""What of refunds is not due any more.

Revision ID: payments_0003
"""

import sqlalchemy as sa
from alembic import op

revision = "payments_0003"
down_revision = "payments_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; refunds of before leave what they gave back due, as they did."""
    for name in ("conceded", "conceding"):
        op.add_column(
            "payments_payment", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")
        )
    op.add_column(
        "payments_operation",
        sa.Column("concession", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("payments_operation", "concession")
    for name in ("conceding", "conceded"):
        op.drop_column("payments_payment", name)
