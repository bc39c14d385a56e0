"""The one session of each device."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import UtcDateTime

revision = "devices_0002"
down_revision = "devices_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the session's digest and start."""
    op.add_column("devices_device", sa.Column("session_digest", sa.String(64), nullable=True))
    op.add_column("devices_device", sa.Column("session_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    """Drop them; screens that share a token are no longer told apart."""
    op.drop_column("devices_device", "session_at")
    op.drop_column("devices_device", "session_digest")
