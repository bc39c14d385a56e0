"""What stock is promised to: owners, what they ask for, and the holds and allocations that they have."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from comptoir.errors import DomainError
from comptoir.principal import Owner

__all__ = ["MOST_PIECES", "Allocation", "Demand", "Hold", "Owner", "Place", "summed"]

MOST_PIECES = 1_000_000
"""Of one variant in one demand."""

Place = tuple[int, int]
"""A variant's number and a location's: in this order all rows are locked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """So many pieces of a variant from a location; with `backorder`, also such as are not there yet.

    Demands are for variants whose stock is counted. Whether one may be sold on back order is for the caller
    to know: `VariantRecord.backorder`.
    """

    variant_id: int
    location_id: int
    quantity: int
    backorder: bool = False

    @property
    def place(self) -> Place:
        """The level it draws on."""
        return self.variant_id, self.location_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Pieces set aside for an owner until a moment."""

    id: int
    owner: Owner
    variant_id: int
    location_id: int
    quantity: int
    shopper: str | None
    placed_at: datetime
    expires_at: datetime

    @property
    def place(self) -> Place:
        """The level it draws on."""
        return self.variant_id, self.location_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Pieces that belong to an owner until they are handed out or let go."""

    owner: Owner
    variant_id: int
    location_id: int
    quantity: int

    @property
    def place(self) -> Place:
        """The level it draws on."""
        return self.variant_id, self.location_id


def summed(demands: Iterable[Demand]) -> dict[Place, Demand]:
    """Return demands by place, in the order in which rows are locked, those for the same place added up.

    Raises `DomainError` with `INVALID` for none at all, or a quantity below one or above a million.
    """
    found: dict[Place, Demand] = {}
    for demand in demands:
        before = found.get(demand.place)
        quantity = demand.quantity + (before.quantity if before else 0)
        if demand.quantity < 1 or quantity > MOST_PIECES:
            raise DomainError(
                "INVALID", f"a demand is for 1 to {MOST_PIECES} pieces of a variant", field=("quantity",)
            )
        found[demand.place] = Demand(
            variant_id=demand.variant_id,
            location_id=demand.location_id,
            quantity=quantity,
            backorder=demand.backorder and (before is None or before.backorder),
        )
    if not found:
        raise DomainError("INVALID", "nothing is asked for", field=("demands",))
    return dict(sorted(found.items()))
