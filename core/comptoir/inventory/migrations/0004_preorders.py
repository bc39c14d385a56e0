"""Let variants be sold before they come.

Revision ID: inventory_0004
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId

revision = "inventory_0004"
down_revision = "inventory_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    variant = sa.ForeignKey("catalog_variant.id", ondelete="CASCADE")
    op.create_table(
        "inventory_preorder",
        sa.Column("variant_id", BigId, variant, primary_key=True, autoincrement=False),
        sa.Column("available_on", sa.Date(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=True),
        sa.CheckConstraint("most IS NULL OR most > 0", name="ck_inventory_preorder_most"),
    )


def downgrade() -> None:
    """Drop the table; what was sold stays on back order."""
    op.drop_table("inventory_preorder")
