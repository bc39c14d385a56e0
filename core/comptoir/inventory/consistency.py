"""Checks of stock for `comptoir doctor`: the numbers of each level against the rows that make them up."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, func, select

from comptoir.db.tx import ReadTx
from comptoir.hooks.contributions import Finding
from comptoir.inventory.counts import Counts
from comptoir.inventory.models import ALLOCATION, HOLD, LEVEL, LOCATION, MOVEMENT
from comptoir.inventory.promises import Place

_LEVELS = select(LEVEL)
_HANDLES = select(LOCATION.c.id, LOCATION.c.handle)
_LAST = select(func.max(MOVEMENT.c.id)).group_by(MOVEMENT.c.variant_id, MOVEMENT.c.location_id)
_BALANCES = select(MOVEMENT.c.variant_id, MOVEMENT.c.location_id, MOVEMENT.c.balance.label("pieces")).where(
    MOVEMENT.c.id.in_(_LAST)
)
_BROKEN = (
    select(HOLD.c.owner_kind, HOLD.c.owner_ident)
    .group_by(HOLD.c.owner_kind, HOLD.c.owner_ident)
    .having(func.count() > func.min(HOLD.c.siblings))
    .order_by(HOLD.c.owner_kind, HOLD.c.owner_ident)
)


def check_consistency(tx: ReadTx) -> list[Finding]:
    """Return where stock contradicts itself; nothing in a shop that is sound.

    On hand is the sum of a level's movements and the balance of the newest; held and allocated are the sums of
    its holds and allocations; promises exceed what is there by what is recorded as owed.
    """
    levels = {(row.variant_id, row.location_id): row for row in tx.all(_LEVELS)}
    handles = {row.id: row.handle for row in tx.all(_HANDLES)}
    sums = (
        ("on_hand", "the sum of its movements", _by_place(tx, _sums(MOVEMENT))),
        ("on_hand", "the balance of its last movement", _by_place(tx, _BALANCES)),
        ("held", "the sum of its holds", _by_place(tx, _sums(HOLD))),
        ("allocated", "the sum of its allocations", _by_place(tx, _sums(ALLOCATION))),
    )
    findings: list[Finding] = []
    for name, what, rows in sums:
        for place in sorted(levels.keys() | rows.keys()):
            level, real = levels.get(place), rows.get(place, 0)
            shown = getattr(level, name) if level is not None else 0
            if shown != real:
                message = f"{name} is {shown}, but {what} is {real}"
                findings.append(Finding(subject=_subject(place, handles), message=message))
    findings += [
        Finding(subject=_subject(place, handles), message=message)
        for place, row in sorted(levels.items())
        if (message := _owed(row))
    ]
    findings += [
        Finding(subject=f"{row.owner_kind} {row.owner_ident}", message="has holds of more than one request")
        for row in tx.all(_BROKEN)
    ]
    return findings


def _owed(row: Any) -> str:
    lacking = max(0, row.held + row.allocated - row.on_hand)
    counts = Counts(
        on_hand=row.on_hand,
        held=row.held,
        allocated=row.allocated,
        backordered=row.backordered,
        shortage=row.shortage,
    )
    if counts.backordered + counts.shortage != lacking:
        return f"{counts.backordered + counts.shortage} are recorded as owed, but {lacking} are lacking"
    if min(row.on_hand, row.held, row.allocated, row.backordered, row.shortage) < 0:
        return "a count is below zero"
    return ""


def _sums(table: Any) -> Select[Any]:
    return (
        select(table.c.variant_id, table.c.location_id, func.sum(table.c.quantity).label("pieces"))
        .group_by(table.c.variant_id, table.c.location_id)
        .order_by(table.c.variant_id, table.c.location_id)
    )


def _by_place(tx: ReadTx, statement: Select[Any]) -> Mapping[Place, int]:
    return {(row.variant_id, row.location_id): int(row.pieces) for row in tx.all(statement)}


def _subject(place: Place, handles: Mapping[int, str]) -> str:
    return f"variant {place[0]} at {handles.get(place[1], f'location {place[1]}')}"
