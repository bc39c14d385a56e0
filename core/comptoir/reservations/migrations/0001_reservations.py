"""Create the table of reservations.

Revision ID: reservations_0001
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "reservations_0001"
down_revision = None
branch_labels = None
depends_on = None

_NAME = "reservations_reservation"


def upgrade() -> None:
    """Create the table."""
    variant = sa.ForeignKey("catalog_variant.id", ondelete="SET NULL")
    location = sa.ForeignKey("inventory_location.id", ondelete="CASCADE")
    op.create_table(
        _NAME,
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("code", sa.Text(), nullable=False, unique=True),
        sa.Column("token_digest", sa.Text(), nullable=False, unique=True),
        sa.Column("idempotency_key", sa.Text(), nullable=True, unique=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("variant_id", BigId, variant, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("location_id", BigId, location, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("email", "phone", "phone_key")),
        *(
            sa.Column(name, UtcDateTime(), nullable=False)
            for name in ("pickup_by", "expires_at", "created_at")
        ),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("client", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('ACTIVE', 'COLLECTED', 'RELEASED', 'EXPIRED', 'CANCELLED')", name=f"ck_{_NAME}_status"
        ),
        sa.CheckConstraint("quantity > 0", name=f"ck_{_NAME}_quantity"),
        sa.CheckConstraint("(status = 'ACTIVE') = (closed_at IS NULL)", name=f"ck_{_NAME}_closed"),
    )
    op.create_index(f"ix_{_NAME}_due", _NAME, ["status", "expires_at"])
    op.create_index(f"ix_{_NAME}_location", _NAME, ["location_id", "status", "id"])
    op.create_index(f"ix_{_NAME}_client", _NAME, ["client", "status"])


def downgrade() -> None:
    """Drop the table; what was held for reservations stays held until it is due."""
    op.drop_table(_NAME)
