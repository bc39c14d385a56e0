"""Fulfilling, editing and cancelling orders in the staff schema."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.mutation import Outcome
from comptoir.graphql.scalars import DateTime
from comptoir.graphql.user_errors import UserErrorRecord
from comptoir.ids import numeric_id
from comptoir.orders.commands.cancel import ChangedOrder, cancel_order
from comptoir.orders.commands.edit import OrderEdit, edit_order
from comptoir.orders.commands.leave import deliver_fulfillment, hand_over, set_tracking, ship_fulfillment
from comptoir.orders.commands.open import open_fulfillment
from comptoir.orders.commands.prepare import (
    give_up_fulfillment,
    make_ready,
    pack_fulfillment,
    pick_fulfillment,
)
from comptoir.orders.commands.resource import resource_line
from comptoir.orders.commands.settle import Operations, begin_captures, settle_order
from comptoir.orders.graphql.staff.inputs import (
    FulfillmentTrackingInput,
    OrderAddressInput,
    OrderPiecesInput,
    read_address,
    read_pieces,
    read_tracking,
)
from comptoir.orders.graphql.staff.types import StaffFulfillment, StaffOrder
from comptoir.orders.numbering import change_numbering
from comptoir.orders.queries import get_order
from comptoir.orders.records import FulfillmentRecord, OrderRecord, Tracking
from comptoir.orders.states import CancelReason
from comptoir.payments.taking import send_operation
from comptoir.staff.graphql import Permission, StaffPayload, change, requires


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change."""

    order: OrderRecord | None
    fulfillment: FulfillmentRecord | None
    user_errors: list[UserErrorRecord]


@requires(Permission.ORDERS_READ)
@strawberry.type(description="What came of a change to an order.")
class StaffOrderPayload(StaffPayload):
    """What came of a change to an order."""

    order: StaffOrder | None
    fulfillment: StaffFulfillment | None = strawberry.field(description="The fulfillment that was changed.")


@requires(Permission.STAFF_READ)
@strawberry.type(description="What came of saying how orders are numbered.")
class OrderNumberingPayload(StaffPayload):
    """What came of saying how orders are numbered."""


async def _step(
    info: Info, command: Callable[..., FulfillmentRecord], ident: str, **arguments: Any
) -> Changed:
    """Take a step of a fulfillment; answer with its order."""
    number = numeric_id(ident, "Fulfillment")
    return await _fulfilled(info, await change(info, command, fulfillment_id=number, **arguments))


async def _fulfilled(info: Info, outcome: Outcome[FulfillmentRecord]) -> Changed:
    if outcome.value is None:
        return Changed(None, None, outcome.user_errors)
    order = await info.context.shop.db.read(get_order, order_id=outcome.value.order_id)
    return Changed(order, outcome.value, [])


async def _paid(info: Info, order_id: int, operations: Operations) -> Changed:
    """Send what was begun to its providers, and answer with the order as it then is.

    What gets no answer now is sent again by the recovery of payments.
    """
    shop = info.context.shop
    for operation in operations:
        await send_operation(shop, operation)
    return Changed(await shop.db.write(settle_order, order_id=order_id), None, [])


async def _changed(info: Info, outcome: Outcome[ChangedOrder]) -> Changed:
    if outcome.value is None:
        return Changed(None, None, outcome.user_errors)
    return await _paid(info, outcome.value.order.order_id, outcome.value.operations)


@requires(Permission.ORDERS_FULFILL)
@strawberry.type
class FulfillmentStaffMutations:
    """How goods reach the buyer."""

    @strawberry.mutation(
        graphql_type=StaffOrderPayload,
        description="Begin to work on pieces that a location is to give: of a delivery group all, if none are named.",
    )
    async def fulfillment_open(
        self,
        info: Info,
        order_id: strawberry.ID,
        location_id: strawberry.ID,
        group_id: strawberry.ID | None = None,
        pieces: list[OrderPiecesInput] | None = None,
    ) -> Changed:
        """Open a fulfillment."""
        outcome = await change(
            info,
            open_fulfillment,
            order_id=numeric_id(order_id, "Order"),
            location_id=numeric_id(location_id, "Location"),
            group_id=None if group_id is None else numeric_id(group_id, "OrderDeliveryGroup"),
            pieces=read_pieces(pieces),
        )
        return await _fulfilled(info, outcome)

    @strawberry.mutation(
        graphql_type=StaffOrderPayload, description="The pieces were taken from their shelves."
    )
    async def fulfillment_pick(self, info: Info, id: strawberry.ID) -> Changed:
        """Pick."""
        return await _step(info, pick_fulfillment, id)

    @strawberry.mutation(graphql_type=StaffOrderPayload, description="The pieces were packed, to be sent.")
    async def fulfillment_pack(self, info: Info, id: strawberry.ID) -> Changed:
        """Pack."""
        return await _step(info, pack_fulfillment, id)

    @strawberry.mutation(graphql_type=StaffOrderPayload, description="The pieces wait for the buyer.")
    async def fulfillment_ready(self, info: Info, id: strawberry.ID) -> Changed:
        """Lay out for the buyer."""
        return await _step(info, make_ready, id)

    @strawberry.mutation(
        graphql_type=StaffOrderPayload, description="The pieces leave for the buyer's address."
    )
    async def fulfillment_ship(
        self, info: Info, id: strawberry.ID, tracking: FulfillmentTrackingInput | None = None
    ) -> Changed:
        """Ship."""
        return await _step(info, ship_fulfillment, id, tracking=read_tracking(tracking))

    @strawberry.mutation(graphql_type=StaffOrderPayload, description="Say where a parcel can be followed.")
    async def fulfillment_track(
        self, info: Info, id: strawberry.ID, tracking: FulfillmentTrackingInput
    ) -> Changed:
        """Say where a parcel can be followed."""
        return await _step(info, set_tracking, id, tracking=read_tracking(tracking) or Tracking())

    @strawberry.mutation(
        graphql_type=StaffOrderPayload, description="The pieces arrived, now or at that moment."
    )
    async def fulfillment_deliver(self, info: Info, id: strawberry.ID, at: DateTime | None = None) -> Changed:
        """Say that it arrived."""
        return await _step(info, deliver_fulfillment, id, at=at)

    @strawberry.mutation(graphql_type=StaffOrderPayload, description="The buyer is given the pieces.")
    async def fulfillment_hand_over(self, info: Info, id: strawberry.ID) -> Changed:
        """Hand over."""
        return await _step(info, hand_over, id)

    @strawberry.mutation(
        graphql_type=StaffOrderPayload, description="Give the work up; the pieces wait to be fulfilled again."
    )
    async def fulfillment_give_up(self, info: Info, id: strawberry.ID) -> Changed:
        """Give up."""
        return await _step(info, give_up_fulfillment, id)

    @strawberry.mutation(
        graphql_type=StaffOrderPayload,
        description="Have pieces of a line come from another location, at the same price.",
    )
    async def order_line_resource(
        self,
        info: Info,
        order_id: strawberry.ID,
        line_id: strawberry.ID,
        from_location_id: strawberry.ID,
        to_location_id: strawberry.ID,
        quantity: int,
        reason: str | None = None,
    ) -> Changed:
        """Have a line come from elsewhere."""
        outcome = await change(
            info,
            resource_line,
            order_id=numeric_id(order_id, "Order"),
            line_id=numeric_id(line_id, "LineItem"),
            from_location=numeric_id(from_location_id, "Location"),
            to_location=numeric_id(to_location_id, "Location"),
            quantity=quantity,
            reason=reason,
        )
        return Changed(outcome.value, None, outcome.user_errors)


@requires(Permission.ORDERS_WRITE)
@strawberry.type
class OrderStaffMutations:
    """Editing and cancelling orders."""

    @strawberry.mutation(
        graphql_type=StaffOrderPayload,
        description="Cancel an order of which nothing has left; what was paid goes back.",
    )
    async def order_cancel(
        self, info: Info, id: strawberry.ID, reason: CancelReason, note: str | None = None
    ) -> Changed:
        """Cancel an order."""
        outcome = await change(info, cancel_order, order_id=numeric_id(id, "Order"), reason=reason, note=note)
        return await _changed(info, outcome)

    @strawberry.mutation(
        graphql_type=StaffOrderPayload,
        description="Take pieces out of an order (`quantities` are those left), or send it elsewhere in its country; "
        "what it no longer costs goes back.",
    )
    async def order_edit(
        self,
        info: Info,
        id: strawberry.ID,
        quantities: list[OrderPiecesInput] | None = None,
        shipping_address: OrderAddressInput | None = None,
        version: int | None = None,
        reason: str | None = None,
    ) -> Changed:
        """Edit an order."""
        wanted = OrderEdit(
            quantities=read_pieces(quantities) or {}, shipping_address=read_address(shipping_address)
        )
        outcome = await change(
            info,
            edit_order,
            order_id=numeric_id(id, "Order"),
            edit=wanted,
            version=version,
            reason=reason,
        )
        return await _changed(info, outcome)

    @requires(Permission.PAYMENTS_WRITE)
    @strawberry.mutation(
        graphql_type=StaffOrderPayload,
        description="Take what is set aside, up to what is still to be paid.",
    )
    async def order_capture(self, info: Info, id: strawberry.ID) -> Changed:
        """Capture what is set aside."""
        number = numeric_id(id, "Order")
        outcome = await change(info, begin_captures, order_id=number)
        if outcome.value is None:
            return Changed(None, None, outcome.user_errors)
        return await _paid(info, number, outcome.value)

    @requires(Permission.STAFF_WRITE)
    @strawberry.mutation(
        graphql_type=OrderNumberingPayload,
        description="Say how orders are numbered from now on: #1001 has the prefix #.",
    )
    async def order_numbering_set(
        self, info: Info, prefix: str, suffix: str = "", next_number: int | None = None
    ) -> Outcome[None]:
        """Say how orders are numbered."""
        return await change(info, change_numbering, prefix=prefix, suffix=suffix, next_number=next_number)
