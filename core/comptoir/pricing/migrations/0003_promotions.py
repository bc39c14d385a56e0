"""Promotions: their versions, which the database refuses to change, codes, limits and uses."""

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import UtcDateTime

revision = "pricing_0003"
down_revision = "pricing_0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_VERSIONS = "pricing_promotion_version"
_REFUSAL = "a version of a promotion is never changed or deleted"


def upgrade() -> None:
    """Create the tables and the guards of the versions."""
    op.create_table(
        "pricing_promotion",
        sa.Column("id", _ID, primary_key=True),
        sa.Column("handle", sa.String(), nullable=False, unique=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("usage_limit", sa.Integer()),
        sa.Column("shopper_limit", sa.Integer()),
        sa.CheckConstraint("used >= 0", name="pricing_promotion_used"),
    )
    op.create_table(
        _VERSIONS,
        _promotion(primary_key=True),
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
    )
    op.create_table(
        "pricing_promotion_code",
        sa.Column("folded", sa.String(), primary_key=True),
        _promotion(primary_key=False),
    )
    op.create_index("ix_pricing_promotion_code_promotion_id", "pricing_promotion_code", ["promotion_id"])
    _create_counts()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def _create_counts() -> None:
    op.create_table(
        "pricing_promotion_budget",
        _promotion(primary_key=True),
        sa.Column("currency", sa.String(), primary_key=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("spent >= 0", name="pricing_promotion_spent"),
    )
    op.create_table(
        "pricing_promotion_shopper",
        _promotion(primary_key=True),
        sa.Column("shopper", sa.String(), primary_key=True),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.CheckConstraint("used >= 0", name="pricing_promotion_shopper_used"),
    )
    op.create_table(
        "pricing_promotion_use",
        sa.Column("order_key", sa.String(), primary_key=True),
        _promotion(primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shopper", sa.String(), nullable=False),
        sa.Column("code", sa.String()),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=False),
        sa.Column("released", sa.Boolean(), nullable=False),
    )


def _promotion(*, primary_key: bool) -> sa.Column[int]:
    return sa.Column(
        "promotion_id",
        _ID,
        sa.ForeignKey("pricing_promotion.id"),
        primary_key=primary_key,
        autoincrement=False,
        nullable=False,
    )


def _guard_sqlite() -> None:
    for action in ("UPDATE", "DELETE"):
        # ABORT undoes the statement alone: other commands in the same transaction are not harmed.
        op.execute(
            f"CREATE TRIGGER pricing_refuse_{action.lower()} BEFORE {action} ON {_VERSIONS} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION pricing_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER pricing_refuse_change BEFORE UPDATE OR DELETE ON {_VERSIONS} "
        "FOR EACH ROW EXECUTE FUNCTION pricing_refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER pricing_refuse_truncate BEFORE TRUNCATE ON {_VERSIONS} "
        "FOR EACH STATEMENT EXECUTE FUNCTION pricing_refuse_change()"
    )


def downgrade() -> None:
    """Drop the tables and the guards."""
    for name in ("use", "shopper", "budget", "code", "version"):
        op.drop_table(f"pricing_promotion_{name}")
    op.drop_table("pricing_promotion")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION pricing_refuse_change()")
