"""The kernel's tables: revisions, change log, outbox, deliveries, jobs."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "kernel_0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "kernel_revision",
        sa.Column("stream", sa.String(40), primary_key=True),
        sa.Column("revision", BigId, nullable=False),
    )
    op.create_table(
        "kernel_change",
        sa.Column("stream", sa.String(40), primary_key=True),
        sa.Column("revision", BigId, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(40), primary_key=True),
        sa.Column("ident", BigId, primary_key=True, autoincrement=False),
    )
    op.create_table(
        "kernel_outbox",
        sa.Column("id", BigId, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("routed", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_kernel_outbox_routed", "kernel_outbox", ["routed", "id"])
    op.create_table(
        "kernel_delivery",
        sa.Column(
            "event_id",
            BigId,
            sa.ForeignKey("kernel_outbox.id", ondelete="CASCADE"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("subscriber", sa.String(200), primary_key=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
    )
    op.create_index("ix_kernel_delivery_due", "kernel_delivery", ["dead", "due_at"])
    op.create_table(
        "kernel_job",
        sa.Column("name", sa.String(200), primary_key=True),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("leased_until", UtcDateTime(), nullable=True),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("kernel_job", "kernel_delivery", "kernel_outbox", "kernel_change", "kernel_revision"):
        op.drop_table(name)
