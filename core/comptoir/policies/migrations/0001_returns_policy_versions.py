"""Create the table of published returns policies, which the database refuses to change.

Revision ID: policies_0001
"""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "policies_0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLE = "policies_returns_policy_version"
_REFUSAL = "a published returns policy version is never changed or deleted"


def upgrade() -> None:
    """Create the table, its index and the guards."""
    op.create_table(
        _TABLE,
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_key", sa.Text(), nullable=False),
        sa.Column("market", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("final_sale", sa.Boolean(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=True),
        sa.Column("window_anchor", sa.Text(), nullable=False),
        sa.Column("resolutions", sa.Text(), nullable=False),
        sa.Column("methods", sa.Text(), nullable=False),
        sa.Column("restocking_fee", sa.Text(), nullable=True),
        sa.Column("exemption", sa.Text(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("effective_from", UtcDateTime(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.UniqueConstraint("handle", "version", name="uq_policies_returns_policy_version"),
        sa.CheckConstraint("version > 0", name="ck_policies_version_positive"),
        sa.CheckConstraint("scope IN ('product', 'collection', 'type', 'market')", name="ck_policies_scope"),
        sa.CheckConstraint("(scope = 'market') = (scope_key = '')", name="ck_policies_scope_key"),
        sa.CheckConstraint("window_days IS NULL OR window_days > 0", name="ck_policies_window"),
        sa.CheckConstraint("NOT final_sale OR window_days IS NULL", name="ck_policies_final_sale"),
    )
    op.create_index("ix_policies_scope", _TABLE, ["scope", "scope_key", "market"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Drop the table and the guards."""
    op.drop_table(_TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION policies_refuse_change()")


def _guard_sqlite() -> None:
    for action in ("UPDATE", "DELETE"):
        # ABORT undoes the statement alone: other commands in the same transaction are not harmed.
        op.execute(
            f"CREATE TRIGGER policies_refuse_{action.lower()} BEFORE {action} ON {_TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION policies_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER policies_refuse_change BEFORE UPDATE OR DELETE ON {_TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION policies_refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER policies_refuse_truncate BEFORE TRUNCATE ON {_TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION policies_refuse_change()"
    )
