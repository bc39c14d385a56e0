"""Stock levels as staff see and change them. Movements tell the details; the audit log tells who changed what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from comptoir.catalog.models import VARIANT
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.inventory.levels import adjust_level, find_location
from comptoir.inventory.models import LEVEL, LOCATION
from comptoir.inventory.movements import count_stock
from comptoir.staff.audit import recording

MOST_LEVELS = 1_000
"""Levels in one change; more of them come by import."""

_VARIANTS = select(VARIANT.c.id).where(VARIANT.c.id.in_(bindparam("variants", expanding=True)))
_LEVELS = (
    select(LEVEL, LOCATION.c.handle)
    .join(LOCATION, LOCATION.c.id == LEVEL.c.location_id)
    .where(LEVEL.c.variant_id.in_(bindparam("variants", expanding=True)))
    .order_by(LEVEL.c.variant_id, LOCATION.c.position, LOCATION.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What a location has of a variant, and what of it is promised; pieces."""

    variant_id: int
    location_id: int
    location: str
    """The handle of the location."""
    on_hand: int
    held: int
    allocated: int
    available: int
    backordered: int
    shortage: int


def find_levels(tx: ReadTx, variants: Sequence[int]) -> list[Level]:
    """Return the levels of variants at all locations that ever had them, closed ones too."""
    return [
        Level(
            variant_id=row.variant_id,
            location_id=row.location_id,
            location=row.handle,
            on_hand=row.on_hand,
            held=row.held,
            allocated=row.allocated,
            available=row.available,
            backordered=row.backordered,
            shortage=row.shortage,
        )
        for row in tx.all(_LEVELS, {"variants": list(variants)})
    ]


def adjust(tx: Tx, *, variant: int, location: str, by: int, reason: str | None = None) -> list[Level]:
    """Add pieces to a location or take such as are not promised; return the variant's levels.

    Raises `DomainError` as `adjust_level` does, or `NOT_FOUND`.
    """
    require_variants(tx, [variant])
    with _recording(tx, "stock.adjusted", [variant], location, reason):
        adjust_level(tx, location=location, variant_id=variant, by=by, note=reason or "")
    return find_levels(tx, [variant])


def count(tx: Tx, *, location: str, counts: Mapping[int, int], reason: str | None = None) -> list[Level]:
    """Make what is on hand what was counted; return the levels of the variants.

    A count below what is promised is recorded as a shortage. Raises `DomainError` as `count_stock` does,
    or `NOT_FOUND`, `TOO_MANY`.
    """
    if len(counts) > MOST_LEVELS:
        raise DomainError("TOO_MANY", f"at most {MOST_LEVELS} counts at once", field=("counts",))
    variants = sorted(counts)
    require_variants(tx, variants)
    number = find_location(tx, handle=location)
    with _recording(tx, "stock.counted", variants, location, reason):
        count_stock(tx, location_id=number, counts=counts, note=reason or "")
    return find_levels(tx, variants)


def _recording(tx: Tx, action: str, variants: Sequence[int], location: str, reason: str | None) -> Any:
    def state() -> Mapping[str, int]:
        return {
            gid("ProductVariant", level.variant_id): level.on_hand
            for level in find_levels(tx, variants)
            if level.location == location
        }

    return recording(tx, action=action, subject=location, state=state, reason=reason)


def require_variants(tx: ReadTx, variants: Sequence[int]) -> None:
    """Raise `DomainError` with `NOT_FOUND` where one of the variants does not exist."""
    known = {row.id for row in tx.all(_VARIANTS, {"variants": list(variants)})}
    missing = [variant for variant in variants if variant not in known]
    if missing:
        raise DomainError("NOT_FOUND", f"there is no variant {missing[0]}", field=("variant_id",))
