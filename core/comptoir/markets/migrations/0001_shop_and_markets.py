"""The shop, its markets, their countries and languages."""

import sqlalchemy as sa
from alembic import op

revision = "markets_0001"
down_revision = None
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "markets_shop",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("description", sa.String()),
        sa.Column("email", sa.String()),
        sa.Column("host", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("default_market", sa.String()),
        sa.Column("default_language", sa.String(), nullable=False),
        sa.Column("slogan", sa.String()),
        sa.Column("short_description", sa.String()),
        sa.Column("logo_path", sa.String()),
        sa.Column("square_logo_path", sa.String()),
        sa.Column("cover_image_path", sa.String()),
        sa.Column("primary_colors", sa.String(), nullable=False),
        sa.Column("secondary_colors", sa.String(), nullable=False),
        sa.Column("translations", sa.String(), nullable=False),
    )
    op.create_table(
        "markets_market",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("handle", sa.String(), nullable=False, unique=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("prices_include_tax", sa.Boolean(), nullable=False),
        sa.Column("default_language", sa.String(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
    )
    _create_members()


def _create_members() -> None:
    market = sa.ForeignKey("markets_market.id", ondelete="CASCADE")
    op.create_table(
        "markets_market_country",
        sa.Column("country", sa.String(), primary_key=True),
        sa.Column("market_id", _ID, market, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
    )
    op.create_index("ix_markets_market_country_market_id", "markets_market_country", ["market_id"])
    op.create_table(
        "markets_market_language",
        sa.Column("market_id", _ID, sa.ForeignKey("markets_market.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("language", sa.String(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("markets_market_language")
    op.drop_table("markets_market_country")
    op.drop_table("markets_market")
    op.drop_table("markets_shop")
