"""Preorders: variants that are sold before they come, from a day on and up to a number of pieces."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.inventory.ledger import MAX_LEVEL
from comptoir.inventory.models import LEVEL, PREORDER

_ALL = select(PREORDER)
_ONE = select(PREORDER).where(PREORDER.c.variant_id == bindparam("variant"))
_LIMITED = (
    select(PREORDER.c.variant_id, PREORDER.c.most)
    .where(PREORDER.c.variant_id.in_(bindparam("variants", expanding=True)), PREORDER.c.most.is_not(None))
    .order_by(PREORDER.c.variant_id)
    .with_for_update()
)
_SOLD_AHEAD = select(func.coalesce(func.sum(LEVEL.c.backordered), 0)).where(
    LEVEL.c.variant_id == bindparam("variant")
)
_PUT = insert(PREORDER)
_PUT = _PUT.on_conflict_do_update(
    index_elements=["variant_id"],
    set_={"available_on": _PUT.excluded.available_on, "most": _PUT.excluded.most},
)
_END = delete(PREORDER).where(PREORDER.c.variant_id == bindparam("variant"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preorder:
    """That a variant is sold before it comes. `most` bounds the pieces that are sold so, over all locations."""

    variant_id: int
    available_on: date
    """The day on which it is expected, by the merchant's calendar."""
    most: int | None = None


def set_preorder(tx: Tx, *, preorder: Preorder) -> None:
    """Let a variant be sold before it comes; raises `DomainError` with `INVALID` for a bound that is none."""
    most = preorder.most
    if most is not None and not 0 < most <= MAX_LEVEL:
        raise DomainError("INVALID", f"a preorder is for 1 to {MAX_LEVEL} pieces", field=("most",))
    row = {"variant_id": preorder.variant_id, "available_on": preorder.available_on, "most": most}
    tx.execute(_PUT, row)
    tx.changed("stock", "preorder", preorder.variant_id)


def end_preorder(tx: Tx, *, variant_id: int) -> bool:
    """Sell a variant only as long as it is there again; tell whether it was sold ahead. Promises stay."""
    ended = tx.execute(_END, {"variant": variant_id}).rowcount > 0
    if ended:
        tx.changed("stock", "preorder", variant_id)
    return ended


def find_preorders(tx: ReadTx) -> dict[int, Preorder]:
    """Return all preorders by variant number."""
    return {
        row.variant_id: Preorder(variant_id=row.variant_id, available_on=row.available_on, most=row.most)
        for row in tx.all(_ALL)
    }


def lookup_preorder(tx: ReadTx, *, variant_id: int) -> Preorder | None:
    """Return the preorder of a variant; none where it is not sold ahead."""
    row = tx.first(_ONE, {"variant": variant_id})
    if row is None:
        return None
    return Preorder(variant_id=variant_id, available_on=row.available_on, most=row.most)


def lock_preorders(tx: Tx, variants: Iterable[int]) -> dict[int, int]:
    """Return how many more pieces of variants can be sold before they come, for those with a bound.

    It waits for others who sell the same variants ahead, wherever those are drawn from; levels are locked after it.
    """
    wanted = sorted(set(variants))
    if not wanted:
        return {}
    limits = {row.variant_id: row.most for row in tx.all(_LIMITED, {"variants": wanted})}
    return {
        variant: most - int(tx.scalar(_SOLD_AHEAD, {"variant": variant})) for variant, most in limits.items()
    }
