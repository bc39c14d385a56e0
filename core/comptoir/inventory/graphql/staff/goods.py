"""Goods in the staff schema: receiving, transferring, shortages, movements, promises."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.scalars import DateTime
from comptoir.ids import gid, numeric_id
from comptoir.inventory.editing.goods import (
    find_missing,
    find_moved,
    find_promises,
    receive_goods,
    sell_ahead,
    sell_ahead_no_more,
    transfer_goods,
)
from comptoir.inventory.graphql.staff.level import StockPayload
from comptoir.inventory.graphql.staff.location import parse_day
from comptoir.staff.graphql import Permission, StaffPayload, change, change_once, requires

_READ = Permission.STOCK_READ
_WRITE = Permission.STOCK_WRITE
_PAGE = 50


@strawberry.input(description="How many pieces of a variant come or go.")
class StockQuantityInput:
    """How many pieces of a variant come or go."""

    variant_id: strawberry.ID
    quantity: int


@requires(_READ)
@strawberry.type(description="Pieces that came to a location, or left it.")
class StockMovement:
    """Pieces that came to a location, or left it."""

    location: str = strawberry.field(description="The handle of the location.")

    @strawberry.field
    def id(self: Any) -> strawberry.ID:
        """Return the global id."""
        return strawberry.ID(gid("StockMovement", self.movement.id))

    @strawberry.field(description="Below zero for pieces that left.")
    def quantity(self: Any) -> int:
        """Return how many pieces."""
        return int(self.movement.quantity)

    @strawberry.field(description="What was on hand then.")
    def balance(self: Any) -> int:
        """Return what was on hand then."""
        return int(self.movement.balance)

    @strawberry.field(description="Such as received, counted, shipped.")
    def reason(self: Any) -> str:
        """Return why they moved."""
        return str(self.movement.reason)

    @strawberry.field(description="What for, such as an order or a delivery note.")
    def reference(self: Any) -> str:
        """Return what for."""
        return str(self.movement.reference)

    @strawberry.field
    def note(self: Any) -> str:
        """Return what somebody noted."""
        return str(self.movement.note)

    @strawberry.field(description="Who did it: staff, customer, device, visitor or system.")
    def actor(self: Any) -> str:
        """Return the kind of actor."""
        return str(self.movement.actor_kind)

    @strawberry.field(graphql_type=DateTime)
    def moved_at(self: Any) -> Any:
        """Return when they moved."""
        return self.movement.moved_at


@requires(_READ)
@strawberry.type(description="Pieces that are promised: held for a while, or allocated.")
class StockPromise:
    """Pieces that are promised."""

    kind: str = strawberry.field(
        description="What they are promised to: checkout, reservation, service, order."
    )
    reference: str | None = strawberry.field(description="Which one; null where that is its secret.")
    location: str = strawberry.field(description="The handle of the location.")
    quantity: int
    since: DateTime
    expires_at: DateTime | None = strawberry.field(description="When a hold ends; null when allocated.")


@requires(_READ)
@strawberry.type(description="What is promised, and was found missing when it was counted.")
class StockShortage:
    """What was found missing."""

    location: str = strawberry.field(description="The handle of the location.")
    missing: int
    on_hand: int
    promised: int

    @strawberry.field
    def variant_id(self: Any) -> strawberry.ID:
        """Return the id of the variant."""
        return strawberry.ID(gid("ProductVariant", self.variant_id))


@requires(_READ)
@strawberry.type(name="Preorder", description="That a variant is sold before it comes.")
class StaffPreorder:
    """That a variant is sold before it comes."""

    most: int | None = strawberry.field(description="How many pieces are sold so; null for any number.")

    @strawberry.field(description="The day on which it is expected, as YYYY-MM-DD.")
    def available_on(self: Any) -> str:
        """Return the day."""
        return str(self.available_on.isoformat())


@requires(_WRITE)
@strawberry.type(description="A change to a preorder.")
class PreorderPayload(StaffPayload):
    """A change to a preorder."""

    @strawberry.field(graphql_type=StaffPreorder | None)
    def preorder(self: Any) -> Any:
        """Return the preorder."""
        return self.value


@requires(_READ)
@strawberry.type
class GoodsStaffQueries:
    """Reading what is short, what moved and what is promised."""

    @strawberry.field(graphql_type=list[StockShortage], description="All shortages, by location.")
    async def stock_shortages(self, info: Info) -> Any:
        """Return all shortages."""
        return await info.context.shop.db.read(find_missing)

    @strawberry.field(
        graphql_type=list[StockMovement],
        description="What moved of a variant, the newest first; `before` is the id of the last one seen.",
    )
    async def stock_movements(
        self, info: Info, variant_id: strawberry.ID, first: int = _PAGE, before: strawberry.ID | None = None
    ) -> Any:
        """Return what moved of a variant."""
        return await info.context.shop.db.read(
            find_moved,
            variant=numeric_id(variant_id, "ProductVariant"),
            count=first,
            before=None if before is None else numeric_id(before, "StockMovement"),
        )

    @strawberry.field(
        graphql_type=list[StockPromise], description="What a variant is promised to: holds, then allocations."
    )
    async def stock_promises(self, info: Info, variant_id: strawberry.ID) -> Any:
        """Return what a variant is promised to."""
        variant = numeric_id(variant_id, "ProductVariant")
        return await info.context.shop.db.read(find_promises, variant=variant)


@requires(_WRITE)
@strawberry.type
class GoodsStaffMutations:
    """Receiving and transferring goods."""

    @strawberry.mutation(graphql_type=StockPayload, description="Take goods in at a location.")
    async def stock_receive(
        self,
        info: Info,
        location: str,
        quantities: list[StockQuantityInput],
        reference: str = "",
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Receive goods."""
        return await change_once(
            info,
            idempotency_key,
            receive_goods,
            location=location,
            quantities=_by_variant(quantities),
            reference=reference,
            reason=reason,
        )

    @strawberry.mutation(
        graphql_type=StockPayload, description="Bring goods that are not promised to another location."
    )
    async def stock_transfer(
        self,
        info: Info,
        from_location: str,
        to_location: str,
        quantities: list[StockQuantityInput],
        reference: str = "",
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Transfer goods."""
        return await change_once(
            info,
            idempotency_key,
            transfer_goods,
            from_location=from_location,
            to_location=to_location,
            quantities=_by_variant(quantities),
            reference=reference,
            reason=reason,
        )


@requires(_WRITE)
@strawberry.type
class PreorderStaffMutations:
    """Selling variants before they come."""

    @strawberry.mutation(
        graphql_type=PreorderPayload,
        description="Sell a variant before it comes, from `availableOn` (YYYY-MM-DD) on; `most` bounds the pieces.",
    )
    async def preorder_set(
        self,
        info: Info,
        variant_id: strawberry.ID,
        available_on: str,
        most: int | None = None,
        reason: str | None = None,
    ) -> Any:
        """Let a variant be sold ahead."""
        variant = numeric_id(variant_id, "ProductVariant")
        day = parse_day(available_on)
        return await change(info, sell_ahead, variant=variant, available_on=day, most=most, reason=reason)

    @strawberry.mutation(
        graphql_type=PreorderPayload, description="Sell a variant only as long as it is there; promises stay."
    )
    async def preorder_end(self, info: Info, variant_id: strawberry.ID, reason: str | None = None) -> Any:
        """Let a variant be sold ahead no more."""
        variant = numeric_id(variant_id, "ProductVariant")
        return await change(info, sell_ahead_no_more, variant=variant, reason=reason)


def _by_variant(quantities: list[StockQuantityInput]) -> dict[int, int]:
    """Return quantities by variant number; of a variant that is named twice, the last one counts."""
    return {numeric_id(each.variant_id, "ProductVariant"): each.quantity for each in quantities}
