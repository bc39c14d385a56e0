"""Addresses that carts may be sent to.

Revision ID: checkout_0001
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId

revision = "checkout_0001"
down_revision = None
branch_labels = None
depends_on = None

_TEXTS = (
    "first_name", "last_name", "company", "address1", "address2", "city", "province", "province_code", "zip", "phone",
)  # fmt: skip


def upgrade() -> None:
    """Create the table; a cart has one selected address at most."""
    op.create_table(
        "checkout_address",
        sa.Column("id", BigId, primary_key=True),
        sa.Column(
            "cart_id", sa.BigInteger(), sa.ForeignKey("cart_cart.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("handle", sa.String(64), nullable=False),
        sa.Column("selected", sa.Boolean(), nullable=False),
        sa.Column("one_time_use", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in _TEXTS),
        sa.Column("country_code", sa.String(2), nullable=False),
        sa.Column("latitude", sa.Float(53), nullable=True),
        sa.Column("longitude", sa.Float(53), nullable=True),
        sa.UniqueConstraint("handle"),
    )
    op.create_index("ix_checkout_address_cart_id", "checkout_address", ["cart_id"])
    op.create_index(
        "uq_checkout_address_selected",
        "checkout_address",
        ["cart_id"],
        unique=True,
        sqlite_where=sa.text("selected"),
        postgresql_where=sa.text("selected"),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("checkout_address")
