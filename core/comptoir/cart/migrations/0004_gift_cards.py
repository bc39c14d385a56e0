"""Gift cards that are to pay for a part of a cart.

Revision ID: cart_0004
"""

import sqlalchemy as sa
from alembic import op

revision = "cart_0004"
down_revision = "cart_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add which gift cards were applied."""
    op.add_column("cart_cart", sa.Column("gift_cards", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop it: gift cards are named anew at checkout."""
    op.drop_column("cart_cart", "gift_cards")
