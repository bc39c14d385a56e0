"""Price lists, prices, tax rates and divergences."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import UtcDateTime

revision = "pricing_0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _create_prices()
    op.create_table(
        "pricing_tax_rate",
        sa.Column("country", sa.String(), primary_key=True),
        sa.Column("region", sa.String(), primary_key=True),
        sa.Column("category", sa.String(), primary_key=True),
        sa.Column("rate", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
    )
    op.create_table(
        "pricing_divergence",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("starts_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime()),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("target_id", sa.BigInteger()),
        sa.Column("change", sa.Integer()),
        sa.Column("price_amount", sa.BigInteger()),
        sa.Column("price_currency", sa.String()),
    )


def _create_prices() -> None:
    op.create_table(
        "pricing_price_list",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("handle", sa.String(), nullable=False, unique=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("market", sa.String()),
        sa.Column("customer_group", sa.String()),
        sa.Column("includes_tax", sa.Boolean(), nullable=False),
        sa.Column("starts_at", UtcDateTime()),
        sa.Column("ends_at", UtcDateTime()),
        sa.Column("priority", sa.Integer(), nullable=False),
    )
    price_list = sa.ForeignKey("pricing_price_list.id", ondelete="CASCADE")
    variant = sa.ForeignKey("catalog_variant.id", ondelete="CASCADE")
    op.create_table(
        "pricing_price",
        sa.Column("price_list_id", _ID, price_list, primary_key=True, autoincrement=False),
        sa.Column("variant_id", _ID, variant, primary_key=True, autoincrement=False),
        sa.Column("minimum_quantity", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("compare_at", sa.BigInteger()),
    )
    op.create_index("ix_pricing_price_variant_id", "pricing_price", ["variant_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("pricing_divergence")
    op.drop_table("pricing_tax_rate")
    op.drop_table("pricing_price")
    op.drop_table("pricing_price_list")
