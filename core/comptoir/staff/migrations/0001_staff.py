"""Create the tables of staff: accounts, tokens, and the audit log, which the database refuses to change.

Revision ID: staff_0001
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "staff_0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSAL = "a row of the audit log is never changed or deleted"


def upgrade() -> None:
    """Create the tables, their indexes and the guards of the log."""
    op.create_table(
        "staff_account",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("password_digest", sa.Text(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("disabled_at", UtcDateTime(), nullable=True),
    )
    op.create_table(
        "staff_token",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("account_id", BigId, sa.ForeignKey("staff_account.id", ondelete="CASCADE"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("label", sa.String(80), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
    )
    op.create_index("ix_staff_token_account_id", "staff_token", ["account_id"])
    op.create_table(
        "staff_audit",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor_kind", sa.String(16), nullable=False),
        sa.Column("actor_ident", sa.String(64), nullable=False),
        sa.Column("action", sa.String(80), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
    )
    op.create_index("ix_staff_audit_subject", "staff_audit", ["subject", "id"])
    op.create_index("ix_staff_audit_actor", "staff_audit", ["actor_kind", "actor_ident", "id"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Drop the tables and the guards."""
    op.drop_table("staff_audit")
    op.drop_table("staff_token")
    op.drop_table("staff_account")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION staff_refuse_change()")


def _guard_sqlite() -> None:
    for action in ("UPDATE", "DELETE"):
        # ABORT undoes the statement alone: other commands in the same transaction are not harmed.
        op.execute(
            f"CREATE TRIGGER staff_refuse_{action.lower()} BEFORE {action} ON staff_audit "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION staff_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER staff_refuse_change BEFORE UPDATE OR DELETE ON staff_audit "
        "FOR EACH ROW EXECUTE FUNCTION staff_refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER staff_refuse_truncate BEFORE TRUNCATE ON staff_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION staff_refuse_change()"
    )
