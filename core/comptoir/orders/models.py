"""Tables of orders. What was agreed to at purchase is frozen: those columns are written once.

Amounts are minor units of the order's currency. No keys into the catalogue or locations: an order outlives both.
"""

from datetime import datetime
from typing import Any, ClassVar, cast

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

from comptoir.db.columns import BigId, UtcDateTime, table


def _key() -> Any:
    return Field(default=None, primary_key=True, sa_type=cast("Any", BigId))


def _text(*, nullable: bool = False, unique: bool = False, index: bool = False) -> Any:
    return Field(sa_column=Column(Text, nullable=nullable, unique=unique, index=index))


def _minor() -> Any:
    return Field(sa_column=Column(BigInteger, nullable=False))


def _instant(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(UtcDateTime, nullable=nullable))


def _of(target: str, *, index: bool = True) -> Any:
    return Field(sa_column=Column(BigInteger, ForeignKey(target), nullable=False, index=index))


class NumberingRow(SQLModel, table=True):
    """The one row that numbers orders: the number of the next one, and what stands around it."""

    __tablename__: ClassVar[Any] = "orders_numbering"
    __table_args__ = (CheckConstraint("id = 1", name="ck_orders_numbering_one"),)

    id: int | None = Field(default=None, sa_column=Column(Integer, primary_key=True, autoincrement=False))
    next_number: int = _minor()
    prefix: str = _text()
    suffix: str = _text()


class OrderRow(SQLModel, table=True):
    """An order. `token_digest` is that of the secret which gives the right to read it."""

    __tablename__: ClassVar[Any] = "orders_order"
    __table_args__ = (Index("ix_orders_order_payment", "payment_kind", "payment_ident"),)

    id: int | None = _key()
    origin: str = _text(unique=True)
    order_number: int = Field(sa_column=Column(BigInteger, nullable=False, unique=True))
    name: str = _text()
    confirmation_number: str = _text(unique=True)
    token_digest: str = _text()
    placed_at: datetime = Field(sa_column=Column(UtcDateTime, nullable=False, index=True))
    updated_at: datetime = _instant()
    version: int
    """Counts the changes."""
    market: str = _text()
    country: str = _text()
    region: str = _text()
    language: str = _text()
    currency: str = _text()
    channel: str | None = _text(nullable=True)
    customer_id: int | None = Field(sa_column=Column(BigInteger, nullable=True, index=True))
    email: str | None = _text(nullable=True, index=True)
    phone: str | None = _text(nullable=True)
    note: str | None = _text(nullable=True)
    attributes: str = _text()
    shipping_address: str | None = _text(nullable=True)
    billing_address: str | None = _text(nullable=True)
    terms: str | None = _text(nullable=True)
    payment_kind: str | None = _text(nullable=True)
    payment_ident: str | None = _text(nullable=True)
    quote: str = _text()
    """JSON: digest, revision, steps."""
    total: int = _minor()
    """What it cost when it was placed, with all tax."""
    current_total: int = _minor()
    """What it costs after edits and cancellation."""
    paid: int = _minor()
    """What payments said that the shop had, when the state was last derived."""
    authorized: int = _minor()
    """What payments said was reserved and not taken yet."""
    refunded: int = _minor()
    conceded: int = _minor()
    """What of that payments said was given back for good: it is not due any more, while the goods stay."""
    financial_status: str = _text(index=True)
    fulfillment_status: str = _text(index=True)
    edited: bool
    cancelled_at: datetime | None = _instant(nullable=True)
    cancel_reason: str | None = _text(nullable=True)


class GroupRow(SQLModel, table=True):
    """Lines that reach the buyer together."""

    __tablename__: ClassVar[Any] = "orders_delivery_group"
    __table_args__ = (UniqueConstraint("order_id", "key", name="uq_orders_delivery_group_key"),)

    id: int | None = _key()
    order_id: int = _of("orders_order.id", index=False)
    key: str = _text()
    method: str = _text()
    title: str = _text()
    location_id: int | None = Field(sa_column=Column(BigInteger, nullable=True, index=True))
    address: str | None = _text(nullable=True)
    promised_from: datetime | None = _instant(nullable=True)
    promised_until: datetime | None = _instant(nullable=True)
    instructions: str | None = _text(nullable=True)


class LineRow(SQLModel, table=True):
    """A line. All but `current_quantity` is frozen."""

    __tablename__: ClassVar[Any] = "orders_line"
    __table_args__ = (
        UniqueConstraint("order_id", "key", name="uq_orders_line_key"),
        CheckConstraint("quantity > 0", name="ck_orders_line_quantity"),
        CheckConstraint("current_quantity BETWEEN 0 AND quantity", name="ck_orders_line_current"),
    )

    id: int | None = _key()
    order_id: int = _of("orders_order.id", index=False)
    group_id: int = _of("orders_delivery_group.id")
    key: str = _text()
    variant_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    product_id: int = Field(sa_column=Column(BigInteger, nullable=False))
    title: str = _text()
    variant_title: str = _text()
    sku: str | None = _text(nullable=True)
    vendor: str = _text()
    product_type: str = _text()
    picture: str | None = _text(nullable=True)
    options: str = _text()
    attributes: str = _text()
    requires_shipping: bool
    is_gift_card: bool
    stock_counted: bool
    quantity: int
    current_quantity: int
    unit: int = _minor()
    compare_at_unit: int | None = Field(sa_column=Column(BigInteger, nullable=True))
    amounts: str = _text()
    """JSON: subtotal, discounts, tax, total of the whole quantity."""
    policy: str = _text()
    """JSON: the returns policy's version with its terms."""
    added_at: datetime = _instant()


class ChargeRow(SQLModel, table=True):
    """What is charged beside goods. It stops being due when its group is left without lines."""

    __tablename__: ClassVar[Any] = "orders_charge"
    __table_args__ = (UniqueConstraint("order_id", "key", name="uq_orders_charge_key"),)

    id: int | None = _key()
    order_id: int = _of("orders_order.id", index=False)
    group_id: int | None = Field(
        sa_column=Column(BigInteger, ForeignKey("orders_delivery_group.id"), nullable=True)
    )
    key: str = _text()
    title: str = _text()
    amounts: str = _text()
    dropped: bool
    added_at: datetime | None = _instant(nullable=True)
    """When it came with a line that was added; none for what was agreed to at purchase."""


class SourceRow(SQLModel, table=True):
    """How many pieces of a line a location is to give and has not given yet: what inventory holds allocated."""

    __tablename__: ClassVar[Any] = "orders_source"
    __table_args__ = (CheckConstraint("quantity > 0", name="ck_orders_source_quantity"),)

    line_id: int = Field(sa_column=Column(BigInteger, ForeignKey("orders_line.id"), primary_key=True))
    location_id: int = Field(sa_column=Column(BigInteger, primary_key=True, index=True))
    quantity: int


class FulfillmentRow(SQLModel, table=True):
    """Pieces that one location gives together: a parcel, or a bag at the counter."""

    __tablename__: ClassVar[Any] = "orders_fulfillment"

    id: int | None = _key()
    order_id: int = _of("orders_order.id")
    group_id: int = _of("orders_delivery_group.id", index=False)
    location_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    name: str = _text()
    method: str = _text()
    state: str = _text(index=True)
    created_at: datetime = _instant()
    updated_at: datetime = _instant()
    shipped_at: datetime | None = _instant(nullable=True)
    """When the goods left: sent, or handed over."""
    delivered_at: datetime | None = _instant(nullable=True)
    """When the buyer got them."""
    tracking_company: str | None = _text(nullable=True)
    tracking_number: str | None = _text(nullable=True)
    tracking_url: str | None = _text(nullable=True)


class FulfillmentLineRow(SQLModel, table=True):
    """How many pieces of a line are in a fulfillment."""

    __tablename__: ClassVar[Any] = "orders_fulfillment_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="ck_orders_fulfillment_line_quantity"),)

    fulfillment_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("orders_fulfillment.id"), primary_key=True)
    )
    line_id: int = Field(
        sa_column=Column(BigInteger, ForeignKey("orders_line.id"), primary_key=True, index=True)
    )
    quantity: int


class HistoryRow(SQLModel, table=True):
    """What happened to an order; the database refuses to change or delete an entry."""

    __tablename__: ClassVar[Any] = "orders_history"

    id: int | None = _key()
    order_id: int = _of("orders_order.id")
    fulfillment_id: int | None = Field(sa_column=Column(BigInteger, nullable=True, index=True))
    kind: str = _text()
    """Such as `placed`, `fulfillment.shipped`, `cancelled`."""
    happened_at: datetime = _instant()
    actor: str = _text()
    """Kind and id of who did it, such as `staff:7`."""
    details: str = _text()
    """JSON: what changed."""


NUMBERING = table(NumberingRow)
ORDERS = table(OrderRow)
GROUPS = table(GroupRow)
LINES = table(LineRow)
CHARGES = table(ChargeRow)
SOURCES = table(SourceRow)
FULFILLMENTS = table(FulfillmentRow)
FULFILLMENT_LINES = table(FulfillmentLineRow)
HISTORY = table(HistoryRow)
