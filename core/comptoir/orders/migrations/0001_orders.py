"""Create the tables of orders and their fulfillments.

Revision ID: orders_0001
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from comptoir.db.columns import BigId, UtcDateTime

revision = "orders_0001"
down_revision = None
branch_labels = None
depends_on = None

_HISTORY = "orders_history"
_REFUSAL = "the history of an order is never changed or deleted"
_FROZEN_REFUSAL = "what was agreed to at purchase is never changed"
_FROZEN = {
    "orders_order": "origin, order_number, currency, quote, total",
    "orders_line": "order_id, variant_id, title, sku, quantity, unit, compare_at_unit, amounts, policy",
    "orders_charge": "order_id, amounts",
}
_TABLES = (
    _HISTORY, "orders_fulfillment_line", "orders_fulfillment", "orders_source", "orders_charge", "orders_line",
    "orders_delivery_group", "orders_order", "orders_numbering",
)  # fmt: skip


def upgrade() -> None:
    """Create the tables, number the first order 1001, and guard the history."""
    numbering = op.create_table(
        "orders_numbering",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("next_number", sa.BigInteger(), nullable=False),
        _text("prefix"),
        _text("suffix"),
        sa.CheckConstraint("id = 1", name="ck_orders_numbering_one"),
    )
    op.bulk_insert(numbering, [{"id": 1, "next_number": 1001, "prefix": "#", "suffix": ""}])
    _create_orders()
    _create_groups()
    _create_lines()
    _create_charges_and_sources()
    _create_fulfillments()
    _create_history()
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgresql()
    else:
        _guard_sqlite()


def downgrade() -> None:
    """Drop the tables and the guards."""
    for name in _TABLES:
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION orders_refuse_change()")
        op.execute("DROP FUNCTION orders_refuse_thaw()")


def _text(name: str, *, nullable: bool = False, unique: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), nullable=nullable, unique=unique)


def _instant(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, UtcDateTime(), nullable=nullable)


def _big(name: str, *, nullable: bool = False, unique: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, unique=unique)


def _of(name: str, target: str, *, nullable: bool = False, primary: bool = False) -> sa.Column[Any]:
    key = sa.ForeignKey(target)
    return sa.Column(name, sa.BigInteger(), key, nullable=nullable, primary_key=primary)


def _key() -> sa.Column[Any]:
    return sa.Column("id", BigId, primary_key=True)


def _index(name: str, *columns: str) -> None:
    op.create_index(f"ix_{name}_{'_'.join(columns)}", name, list(columns))


def _create_orders() -> None:
    op.create_table(
        "orders_order",
        _key(),
        _text("origin", unique=True),
        _big("order_number", unique=True),
        _text("name"),
        _text("confirmation_number", unique=True),
        _text("token_digest"),
        _instant("placed_at"),
        _instant("updated_at"),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_text(name) for name in ("market", "country", "region", "language", "currency")),
        _text("channel", nullable=True),
        _big("customer_id", nullable=True),
        *(_text(name, nullable=True) for name in ("email", "phone", "note")),
        _text("attributes"),
        *(_text(name, nullable=True) for name in ("shipping_address", "billing_address", "terms")),
        *(_text(name, nullable=True) for name in ("payment_kind", "payment_ident")),
        _text("quote"),
        *(_big(name) for name in ("total", "current_total", "paid", "authorized", "refunded")),
        _text("financial_status"),
        _text("fulfillment_status"),
        sa.Column("edited", sa.Boolean(), nullable=False),
        _instant("cancelled_at", nullable=True),
        _text("cancel_reason", nullable=True),
    )
    for name in ("placed_at", "customer_id", "email", "financial_status", "fulfillment_status"):
        _index("orders_order", name)
    op.create_index("ix_orders_order_payment", "orders_order", ["payment_kind", "payment_ident"])


def _create_groups() -> None:
    op.create_table(
        "orders_delivery_group",
        _key(),
        _of("order_id", "orders_order.id"),
        *(_text(name) for name in ("key", "method", "title")),
        _big("location_id", nullable=True),
        _text("address", nullable=True),
        _instant("promised_from", nullable=True),
        _instant("promised_until", nullable=True),
        _text("instructions", nullable=True),
        sa.UniqueConstraint("order_id", "key", name="uq_orders_delivery_group_key"),
    )
    _index("orders_delivery_group", "location_id")


def _create_lines() -> None:
    op.create_table(
        "orders_line",
        _key(),
        _of("order_id", "orders_order.id"),
        _of("group_id", "orders_delivery_group.id"),
        _text("key"),
        _big("variant_id"),
        _big("product_id"),
        _text("title"),
        _text("variant_title"),
        _text("sku", nullable=True),
        _text("vendor"),
        _text("product_type"),
        _text("picture", nullable=True),
        _text("options"),
        _text("attributes"),
        *(
            sa.Column(name, sa.Boolean(), nullable=False)
            for name in ("requires_shipping", "is_gift_card", "stock_counted")
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("current_quantity", sa.Integer(), nullable=False),
        _big("unit"),
        _big("compare_at_unit", nullable=True),
        _text("amounts"),
        _text("policy"),
        _instant("added_at"),
        sa.UniqueConstraint("order_id", "key", name="uq_orders_line_key"),
        sa.CheckConstraint("quantity > 0", name="ck_orders_line_quantity"),
        sa.CheckConstraint("current_quantity BETWEEN 0 AND quantity", name="ck_orders_line_current"),
    )
    _index("orders_line", "group_id")
    _index("orders_line", "variant_id")


def _create_charges_and_sources() -> None:
    op.create_table(
        "orders_charge",
        _key(),
        _of("order_id", "orders_order.id"),
        _of("group_id", "orders_delivery_group.id", nullable=True),
        _text("key"),
        _text("title"),
        _text("amounts"),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("order_id", "key", name="uq_orders_charge_key"),
    )
    op.create_table(
        "orders_source",
        _of("line_id", "orders_line.id", primary=True),
        sa.Column("location_id", sa.BigInteger(), primary_key=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_orders_source_quantity"),
    )
    _index("orders_source", "location_id")


def _create_fulfillments() -> None:
    op.create_table(
        "orders_fulfillment",
        _key(),
        _of("order_id", "orders_order.id"),
        _of("group_id", "orders_delivery_group.id"),
        _big("location_id"),
        _text("name"),
        _text("method"),
        _text("state"),
        _instant("created_at"),
        _instant("updated_at"),
        _instant("shipped_at", nullable=True),
        _instant("delivered_at", nullable=True),
        *(_text(f"tracking_{name}", nullable=True) for name in ("company", "number", "url")),
    )
    for name in ("order_id", "location_id", "state"):
        _index("orders_fulfillment", name)
    op.create_table(
        "orders_fulfillment_line",
        _of("fulfillment_id", "orders_fulfillment.id", primary=True),
        _of("line_id", "orders_line.id", primary=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_orders_fulfillment_line_quantity"),
    )
    _index("orders_fulfillment_line", "line_id")


def _create_history() -> None:
    op.create_table(
        _HISTORY,
        _key(),
        _of("order_id", "orders_order.id"),
        _big("fulfillment_id", nullable=True),
        _text("kind"),
        _instant("happened_at"),
        _text("actor"),
        _text("details"),
    )
    _index(_HISTORY, "order_id")
    _index(_HISTORY, "fulfillment_id")


def _guard_sqlite() -> None:
    # ABORT undoes the statement alone: other commands in the same transaction are not harmed.
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER orders_refuse_{action.lower()} BEFORE {action} ON {_HISTORY} "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        )
    for name, columns in _FROZEN.items():
        op.execute(
            f"CREATE TRIGGER {name}_frozen BEFORE UPDATE OF {columns} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{_FROZEN_REFUSAL}'); END"
        )


def _guard_postgresql() -> None:
    for function, refusal in (("change", _REFUSAL), ("thaw", _FROZEN_REFUSAL)):
        op.execute(
            f"CREATE FUNCTION orders_refuse_{function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    op.execute(
        f"CREATE TRIGGER orders_refuse_change BEFORE UPDATE OR DELETE ON {_HISTORY} "
        "FOR EACH ROW EXECUTE FUNCTION orders_refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER orders_refuse_truncate BEFORE TRUNCATE ON {_HISTORY} "
        "FOR EACH STATEMENT EXECUTE FUNCTION orders_refuse_change()"
    )
    for name, columns in _FROZEN.items():
        op.execute(
            f"CREATE TRIGGER {name}_frozen BEFORE UPDATE OF {columns} ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION orders_refuse_thaw()"
        )
