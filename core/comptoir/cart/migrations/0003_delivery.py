"""How the lines of a cart reach the buyer.

Revision ID: cart_0003
"""

import sqlalchemy as sa
from alembic import op

revision = "cart_0003"
down_revision = "cart_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what was chosen, and the region that tax is computed for."""
    op.add_column("cart_cart", sa.Column("delivery", sa.Text(), nullable=False, server_default="{}"))
    op.add_column("cart_cart", sa.Column("region", sa.String(16), nullable=False, server_default=""))


def downgrade() -> None:
    """Drop them: everything is to be sent, and delivery chosen anew."""
    op.drop_column("cart_cart", "region")
    op.drop_column("cart_cart", "delivery")
