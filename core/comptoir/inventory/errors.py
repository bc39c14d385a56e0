"""Refusals of inventory that callers act upon."""

from datetime import datetime

from comptoir.errors import DomainError
from comptoir.inventory.promises import Owner


class OutOfStockError(DomainError):
    """`OUT_OF_STOCK`: a location has fewer pieces of a variant than are asked for.

    `field` is `("variants", "<number>")`; the attributes say what is there, for a warning or another plan.
    """

    def __init__(self, *, variant_id: int, location_id: int, wanted: int, available: int) -> None:
        super().__init__(
            "OUT_OF_STOCK",
            f"{wanted} are asked for and {available} are there",
            field=("variants", str(variant_id)),
        )
        self.variant_id = variant_id
        self.location_id = location_id
        self.wanted = wanted
        self.available = available


def hold_limit(cap: int) -> DomainError:
    """Return the refusal of more pieces than one shopper may have set aside at a time."""
    return DomainError("HOLD_LIMIT", f"one shopper can have {cap} pieces set aside at a time")


def hold_expired(owner: Owner, *, at: datetime | None = None) -> DomainError:
    """Return the refusal to use a hold that is not there, or not whole, any more."""
    moment = f" at {at:%H:%M} UTC" if at else ""
    return DomainError("HOLD_EXPIRED", f"what was set aside for this {owner.kind} has expired{moment}")


def not_allocated(owner: Owner, *, wanted: int, allocated: int) -> DomainError:
    """Return the refusal to hand out, move or let go of more than an owner has."""
    return DomainError(
        "NOT_ALLOCATED",
        f"{wanted} are asked for and {allocated} are allocated to this {owner.kind}",
        field=("quantity",),
    )
