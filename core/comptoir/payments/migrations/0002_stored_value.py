"""Gift cards, store credit and payment terms."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "payments_0002"
down_revision = "payments_0001"
branch_labels = None
depends_on = None

_GUARDED = ("payments_balance_entry", "payments_terms")


def upgrade() -> None:
    """Create the tables and guard those that only grow."""
    _create_balances()
    _create_gift_cards()
    _create_terms()
    for table in _GUARDED:
        if op.get_bind().dialect.name == "postgresql":
            _guard_postgresql(table)
        else:
            _guard_sqlite(table)


def downgrade() -> None:
    """Drop the tables; the guards go with them."""
    for name in ("terms", "store_credit", "gift_card", "balance_entry", "balance"):
        op.drop_table(f"payments_{name}")


def _texts(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _balance() -> sa.Column[Any]:
    return sa.Column("balance_id", sa.BigInteger(), sa.ForeignKey("payments_balance.id"), nullable=False)


def _create_balances() -> None:
    op.create_table(
        "payments_balance",
        sa.Column("id", BigId, primary_key=True),
        *_texts("currency"),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name="ck_payments_balance_amount"),
    )
    op.create_table(
        "payments_balance_entry",
        sa.Column("id", BigId, primary_key=True),
        _balance(),
        *_texts("kind"),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.BigInteger(), nullable=True),
        *_texts("actor", "reason"),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("change <> 0", name="ck_payments_balance_entry_change"),
    )
    op.create_index("ix_payments_balance_entry_balance_id", "payments_balance_entry", ["balance_id"])


def _create_gift_cards() -> None:
    op.create_table(
        "payments_gift_card",
        sa.Column("id", BigId, primary_key=True),
        _balance(),
        *_texts("digest", "last_characters"),
        sa.Column("initial", sa.BigInteger(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("issued_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        *_texts("note"),
        sa.UniqueConstraint("digest", name="uq_payments_gift_card_digest"),
        sa.UniqueConstraint("balance_id", name="uq_payments_gift_card_balance"),
    )
    op.create_table(
        "payments_store_credit",
        sa.Column("id", BigId, primary_key=True),
        _balance(),
        *_texts("holder", "currency"),
        sa.UniqueConstraint("holder", "currency", name="uq_payments_store_credit"),
        sa.UniqueConstraint("balance_id", name="uq_payments_store_credit_balance"),
    )


def _create_terms() -> None:
    op.create_table(
        "payments_terms",
        sa.Column("id", BigId, primary_key=True),
        *_texts("handle"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("market", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("basis_points", sa.Integer(), nullable=True),
        *_texts("fixed", "least", "ships_after"),
        sa.Column("balance_days", sa.Integer(), nullable=True),
        sa.Column("effective_from", UtcDateTime(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        *_texts("published_by"),
        sa.UniqueConstraint("handle", "version", name="uq_payments_terms"),
        sa.CheckConstraint("version > 0", name="ck_payments_terms_version"),
        sa.CheckConstraint(
            "basis_points IS NULL OR (basis_points > 0 AND basis_points < 10000)",
            name="ck_payments_terms_share",
        ),
        sa.CheckConstraint("basis_points IS NULL OR fixed = ''", name="ck_payments_terms_kind"),
        sa.CheckConstraint("ships_after IN ('BALANCE', 'DEPOSIT')", name="ck_payments_terms_gate"),
    )
    op.create_index("ix_payments_terms_market", "payments_terms", ["market", "effective_from"])


def _guard_sqlite(table: str) -> None:
    for action in ("UPDATE", "DELETE"):
        # ABORT undoes the statement alone: other commands in the same transaction are not harmed.
        op.execute(
            f"CREATE TRIGGER {table}_refuse_{action.lower()} BEFORE {action} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed or deleted'); END"
        )


def _guard_postgresql(table: str) -> None:
    # The function of the first revision says what happened to money; these tables hold the same kind of rows.
    op.execute(
        f"CREATE TRIGGER {table}_refuse_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION payments_refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuse_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION payments_refuse_change()"
    )
