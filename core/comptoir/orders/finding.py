"""Finding orders, as staff look for them. Newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select

from comptoir.db.tx import ReadTx
from comptoir.errors import BadUserInputError
from comptoir.orders.models import FULFILLMENTS, LINES, ORDERS, SOURCES
from comptoir.orders.queries import find_orders_by_id
from comptoir.orders.records import OrderRecord
from comptoir.orders.states import FinancialStatus, FulfillmentStatus

MOST = 100
_LONGEST_NUMBER = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSearch:
    """What to look for; what is none or empty does not narrow.

    `text` is a number or name (1001, #1001), a confirmation number, an email address or a phone number, whole.
    `location_id` is a location that has pieces to give or is at work on some.
    """

    text: str = ""
    financial_status: FinancialStatus | None = None
    fulfillment_status: FulfillmentStatus | None = None
    location_id: int | None = None


def find_orders(
    tx: ReadTx, *, search: OrderSearch, count: int, below: int | None = None
) -> Sequence[OrderRecord]:
    """Return the newest orders that fit, those with an id under `below`; raises `BadUserInputError` for a bad count."""
    if not 1 <= count <= MOST:
        raise BadUserInputError(f"'first' is {count}; 1 to {MOST} is allowed")
    statement = select(ORDERS.c.id).order_by(ORDERS.c.id.desc()).limit(count)
    if below is not None:
        statement = statement.where(ORDERS.c.id < below)
    if text := search.text.strip():
        statement = statement.where(or_(*_named(text)))
    if search.financial_status is not None:
        statement = statement.where(ORDERS.c.financial_status == search.financial_status.value)
    if search.fulfillment_status is not None:
        statement = statement.where(ORDERS.c.fulfillment_status == search.fulfillment_status.value)
    if search.location_id is not None:
        waiting = (
            select(LINES.c.order_id)
            .join(SOURCES, SOURCES.c.line_id == LINES.c.id)
            .where(SOURCES.c.location_id == search.location_id)
        )
        busy = select(FULFILLMENTS.c.order_id).where(
            FULFILLMENTS.c.location_id == search.location_id,
            FULFILLMENTS.c.state.in_(("OPEN", "PICKED", "PACKED", "READY_FOR_PICKUP")),
        )
        statement = statement.where(or_(ORDERS.c.id.in_(waiting), ORDERS.c.id.in_(busy)))
    ids = [row.id for row in tx.all(statement)]
    return find_orders_by_id(tx, ids=ids)[::-1]


def _named(text: str) -> list[ColumnElement[bool]]:
    names: list[ColumnElement[bool]] = [
        ORDERS.c.name == text,
        ORDERS.c.confirmation_number == text.upper().replace("-", ""),
        ORDERS.c.email == text,
        ORDERS.c.phone == text,
    ]
    digits = text.lstrip("#")
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST_NUMBER:
        names.append(ORDERS.c.order_number == int(digits))
    return names
