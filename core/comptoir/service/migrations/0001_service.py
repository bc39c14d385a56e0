"""Create the table of service requests.

Revision ID: service_0001
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "service_0001"
down_revision = None
branch_labels = None
depends_on = None

_NAME = "service_request"
_OPEN = "'REQUESTED', 'ACCEPTED', 'FETCHED'"


def upgrade() -> None:
    """Create the table."""
    variant = sa.ForeignKey("catalog_variant.id", ondelete="SET NULL")
    location = sa.ForeignKey("inventory_location.id", ondelete="CASCADE")
    op.create_table(
        _NAME,
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("token_digest", sa.Text(), nullable=False, unique=True),
        sa.Column("idempotency_key", sa.Text(), nullable=True, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("variant_id", BigId, variant, nullable=True),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("title", "sku")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("quantity", "brought", "held")),
        sa.Column("location_id", BigId, location, nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("place", "place_key", "note", "language", "reason")
        ),
        *(
            sa.Column(name, sa.Text(), nullable=True)
            for name in ("channel", "client", "accepted_by", "cancelled_by")
        ),
        *(sa.Column(name, UtcDateTime(), nullable=False) for name in ("created_at", "expires_at")),
        *(
            sa.Column(name, UtcDateTime(), nullable=True)
            for name in ("accepted_at", "fetched_at", "closed_at")
        ),
        sa.CheckConstraint("kind IN ('FITTING_ROOM', 'ASSISTANCE')", name=f"ck_{_NAME}_kind"),
        sa.CheckConstraint(f"status IN ({_OPEN}, 'DONE', 'CANCELLED', 'EXPIRED')", name=f"ck_{_NAME}_status"),
        sa.CheckConstraint("quantity > 0", name=f"ck_{_NAME}_quantity"),
        sa.CheckConstraint(
            "brought >= 0 AND brought <= quantity AND held IN (0, brought)", name=f"ck_{_NAME}_brought"
        ),
        sa.CheckConstraint(f"(status IN ({_OPEN})) = (closed_at IS NULL)", name=f"ck_{_NAME}_closed"),
    )
    op.create_index(f"ix_{_NAME}_due", _NAME, ["status", "expires_at"])
    op.create_index(f"ix_{_NAME}_location", _NAME, ["location_id", "status", "id"])
    op.create_index(f"ix_{_NAME}_client", _NAME, ["client", "created_at"])


def downgrade() -> None:
    """Drop the table; what was held for requests stays held until it is due."""
    op.drop_table(_NAME)
