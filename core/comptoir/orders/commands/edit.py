"""The command that edits an order before its goods leave.

The rules of repricing, which never surprise a buyer who agreed to a price:
- Pieces can be taken out that no fulfillment has begun with. What stays keeps its price: of a line's
  amounts its pieces' share stays (rounded half up, always from the whole), its discounts included, and no
  condition of a promotion is judged anew.
- Pieces that are added are lines of their own, at a quote of now and of themselves alone, as long as something of
  the order has yet to leave. Lines that stand are never made larger, and no promotion is judged anew for them.
- A charge, such as delivery, stays as it is; it is dropped when the last piece of its delivery group is taken out.
- The delivery address can change within its country and region until something has left for it: tax and delivery
  were quoted for the destination.
- What was paid beyond what the order costs now is given back, newest payment first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import bindparam, update

from comptoir.addresses import Address, check_address
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import Demand, allocate, release_allocations
from comptoir.orders import codec
from comptoir.orders.commands.cancel import ChangedOrder
from comptoir.orders.commands.leave import take_from_source
from comptoir.orders.commands.place import (
    check_amounts,
    check_line,
    insert_charges,
    insert_groups,
    insert_lines,
)
from comptoir.orders.commands.settle import give_back_excess, settle_order
from comptoir.orders.drafts import ChargeDraft, GroupDraft, LineDraft
from comptoir.orders.events import OrderEdited
from comptoir.orders.journal import lock_order, store_changes, write_history
from comptoir.orders.models import CHARGES, GROUPS, LINES, ORDERS
from comptoir.orders.queries import get_order
from comptoir.orders.records import OrderRecord
from comptoir.orders.states import FulfillmentStatus
from comptoir.orders.sums import current_total

MOST_LINES = 500
"""Lines that an order may come to have."""
_A_MOMENT = timedelta(microseconds=1)
_SHRINK = update(LINES).where(LINES.c.id == bindparam("of_line")).values(current_quantity=bindparam("left"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEdit:
    """What to change: `quantities` are pieces to be left of lines, by their numbers; none leaves a thing as it is."""

    quantities: Mapping[int, int] = field(default_factory=dict)
    additions: tuple[LineDraft, ...] = ()
    """Lines at a quote of now; their `group` is the key of a delivery group that the order has, or of a new one."""
    groups: tuple[GroupDraft, ...] = ()
    """Delivery groups of the additions that the order has not."""
    charges: tuple[ChargeDraft, ...] = ()
    """What the delivery of the additions costs."""
    backorders: frozenset[tuple[int, int]] = frozenset()
    """Variants and locations of the additions that may be promised before they are there."""
    quote_digest: str | None = None
    """The quote of the additions, for the history."""
    shipping_address: Address | None = None


def edit_order(
    tx: Tx, *, order_id: int, edit: OrderEdit, version: int | None = None, reason: str | None = None
) -> ChangedOrder:
    """Edit an order; `version` is the one that the edit is about, where that matters; `reason` is for the audit log.

    Raises `DomainError`: `NOT_FOUND`, `CANCELLED`, `CONFLICT` (it has another version), `INVALID`,
    `ALREADY_FULFILLED` (more pieces would go than are free), `WOULD_BE_EMPTY` (cancel it instead),
    `DESTINATION_CHANGED`, `OUT_OF_STOCK`; and `UnsoundOrderError` for lines that do not add up. Nothing is added to
    an order of which all has left: `ALREADY_FULFILLED`.
    """
    order = lock_order(tx, order_id=order_id)
    if order.cancelled_at is not None:
        raise DomainError("CANCELLED", "The order was cancelled.", field=("order_id",))
    if version is not None and version != order.version:
        raise DomainError("CONFLICT", "The order was changed in the meantime.", field=("version",))
    taken = _taken(order, edit)
    _take_out(tx, order, taken)
    _add(tx, order, edit)
    if edit.shipping_address is not None:
        _send_elsewhere(tx, order, edit.shipping_address)
    _drop_charges(tx, order_id)
    total = current_total(get_order(tx, order_id=order_id))
    order = store_changes(tx, order_id=order_id, current_total=total.minor, edited=True)
    write_history(
        tx,
        order_id=order_id,
        kind="edited",
        reason=reason,
        taken_out=sorted(taken.items()),
        added=[_told(line) for line in edit.additions],
        quote=edit.quote_digest,
        address_changed=edit.shipping_address is not None,
        current_total=total.minor,
    )
    tx.emit(OrderEdited(order_id=order_id, current_total=total.minor, currency=order.currency))
    operations = give_back_excess(tx, order)
    return ChangedOrder(order=settle_order(tx, order_id=order_id), operations=operations)


def _taken(order: OrderRecord, edit: OrderEdit) -> dict[int, int]:
    """Return how many pieces go, by line."""
    taken: dict[int, int] = {}
    for line_id, left in edit.quantities.items():
        line = order.line_by_id.get(line_id)
        if line is None:
            raise DomainError("NOT_FOUND", "The order has no such line.", field=("quantities",))
        if not 0 <= left <= line.current_quantity:
            raise DomainError(
                "INVALID", "A line can only become smaller; add another for more.", field=("quantities",)
            )
        if left < line.current_quantity:
            taken[line_id] = line.current_quantity - left
    if not taken and not edit.additions and edit.shipping_address is None:
        raise DomainError("INVALID", "Nothing would change.", field=("edit",))
    left_in_all = sum(line.current_quantity for line in order.lines) - sum(taken.values())
    if left_in_all <= 0 and not edit.additions:
        raise DomainError("WOULD_BE_EMPTY", "Nothing would be left: cancel the order.", field=("quantities",))
    return taken


def _take_out(tx: Tx, order: OrderRecord, taken: Mapping[int, int]) -> None:
    demands: list[Demand] = []
    for line_id, quantity in taken.items():
        line = order.line_by_id[line_id]
        left = quantity
        for source in line.sources:
            pieces = min(left, order.free_pieces(line_id, at=source.location_id))
            if pieces > 0:
                left -= pieces
                take_from_source(tx, order, line_id=line_id, location_id=source.location_id, quantity=pieces)
                if line.stock_counted:
                    demands.append(
                        Demand(variant_id=line.variant_id, location_id=source.location_id, quantity=pieces)
                    )
        if left and line.requires_shipping:
            raise DomainError(
                "ALREADY_FULFILLED", "So many pieces are not free any more.", field=("quantities",)
            )
        tx.execute(_SHRINK, {"of_line": line_id, "left": line.current_quantity - quantity})
    if demands:
        release_allocations(tx, owner=order.owner, demands=demands)


def _told(line: LineDraft) -> dict[str, str | int]:
    return {"key": line.key, "variant_id": line.variant_id, "quantity": line.quantity}


def check_open(order: OrderRecord) -> None:
    """Raise `DomainError` with `CANCELLED` or `ALREADY_FULFILLED` for an order that nothing is added to any more."""
    if order.cancelled_at is not None:
        raise DomainError("CANCELLED", "The order was cancelled.", field=("order_id",))
    if order.fulfillment_status is FulfillmentStatus.FULFILLED:
        raise DomainError(
            "ALREADY_FULFILLED", "All of the order has left: make another one.", field=("order_id",)
        )


def _add(tx: Tx, order: OrderRecord, edit: OrderEdit) -> None:
    additions = edit.additions
    if not additions:
        return
    check_open(order)
    _check_additions(order, edit)
    groups = {group.key: group.group_id for group in order.groups}
    if edit.groups:
        groups |= insert_groups(tx, edit.groups, order_id=order.order_id)
    # Never at the order's own moment, by which the lines that it was placed with are known.
    at = max(tx.clock.now(), order.placed_at + _A_MOMENT)
    insert_lines(tx, additions, order_id=order.order_id, groups=groups, at=at)
    insert_charges(tx, edit.charges, order_id=order.order_id, groups=groups, added_at=at)
    _send_first(tx, order, edit.groups)
    demands = [
        Demand(
            variant_id=line.variant_id,
            location_id=source.location_id,
            quantity=source.quantity,
            backorder=(line.variant_id, source.location_id) in edit.backorders,
        )
        for line in additions
        if line.stock_counted
        for source in line.sources
    ]
    if demands:
        allocate(tx, owner=order.owner, demands=demands)


def _check_additions(order: OrderRecord, edit: OrderEdit) -> None:
    keys = {line.key for line in order.lines}
    groups = {group.key for group in order.groups} | {group.key for group in edit.groups}
    includes_tax = order.quote.includes_tax
    if len(order.lines) + len(edit.additions) > MOST_LINES:
        raise DomainError("INVALID", f"An order has at most {MOST_LINES} lines.", field=("additions",))
    for line in edit.additions:
        if line.key in keys:
            raise DomainError("CONFLICT", "The order has a line with that key.", field=("additions",))
        check_line(line, groups=groups, includes_tax=includes_tax, currency=order.currency)
    for charge in edit.charges:
        check_amounts(charge.key, charge.amounts, includes_tax=includes_tax)


def _send_first(tx: Tx, order: OrderRecord, groups: tuple[GroupDraft, ...]) -> None:
    """Give an order of which nothing was to be sent the address of the first thing that is."""
    address = next((group.address for group in groups if group.address is not None), None)
    if order.shipping_address is None and address is not None:
        text = codec.pack_address(address)
        tx.execute(update(ORDERS).where(ORDERS.c.id == order.order_id).values(shipping_address=text))


def _send_elsewhere(tx: Tx, order: OrderRecord, address: Address) -> None:
    found, faults = check_address(address, whole=True)
    if faults:
        raise DomainError("INVALID", faults[0].message, field=("shipping_address", faults[0].field))
    before = order.shipping_address
    if before is None:
        raise DomainError("INVALID", "Nothing of the order is sent.", field=("shipping_address",))
    if (found.country_code, found.province_code) != (before.country_code, before.province_code):
        raise DomainError(
            "DESTINATION_CHANGED",
            "Tax and delivery were quoted for another country or region.",
            field=("shipping_address",),
        )
    travelling = {group.group_id for group in order.groups if group.method.travels}
    if any(each.state.gone and each.group_id in travelling for each in order.fulfillments):
        raise DomainError(
            "ALREADY_FULFILLED", "Something has left for the address.", field=("shipping_address",)
        )
    text = codec.pack_address(found)
    tx.execute(update(ORDERS).where(ORDERS.c.id == order.order_id).values(shipping_address=text))
    for group in order.groups:
        if group.method.travels and group.address == before:
            tx.execute(update(GROUPS).where(GROUPS.c.id == group.group_id).values(address=text))


def _drop_charges(tx: Tx, order_id: int) -> None:
    order = get_order(tx, order_id=order_id)
    filled = {line.group_id for line in order.lines if line.current_quantity}
    for charge in order.charges:
        if charge.group_id is not None and charge.group_id not in filled and not charge.dropped:
            tx.execute(update(CHARGES).where(CHARGES.c.id == charge.charge_id).values(dropped=True))
