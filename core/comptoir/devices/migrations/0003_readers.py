"""The card reader that stands beside a device."""

import sqlalchemy as sa
from alembic import op

revision = "devices_0003"
down_revision = "devices_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add who drives the reader, and its name there."""
    op.add_column("devices_device", sa.Column("reader_provider", sa.String(64), nullable=True))
    op.add_column("devices_device", sa.Column("reader_token", sa.String(200), nullable=True))


def downgrade() -> None:
    """Drop them; which reader stands where is then not known."""
    op.drop_column("devices_device", "reader_token")
    op.drop_column("devices_device", "reader_provider")
