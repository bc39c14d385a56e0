"""Stock levels in the staff schema."""

from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.ids import gid, numeric_id
from comptoir.inventory.editing.levels import adjust, count, find_levels
from comptoir.staff.graphql import Permission, StaffPayload, change, change_once, read_together, requires

_READ = Permission.STOCK_READ
_WRITE = Permission.STOCK_WRITE


@requires(_READ)
@strawberry.type(description="What a location has of a variant, and what of it is promised; pieces.")
class InventoryLevel:
    """What a location has of a variant."""

    location: str = strawberry.field(description="The handle of the location.")
    on_hand: int
    held: int = strawberry.field(description="Held for checkouts, reservations and fitting rooms.")
    allocated: int = strawberry.field(description="Promised to orders.")
    available: int
    backordered: int
    shortage: int = strawberry.field(description="Promised, and found missing when it was counted.")

    @strawberry.field
    def variant_id(self: Any) -> strawberry.ID:
        """Return the id of the variant."""
        return strawberry.ID(gid("ProductVariant", self.variant_id))


@strawberry.input(description="How many pieces of a variant were counted.")
class StockCountInput:
    """How many pieces were counted."""

    variant_id: strawberry.ID
    on_hand: int


@requires(_WRITE)
@strawberry.type(description="A change to stock.")
class StockPayload(StaffPayload):
    """A change to stock."""

    @strawberry.field(graphql_type=list[InventoryLevel] | None)
    def levels(self: Any) -> Any:
        """Return the levels of the variants."""
        return self.value


@strawberry.type
class VariantStaffLevels:
    """What the inventory adds to variants of the staff schema."""

    @requires(_READ)
    @strawberry.field(
        graphql_type=list[InventoryLevel], description="Its stock at every location that had it."
    )
    async def levels(self: Any, info: Info) -> Any:
        """Return the levels of a variant."""
        return await read_together(info, find_levels, key=self.number, of=lambda level: level.variant_id)


@requires(_WRITE)
@strawberry.type
class LevelStaffMutations:
    """Changing stock levels."""

    @strawberry.mutation(
        graphql_type=StockPayload, description="Add pieces to a location, or take such as are not promised."
    )
    async def stock_adjust(
        self,
        info: Info,
        variant_id: strawberry.ID,
        location: str,
        by: int,
        reason: str | None = None,
        idempotency_key: str | None = None,
    ) -> Any:
        """Adjust a level."""
        return await change_once(
            info,
            idempotency_key,
            adjust,
            variant=numeric_id(variant_id, "ProductVariant"),
            location=location,
            by=by,
            reason=reason,
        )

    @strawberry.mutation(graphql_type=StockPayload, description="Make what is on hand what was counted.")
    async def stock_count(
        self, info: Info, location: str, counts: list[StockCountInput], reason: str | None = None
    ) -> Any:
        """Count stock."""
        counted = {numeric_id(each.variant_id, "ProductVariant"): each.on_hand for each in counts}
        return await change(info, count, location=location, counts=counted, reason=reason)
