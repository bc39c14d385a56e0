"""Goods as staff see and move them: received, transferred, short; and what stock is promised to."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.inventory.editing.levels import MOST_LEVELS, Level, find_levels, require_variants
from comptoir.inventory.levels import find_location
from comptoir.inventory.models import ALLOCATION, HOLD, LOCATION
from comptoir.inventory.movements import Movement, find_movements, receive, shortages, transfer
from comptoir.inventory.preorders import Preorder, end_preorder, lookup_preorder, set_preorder
from comptoir.staff.audit import recording

_SECRET = frozenset({"checkout", "cart"})
"""Kinds of owners whose names open something; staff see the kind alone."""
_HANDLES = select(LOCATION.c.id, LOCATION.c.handle)
_HOLDS = (
    select(HOLD, LOCATION.c.handle)
    .join(LOCATION, LOCATION.c.id == HOLD.c.location_id)
    .where(HOLD.c.variant_id == bindparam("variant"))
    .order_by(HOLD.c.expires_at, HOLD.c.id)
)
_ALLOCATIONS = (
    select(ALLOCATION, LOCATION.c.handle)
    .join(LOCATION, LOCATION.c.id == ALLOCATION.c.location_id)
    .where(ALLOCATION.c.variant_id == bindparam("variant"))
    .order_by(ALLOCATION.c.allocated_at, ALLOCATION.c.id)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Pieces of a variant that are promised: `reference` names to whom, where that is no secret."""

    kind: str
    reference: str | None
    location: str
    quantity: int
    since: datetime
    expires_at: datetime | None
    """When a hold ends; none for what is allocated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """A shortage by the names that staff know."""

    variant_id: int
    location: str
    missing: int
    on_hand: int
    promised: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A movement, with the handle of its location; its number where that is gone."""

    movement: Movement
    location: str


def receive_goods(
    tx: Tx, *, location: str, quantities: Mapping[int, int], reference: str = "", reason: str | None = None
) -> list[Level]:
    """Take goods in at a location; return the levels of the variants. Raises `DomainError` as `receive` does."""
    variants = _checked(tx, quantities)
    number = find_location(tx, handle=location)
    with _recording(tx, "stock.received", variants, location, reason):
        receive(tx, location_id=number, quantities=quantities, reference=reference, note=reason or "")
    return find_levels(tx, variants=variants)


def transfer_goods(
    tx: Tx,
    *,
    from_location: str,
    to_location: str,
    quantities: Mapping[int, int],
    reference: str = "",
    reason: str | None = None,
) -> list[Level]:
    """Bring goods that are not promised elsewhere; return the levels of the variants.

    Raises `DomainError` as `transfer` does.
    """
    variants = _checked(tx, quantities)
    source, target = find_location(tx, handle=from_location), find_location(tx, handle=to_location)
    with _recording(tx, "stock.transferred", variants, f"{from_location} to {to_location}", reason):
        transfer(
            tx,
            from_location=source,
            to_location=target,
            quantities=quantities,
            reference=reference,
            note=reason or "",
        )
    return find_levels(tx, variants=variants)


def sell_ahead(
    tx: Tx, *, variant: int, available_on: date, most: int | None = None, reason: str | None = None
) -> Preorder | None:
    """Let a variant be sold before it comes. Raises `DomainError` as `set_preorder` does, or `NOT_FOUND`."""
    require_variants(tx, [variant])
    wanted = Preorder(variant_id=variant, available_on=available_on, most=most)
    with _recording_preorder(tx, "preorder.set", variant, reason):
        set_preorder(tx, preorder=wanted)
    return wanted


def sell_ahead_no_more(tx: Tx, *, variant: int, reason: str | None = None) -> Preorder | None:
    """Sell a variant as long as it is there, and no longer; what was promised stays promised."""
    require_variants(tx, [variant])
    with _recording_preorder(tx, "preorder.ended", variant, reason):
        end_preorder(tx, variant_id=variant)
    return None


def find_missing(tx: ReadTx) -> list[Missing]:
    """Return what was found missing and is promised, by location and variant."""
    handles = _handles(tx)
    return [
        Missing(
            variant_id=each.variant_id,
            location=handles[each.location_id],
            missing=each.missing,
            on_hand=each.on_hand,
            promised=each.promised,
        )
        for each in shortages(tx)
    ]


def find_moved(tx: ReadTx, *, variant: int, count: int, before: int | None = None) -> list[Moved]:
    """Return what moved of a variant, the newest first."""
    handles = _handles(tx)
    found = find_movements(tx, variant_id=variant, before=before, most=count)
    return [
        Moved(movement=each, location=handles.get(each.location_id, str(each.location_id))) for each in found
    ]


def find_promises(tx: ReadTx, *, variant: int) -> list[Promise]:
    """Return what is held of a variant, the first to end first, then what is allocated, the oldest first."""
    held = [
        _promise(row, since=row.placed_at, until=row.expires_at)
        for row in tx.all(_HOLDS, {"variant": variant})
    ]
    allocated = tx.all(_ALLOCATIONS, {"variant": variant})
    return [*held, *(_promise(row, since=row.allocated_at, until=None) for row in allocated)]


def _promise(row: Row[Any], *, since: datetime, until: datetime | None) -> Promise:
    return Promise(
        kind=row.owner_kind,
        reference=None if row.owner_kind in _SECRET else row.owner_ident,
        location=row.handle,
        quantity=row.quantity,
        since=since,
        expires_at=until,
    )


def _recording_preorder(
    tx: Tx, action: str, variant: int, reason: str | None
) -> AbstractContextManager[None]:
    def state() -> Mapping[str, Any] | None:
        found = lookup_preorder(tx, variant_id=variant)
        if found is None:
            return None
        return {"availableOn": found.available_on.isoformat(), "most": found.most}

    return recording(tx, action=action, subject=gid("ProductVariant", variant), state=state, reason=reason)


def _handles(tx: ReadTx) -> dict[int, str]:
    return {row.id: row.handle for row in tx.all(_HANDLES)}


def _checked(tx: ReadTx, quantities: Mapping[int, int]) -> list[int]:
    if not 0 < len(quantities) <= MOST_LEVELS:
        raise DomainError("TOO_MANY", f"1 to {MOST_LEVELS} variants at once", field=("quantities",))
    variants = sorted(quantities)
    require_variants(tx, variants)
    return variants


def _recording(
    tx: Tx, action: str, variants: Sequence[int], subject: str, reason: str | None
) -> AbstractContextManager[None]:
    def state() -> Mapping[str, int]:
        return {
            f"{gid('ProductVariant', level.variant_id)} at {level.location}": level.on_hand
            for level in find_levels(tx, variants=variants)
        }

    return recording(tx, action=action, subject=subject, state=state, reason=reason)
