"""Reads of orders. An order is read by its secret token, or by those who need none: staff and the shop itself."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, select

from comptoir.db.tx import ReadTx
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.orders import codec
from comptoir.orders.delivery import DeliveryMethod, FulfillmentState
from comptoir.orders.drafts import Sourcing
from comptoir.orders.models import (
    CHARGES,
    FULFILLMENT_LINES,
    FULFILLMENTS,
    GROUPS,
    HISTORY,
    LINES,
    ORDERS,
    SOURCES,
)
from comptoir.orders.records import (
    ChargeRecord,
    FulfillmentRecord,
    GroupRecord,
    HistoryRecord,
    LineRecord,
    OrderRecord,
    Tracking,
)
from comptoir.orders.states import CancelReason, FinancialStatus, FulfillmentStatus
from comptoir.orders.tokens import opens
from comptoir.principal import Owner

_ORDERS = select(ORDERS).where(ORDERS.c.id.in_(bindparam("ids", expanding=True))).order_by(ORDERS.c.id)
_BY_ORIGIN = select(ORDERS.c.id).where(ORDERS.c.origin == bindparam("origin"))
_PAID_BY = select(ORDERS.c.id).where(
    ORDERS.c.payment_kind == bindparam("kind"), ORDERS.c.payment_ident == bindparam("ident")
)
_PAID_BY_ITSELF = select(ORDERS.c.id).where(
    ORDERS.c.id == bindparam("order_id"), ORDERS.c.payment_kind.is_(None)
)
_LONGEST_NUMBER = 18
_DIGEST = select(ORDERS.c.token_digest).where(ORDERS.c.id == bindparam("order_id"))
_GROUPS = select(GROUPS).where(GROUPS.c.order_id.in_(bindparam("ids", expanding=True))).order_by(GROUPS.c.id)
_LINES = select(LINES).where(LINES.c.order_id.in_(bindparam("ids", expanding=True))).order_by(LINES.c.id)
_CHARGES = (
    select(CHARGES).where(CHARGES.c.order_id.in_(bindparam("ids", expanding=True))).order_by(CHARGES.c.id)
)
_SOURCES = (
    select(SOURCES)
    .join(LINES, LINES.c.id == SOURCES.c.line_id)
    .where(LINES.c.order_id.in_(bindparam("ids", expanding=True)))
    .order_by(SOURCES.c.line_id, SOURCES.c.location_id)
)
_FULFILLMENTS = (
    select(FULFILLMENTS)
    .where(FULFILLMENTS.c.order_id.in_(bindparam("ids", expanding=True)))
    .order_by(FULFILLMENTS.c.id)
)
_PIECES = (
    select(FULFILLMENT_LINES)
    .join(FULFILLMENTS, FULFILLMENTS.c.id == FULFILLMENT_LINES.c.fulfillment_id)
    .where(FULFILLMENTS.c.order_id.in_(bindparam("ids", expanding=True)))
    .order_by(FULFILLMENT_LINES.c.fulfillment_id, FULFILLMENT_LINES.c.line_id)
)
_HISTORY = select(HISTORY).where(HISTORY.c.order_id == bindparam("order_id")).order_by(HISTORY.c.id)

Grouped = dict[int, list[Row[Any]]]


def lookup_order(tx: ReadTx, *, order_id: int, token: str) -> OrderRecord | None:
    """Return the order that a token gives the right to; unknown orders and wrong tokens look the same."""
    digest = tx.scalar(_DIGEST, {"order_id": order_id})
    if not opens(digest, token):
        return None
    order = get_order(tx, order_id=order_id)
    order.token = token
    return order


def get_order(tx: ReadTx, *, order_id: int) -> OrderRecord:
    """Return an order, whoever asks; raises `DomainError` with `NOT_FOUND`."""
    found = find_orders_by_id(tx, ids=(order_id,))
    if not found:
        raise DomainError("NOT_FOUND", "There is no such order.", field=("order_id",))
    return found[0]


def lookup_order_of(tx: ReadTx, *, origin: str) -> OrderRecord | None:
    """Return the order of an origin, if it has been placed."""
    order_id = tx.scalar(_BY_ORIGIN, {"origin": origin})
    return None if order_id is None else get_order(tx, order_id=order_id)


def lookup_order_paid_by(tx: ReadTx, *, owner: Owner) -> int | None:
    """Return the number of the order whose payments an owner has, if there is one."""
    if owner.kind == "order" and owner.ident.isdecimal() and len(owner.ident) <= _LONGEST_NUMBER:
        found = tx.scalar(_PAID_BY_ITSELF, {"order_id": int(owner.ident)})
    else:
        found = tx.scalar(_PAID_BY, {"kind": owner.kind, "ident": owner.ident})
    return None if found is None else int(found)


def find_history(tx: ReadTx, *, order_id: int) -> list[HistoryRecord]:
    """Return what happened to an order, oldest first."""
    return [
        HistoryRecord(
            history_id=row.id,
            fulfillment_id=row.fulfillment_id,
            kind=row.kind,
            happened_at=row.happened_at,
            actor=row.actor,
            details=row.details,
        )
        for row in tx.all(_HISTORY, {"order_id": order_id})
    ]


def find_orders_by_id(tx: ReadTx, *, ids: Sequence[int]) -> list[OrderRecord]:
    """Return those orders, in the order of their ids; unknown ones are left out."""

    def read(statement: Select[Any]) -> Sequence[Row[Any]]:
        return tx.all(statement, {"ids": list(ids)})

    rows = read(_ORDERS)
    if not rows:
        return []
    groups, charges = _by(read(_GROUPS), "order_id"), _by(read(_CHARGES), "order_id")
    lines, sources = _by(read(_LINES), "order_id"), _by(read(_SOURCES), "line_id")
    fulfillments = _by(read(_FULFILLMENTS), "order_id")
    pieces = _by(read(_PIECES), "fulfillment_id") if fulfillments else {}
    return [
        _order(
            row,
            groups=tuple(_group(each) for each in groups.get(row.id, ())),
            lines=tuple(
                _line(each, sources.get(each.id, ()), row.currency) for each in lines.get(row.id, ())
            ),
            charges=tuple(_charge(each, row.currency) for each in charges.get(row.id, ())),
            fulfillments=tuple(
                _fulfillment(each, pieces.get(each.id, ())) for each in fulfillments.get(row.id, ())
            ),
        )
        for row in rows
    ]


def _by(rows: Iterable[Row[Any]], column: str) -> Grouped:
    found: Grouped = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _order(row: Row[Any], **parts: Any) -> OrderRecord:
    currency = row.currency
    return OrderRecord(
        order_id=row.id,
        origin=row.origin,
        order_number=row.order_number,
        name=row.name,
        confirmation_number=row.confirmation_number,
        placed_at=row.placed_at,
        updated_at=row.updated_at,
        version=row.version,
        market=row.market,
        country=row.country,
        region=row.region,
        language=row.language,
        currency=currency,
        channel=row.channel,
        customer_id=row.customer_id,
        email=row.email,
        phone=row.phone,
        note=row.note,
        attributes=codec.unpack_pairs(row.attributes),
        shipping_address=codec.unpack_address(row.shipping_address),
        billing_address=codec.unpack_address(row.billing_address),
        terms=codec.unpack_terms(row.terms, currency=currency),
        payment_owner=Owner(kind=row.payment_kind or "order", ident=row.payment_ident or str(row.id)),
        quote=codec.unpack_quote(row.quote, currency=currency),
        total=Money(row.total, currency),
        current_total=Money(row.current_total, currency),
        paid=Money(row.paid, currency),
        authorized=Money(row.authorized, currency),
        refunded=Money(row.refunded, currency),
        conceded=Money(row.conceded, currency),
        financial_status=FinancialStatus(row.financial_status),
        fulfillment_status=FulfillmentStatus(row.fulfillment_status),
        edited=bool(row.edited),
        cancelled_at=row.cancelled_at,
        cancel_reason=CancelReason(row.cancel_reason) if row.cancel_reason else None,
        **parts,
    )


def _group(row: Row[Any]) -> GroupRecord:
    return GroupRecord(
        group_id=row.id,
        key=row.key,
        method=DeliveryMethod(row.method),
        title=row.title,
        location_id=row.location_id,
        address=codec.unpack_address(row.address),
        promised_from=row.promised_from,
        promised_until=row.promised_until,
        instructions=row.instructions,
    )


def _line(row: Row[Any], sources: Sequence[Row[Any]], currency: str) -> LineRecord:
    return LineRecord(
        line_id=row.id,
        order_id=row.order_id,
        group_id=row.group_id,
        key=row.key,
        variant_id=row.variant_id,
        product_id=row.product_id,
        title=row.title,
        variant_title=row.variant_title,
        sku=row.sku,
        vendor=row.vendor,
        product_type=row.product_type,
        picture=codec.unpack_picture(row.picture),
        options=codec.unpack_pairs(row.options),
        attributes=codec.unpack_pairs(row.attributes),
        requires_shipping=bool(row.requires_shipping),
        is_gift_card=bool(row.is_gift_card),
        stock_counted=bool(row.stock_counted),
        quantity=row.quantity,
        current_quantity=row.current_quantity,
        unit=Money(row.unit, currency),
        compare_at_unit=None if row.compare_at_unit is None else Money(row.compare_at_unit, currency),
        amounts=codec.unpack_amounts(row.amounts, currency=currency),
        policy=codec.unpack_policy(row.policy),
        added_at=row.added_at,
        sources=tuple(Sourcing(location_id=each.location_id, quantity=each.quantity) for each in sources),
    )


def _charge(row: Row[Any], currency: str) -> ChargeRecord:
    return ChargeRecord(
        charge_id=row.id,
        key=row.key,
        title=row.title,
        group_id=row.group_id,
        amounts=codec.unpack_amounts(row.amounts, currency=currency),
        dropped=bool(row.dropped),
        added_at=row.added_at,
    )


def _fulfillment(row: Row[Any], pieces: Sequence[Row[Any]]) -> FulfillmentRecord:
    tracking = Tracking(company=row.tracking_company, number=row.tracking_number, url=row.tracking_url)
    return FulfillmentRecord(
        fulfillment_id=row.id,
        order_id=row.order_id,
        group_id=row.group_id,
        location_id=row.location_id,
        name=row.name,
        method=DeliveryMethod(row.method),
        state=FulfillmentState(row.state),
        created_at=row.created_at,
        updated_at=row.updated_at,
        shipped_at=row.shipped_at,
        delivered_at=row.delivered_at,
        tracking=None if tracking == Tracking() else tracking,
        pieces=tuple((each.line_id, each.quantity) for each in pieces),
    )
