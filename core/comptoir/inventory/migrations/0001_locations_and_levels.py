"""Create the tables of locations and of the stock they hold.

Revision ID: inventory_0001
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId

revision = "inventory_0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "inventory_location",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("handle", sa.Text(), nullable=False, unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address1", sa.Text(), nullable=True),
        sa.Column("address2", sa.Text(), nullable=True),
        sa.Column("zip", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.Column("province", sa.Text(), nullable=True),
        sa.Column("province_code", sa.Text(), nullable=True),
        sa.Column("country_code", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("latitude", sa.Float(53), nullable=True),
        sa.Column("longitude", sa.Float(53), nullable=True),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("pickup_enabled", sa.Boolean(), nullable=False),
        sa.Column("pickup_minutes", sa.Integer(), nullable=False),
        sa.Column("fulfils_online", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.CheckConstraint("kind IN ('store', 'warehouse')", name="ck_inventory_location_kind"),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="ck_inventory_location_place"),
        sa.CheckConstraint("pickup_minutes >= 0", name="ck_inventory_location_pickup"),
    )
    _create_levels()


def _create_levels() -> None:
    variant = sa.ForeignKey("catalog_variant.id", ondelete="CASCADE")
    location = sa.ForeignKey("inventory_location.id", ondelete="CASCADE")
    op.create_table(
        "inventory_level",
        sa.Column("variant_id", BigId, variant, primary_key=True, autoincrement=False),
        sa.Column("location_id", BigId, location, primary_key=True, autoincrement=False),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.CheckConstraint("available >= 0", name="ck_inventory_level_available"),
    )
    op.create_index("ix_inventory_level_location_id", "inventory_level", ["location_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("inventory_level")
    op.drop_table("inventory_location")
