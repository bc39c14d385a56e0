"""Split levels into what is there and what is promised, and write down what moves.

What was available becomes what is on hand, each with an opening movement, since nothing was promised before.

Revision ID: inventory_0002
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "inventory_0002"
down_revision = "inventory_0001"
branch_labels = None
depends_on = None

_REFUSAL = "movements of stock are only ever added"
_NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f000', 'now')", "postgresql": "now()"}
_MOVED = (
    "variant_id, location_id, quantity, balance, reason, reference, note, actor_kind, actor_ident, moved_at"
)


def upgrade() -> None:
    """Create the ledger."""
    _set_levels_aside()
    _create_levels()
    _create_movements()
    _create_holds()
    _create_allocations()
    op.execute(
        "INSERT INTO inventory_level (variant_id, location_id, on_hand, held, allocated, backordered, shortage) "
        "SELECT variant_id, location_id, available, 0, 0, 0, 0 FROM inventory_level_before"
    )
    op.execute(
        f"INSERT INTO inventory_movement ({_MOVED}) "  # noqa: S608 - constants of this module
        f"SELECT variant_id, location_id, available, available, 'opening', '', '', 'system', '', {_now()} "
        "FROM inventory_level_before WHERE available > 0 ORDER BY variant_id, location_id"
    )
    op.execute("DROP TABLE inventory_level_before")
    _guard_sqlite() if _dialect() == "sqlite" else _guard_postgresql()


def downgrade() -> None:
    """Go back to what is available alone."""
    _set_levels_aside()
    op.drop_table("inventory_allocation")
    op.drop_table("inventory_hold")
    op.drop_table("inventory_movement")
    if _dialect() == "postgresql":
        op.execute("DROP FUNCTION inventory_refuse_change()")
        op.execute("DROP FUNCTION inventory_close_level()")
    op.create_table(
        "inventory_level",
        *_keys(),
        sa.Column("available", sa.Integer(), nullable=False),
        sa.CheckConstraint("available >= 0", name="ck_inventory_level_available"),
    )
    op.create_index("ix_inventory_level_location_id", "inventory_level", ["location_id"])
    op.execute(
        "INSERT INTO inventory_level SELECT variant_id, location_id, available FROM inventory_level_before"
    )
    op.execute("DROP TABLE inventory_level_before")


def _dialect() -> str:
    return op.get_bind().dialect.name


def _now() -> str:
    return _NOW[_dialect()]


def _set_levels_aside() -> None:
    """Copy the levels and drop their table: the names of its keys are needed again."""
    op.execute(
        "CREATE TABLE inventory_level_before AS SELECT variant_id, location_id, available FROM inventory_level"
    )
    if _dialect() == "postgresql":
        op.execute("DROP TABLE inventory_level CASCADE")
    else:
        op.execute("DROP TRIGGER IF EXISTS inventory_close_level")
        op.drop_table("inventory_level")


def _keys() -> list[sa.Column[int]]:
    variant = sa.ForeignKey("catalog_variant.id", ondelete="CASCADE")
    location = sa.ForeignKey("inventory_location.id", ondelete="CASCADE")
    return [
        sa.Column("variant_id", BigId, variant, primary_key=True, autoincrement=False),
        sa.Column("location_id", BigId, location, primary_key=True, autoincrement=False),
    ]


def _create_levels() -> None:
    op.create_table(
        "inventory_level",
        *_keys(),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("on_hand", "held", "allocated", "backordered", "shortage")
        ),
        sa.Column(
            "available",
            sa.Integer(),
            sa.Computed("on_hand + backordered + shortage - held - allocated", persisted=True),
            nullable=False,
        ),
        sa.CheckConstraint(
            "on_hand >= 0 AND held >= 0 AND allocated >= 0 AND backordered >= 0 AND shortage >= 0",
            name="ck_inventory_level_counts",
        ),
        sa.CheckConstraint(
            "on_hand + backordered + shortage >= held + allocated", name="ck_inventory_level_promises"
        ),
        sa.CheckConstraint(
            "backordered + shortage = 0 OR on_hand + backordered + shortage = held + allocated",
            name="ck_inventory_level_owed",
        ),
    )
    op.create_index("ix_inventory_level_location_id", "inventory_level", ["location_id"])


def _create_movements() -> None:
    op.create_table(
        "inventory_movement",
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("variant_id", BigId, nullable=False),
        sa.Column("location_id", BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("reason", "reference", "note")),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("actor_kind", "actor_ident")),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("moved_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("quantity <> 0 AND balance >= 0", name="ck_inventory_movement_quantity"),
    )
    op.create_index("ix_inventory_movement_place", "inventory_movement", ["variant_id", "location_id", "id"])


def _promise(name: str, *, ondelete: str) -> list[sa.Column[Any] | sa.Constraint]:
    """Return what holds and allocations have in common."""
    return [
        sa.Column("id", BigId, primary_key=True, autoincrement=True),
        sa.Column("owner_kind", sa.Text(), nullable=False),
        sa.Column("owner_ident", sa.Text(), nullable=False),
        sa.Column("variant_id", BigId, nullable=False),
        sa.Column("location_id", BigId, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=f"ck_{name}_quantity"),
        sa.UniqueConstraint(
            "owner_kind", "owner_ident", "variant_id", "location_id", name=f"uq_{name}_owner"
        ),
        sa.ForeignKeyConstraint(
            ["variant_id", "location_id"],
            ["inventory_level.variant_id", "inventory_level.location_id"],
            ondelete=ondelete,
        ),
    ]


def _create_holds() -> None:
    op.create_table(
        "inventory_hold",
        *_promise("inventory_hold", ondelete="CASCADE"),
        sa.Column("siblings", sa.Integer(), nullable=False),
        sa.Column("shopper", sa.Text(), nullable=True),
        sa.Column("placed_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_inventory_hold_place", "inventory_hold", ["variant_id", "location_id"])
    op.create_index("ix_inventory_hold_shopper", "inventory_hold", ["shopper"])
    op.create_index("ix_inventory_hold_expires_at", "inventory_hold", ["expires_at"])


def _create_allocations() -> None:
    op.create_table(
        "inventory_allocation",
        *_promise("inventory_allocation", ondelete="RESTRICT"),
        sa.Column("allocated_at", UtcDateTime(), nullable=False),
    )
    op.create_index("ix_inventory_allocation_place", "inventory_allocation", ["variant_id", "location_id"])


def _closing() -> str:
    """Return the movement that a level leaves behind when it goes with its variant or its location."""
    return (
        f"INSERT INTO inventory_movement ({_MOVED}) "  # noqa: S608 - constants of this module
        "VALUES (OLD.variant_id, OLD.location_id, -OLD.on_hand, 0, 'removed', '', '', 'system', '', "
        f"{_now()})"
    )


def _guard_sqlite() -> None:
    for action in ("UPDATE", "DELETE"):
        # ABORT undoes the statement alone: other commands in the same transaction are not harmed.
        op.execute(
            f"CREATE TRIGGER inventory_refuse_{action.lower()} BEFORE {action} ON inventory_movement "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
    op.execute(
        "CREATE TRIGGER inventory_close_level AFTER DELETE ON inventory_level WHEN OLD.on_hand > 0 "
        f"BEGIN {_closing()}; END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION inventory_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER inventory_refuse_change BEFORE UPDATE OR DELETE ON inventory_movement "
        "FOR EACH ROW EXECUTE FUNCTION inventory_refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER inventory_refuse_truncate BEFORE TRUNCATE ON inventory_movement "
        "FOR EACH STATEMENT EXECUTE FUNCTION inventory_refuse_change()"
    )
    op.execute(
        "CREATE FUNCTION inventory_close_level() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {_closing()}; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER inventory_close_level AFTER DELETE ON inventory_level FOR EACH ROW "
        "WHEN (OLD.on_hand > 0) EXECUTE FUNCTION inventory_close_level()"
    )
