"""The command that places an order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypedDict

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import Tx
from comptoir.errors import ComptoirError
from comptoir.money import Money, total
from comptoir.orders import codec
from comptoir.orders.drafts import Amounts, ChargeDraft, GroupDraft, LineDraft, OrderDraft
from comptoir.orders.events import OrderPlaced
from comptoir.orders.journal import write_history
from comptoir.orders.models import CHARGES, GROUPS, LINES, ORDERS, SOURCES
from comptoir.orders.numbering import give_back_number, new_confirmation_number, take_number
from comptoir.orders.placed import Numbers, placed_order
from comptoir.orders.queries import lookup_order_of
from comptoir.orders.records import OrderRecord
from comptoir.orders.states import (
    FinancialStatus,
    FulfillmentStatus,
    PaymentFacts,
    Progress,
    financial_status,
    fulfillment_status,
)
from comptoir.orders.tokens import opens, token_digest

_ORDER = insert(ORDERS).on_conflict_do_nothing().returning(ORDERS.c.id, ORDERS.c.confirmation_number)
_GROUP = insert(GROUPS).returning(GROUPS.c.id, GROUPS.c.key)
_CHARGES = insert(CHARGES).returning(CHARGES.c.id, CHARGES.c.key)
_SOURCES = insert(SOURCES)
_LINE = insert(LINES).returning(LINES.c.id, LINES.c.key)


class _States(TypedDict):
    financial_status: FinancialStatus
    fulfillment_status: FulfillmentStatus


class UnsoundOrderError(ComptoirError):
    """The draft of an order does not add up: a fault of whoever made it, never of the buyer."""


def place_order(tx: Tx, *, draft: OrderDraft) -> OrderRecord:
    """Place an order; placing the same origin again returns the order that stands, and changes nothing.

    The record has `token` where the draft's token opens it. Allocating stock (to the order's
    `owner`), taking over payments (then `settle_order`) and recording the use of promotions (under the draft's
    `origin`) are the caller's, in the same transaction. Raises `UnsoundOrderError`.
    """
    standing = lookup_order_of(tx, origin=draft.origin)
    if standing is not None:
        return _standing(tx, standing, draft)
    check_draft(draft)
    number, name = take_number(tx)
    now = tx.clock.now()
    states = _states(draft)
    told = {column: str(state) for column, state in states.items()}
    columns = {**_columns(draft, now), **told, "order_number": number, "name": name}
    row = _insert_order(tx, columns)
    if row is None:
        # Somebody else placed it between our look and the lock on the numbers.
        give_back_number(tx)
        return place_order(tx, draft=draft)
    groups = insert_groups(tx, draft.groups, order_id=row.id)
    numbers = Numbers(
        order_id=row.id,
        order_number=number,
        name=name,
        confirmation_number=row.confirmation_number,
        groups=groups,
        # At the order's own moment, by which its lines are told from those that were added later.
        lines=insert_lines(tx, draft.lines, order_id=row.id, groups=groups, at=now),
        charges=insert_charges(tx, draft.charges, order_id=row.id, groups=groups, added_at=None),
    )
    _tell(tx, draft, order_id=row.id, name=name)
    return placed_order(draft, numbers, at=now, **states)


def _tell(tx: Tx, draft: OrderDraft, *, order_id: int, name: str) -> None:
    write_history(tx, order_id=order_id, kind="placed", total=draft.total.minor, currency=draft.currency)
    tx.emit(
        OrderPlaced(
            order_id=order_id,
            order_name=name,
            market=draft.market,
            channel=draft.channel,
            customer_id=draft.customer_id,
            currency=draft.currency,
            total=draft.total.minor,
        )
    )


def _standing(tx: Tx, order: OrderRecord, draft: OrderDraft) -> OrderRecord:
    digest = tx.scalar(select(ORDERS.c.token_digest).where(ORDERS.c.id == order.order_id))
    if opens(digest, draft.token):
        order.token = draft.token
    return order


def _insert_order(tx: Tx, columns: Mapping[str, Any]) -> Row[Any] | None:
    """Return the numbers of the new row, or none where the origin has an order already."""
    while True:
        row = {**columns, "confirmation_number": new_confirmation_number()}
        written = tx.execute(_ORDER, row).first()
        if written is not None:
            return written
        if lookup_order_of(tx, origin=columns["origin"]) is not None:
            return None
        # The confirmation number was taken: one in some 10^13; the next one is not.


def _states(draft: OrderDraft) -> _States:
    """Return where an order stands at first: nothing paid, nothing sent."""
    held = draft.terms is not None and draft.terms.hold_until_paid and draft.total.minor > 0
    progress = [
        Progress(wanted=line.quantity, under_way=0, gone=0) for line in draft.lines if line.requires_shipping
    ]
    return {
        "financial_status": financial_status(total=draft.total.minor, facts=PaymentFacts(), cancelled=False),
        "fulfillment_status": fulfillment_status(progress, cancelled=False, on_hold=held),
    }


def _columns(draft: OrderDraft, now: datetime) -> dict[str, Any]:
    payer = draft.payment_owner
    return {
        "origin": draft.origin,
        "token_digest": token_digest(draft.token),
        "placed_at": now,
        "updated_at": now,
        "version": 1,
        "market": draft.market,
        "country": draft.country,
        "region": draft.region,
        "language": draft.language,
        "currency": draft.currency,
        "channel": draft.channel,
        "customer_id": draft.customer_id,
        "email": draft.email,
        "phone": draft.phone,
        "note": draft.note,
        "attributes": codec.pack_pairs(draft.attributes),
        "shipping_address": codec.pack_address(draft.shipping_address),
        "billing_address": codec.pack_address(draft.billing_address),
        "terms": codec.pack_terms(draft.terms),
        "payment_kind": payer.kind if payer else None,
        "payment_ident": payer.ident if payer else None,
        "quote": codec.pack_quote(draft.quote),
        "total": draft.total.minor,
        "current_total": draft.total.minor,
        "paid": 0,
        "authorized": 0,
        "refunded": 0,
        "conceded": 0,
        "edited": False,
        "cancelled_at": None,
        "cancel_reason": None,
    }


def insert_groups(tx: Tx, groups: Sequence[GroupDraft], *, order_id: int) -> dict[str, int]:
    """Write delivery groups; return their numbers by key."""
    rows = [_group_columns(group, order_id=order_id) for group in groups]
    return {row.key: row.id for row in tx.execute(_GROUP, rows)}


def insert_charges(
    tx: Tx,
    charges: Sequence[ChargeDraft],
    *,
    order_id: int,
    groups: Mapping[str, int],
    added_at: datetime | None,
) -> dict[str, int]:
    """Write charges and return their numbers by key; `added_at` is none for those that the order is placed with."""
    rows = [
        {
            "order_id": order_id,
            "group_id": None if charge.group is None else groups[charge.group],
            "key": charge.key,
            "title": charge.title,
            "amounts": codec.pack_amounts(charge.amounts),
            "dropped": False,
            "added_at": added_at,
        }
        for charge in charges
    ]
    return {row.key: row.id for row in tx.execute(_CHARGES, rows)} if rows else {}


def _group_columns(group: GroupDraft, *, order_id: int) -> dict[str, Any]:
    return {
        "order_id": order_id,
        "key": group.key,
        "method": group.method.value,
        "title": group.title,
        "location_id": group.location_id,
        "address": codec.pack_address(group.address),
        "promised_from": group.promised_from,
        "promised_until": group.promised_until,
        "instructions": group.instructions,
    }


def insert_lines(
    tx: Tx, lines: tuple[LineDraft, ...], *, order_id: int, groups: Mapping[str, int], at: datetime
) -> Mapping[str, int]:
    """Write lines, added at a moment, and where their pieces come from; return their numbers by key."""
    # One statement for each, so that ids are in the order of the lines on both databases.
    idents: dict[str, int] = {}
    for line in lines:
        row = {**_line_columns(line), "order_id": order_id, "group_id": groups[line.group], "added_at": at}
        idents[line.key] = int(tx.execute(_LINE, row).one().id)
    sources = [
        {"line_id": idents[line.key], "location_id": source.location_id, "quantity": source.quantity}
        for line in lines
        for source in line.sources
    ]
    if sources:
        tx.execute(_SOURCES, sources)
    return idents


def _line_columns(line: LineDraft) -> dict[str, Any]:
    return {
        "key": line.key,
        "variant_id": line.variant_id,
        "product_id": line.product_id,
        "title": line.title,
        "variant_title": line.variant_title,
        "sku": line.sku,
        "vendor": line.vendor,
        "product_type": line.product_type,
        "picture": codec.pack_picture(line.picture),
        "options": codec.pack_pairs(line.options),
        "attributes": codec.pack_pairs(line.attributes),
        "requires_shipping": line.requires_shipping,
        "is_gift_card": line.is_gift_card,
        "stock_counted": line.stock_counted,
        "quantity": line.quantity,
        "current_quantity": line.quantity,
        "unit": line.unit.minor,
        "compare_at_unit": None if line.compare_at_unit is None else line.compare_at_unit.minor,
        "amounts": codec.pack_amounts(line.amounts),
        "policy": codec.pack_policy(line.policy),
    }


def check_draft(draft: OrderDraft) -> None:
    """Check that an order adds up; raises `UnsoundOrderError`."""
    if not draft.origin or not draft.lines:
        raise UnsoundOrderError("an order has an origin and a line at least")
    groups = {group.key for group in draft.groups}
    for line in draft.lines:
        check_line(line, groups=groups, includes_tax=draft.quote.includes_tax, currency=draft.currency)
    for charge in draft.charges:
        if charge.group is not None and charge.group not in groups:
            raise UnsoundOrderError(f"the charge '{charge.key}' is for no delivery group of the order")
        check_amounts(charge.key, charge.amounts, includes_tax=draft.quote.includes_tax)
    parts = [
        *(line.amounts.total for line in draft.lines),
        *(charge.amounts.total for charge in draft.charges),
    ]
    found = total(parts, currency=draft.currency)
    if found != draft.total:
        raise UnsoundOrderError(f"the order's parts are {found.amount}, its total {draft.total.amount}")


def check_line(line: LineDraft, *, groups: set[str], includes_tax: bool, currency: str) -> None:
    """Check that a line adds up; raises `UnsoundOrderError`."""
    if line.quantity < 1 or line.group not in groups:
        raise UnsoundOrderError(f"the line '{line.key}' has no pieces, or no delivery group of the order")
    sourced = sum(source.quantity for source in line.sources)
    if line.sources and sourced != line.quantity:
        raise UnsoundOrderError(f"of the line '{line.key}' {sourced} of {line.quantity} pieces are sourced")
    if line.stock_counted and not line.sources:
        raise UnsoundOrderError(f"the line '{line.key}' comes from nowhere")
    if line.unit * line.quantity != line.amounts.subtotal or line.unit.currency != currency:
        raise UnsoundOrderError(f"the line '{line.key}' is not its quantity times its price")
    check_amounts(line.key, line.amounts, includes_tax=includes_tax)


def check_amounts(key: str, amounts: Amounts, *, includes_tax: bool) -> None:
    """Check that what a line or a charge costs adds up; raises `UnsoundOrderError`."""
    discounts = total((share.amount for share in amounts.discounts), currency=amounts.subtotal.currency)
    zero = Money(0, amounts.subtotal.currency)
    due = amounts.subtotal - discounts + (zero if includes_tax else amounts.tax)
    if (
        due != amounts.total
        or amounts.total < zero
        or any(share.amount < zero for share in amounts.discounts)
    ):
        raise UnsoundOrderError(f"the amounts of '{key}' do not add up")
