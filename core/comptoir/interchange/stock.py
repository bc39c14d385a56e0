"""Stock as files know it: one number for each variant, at the default location."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from comptoir.db.tx import ReadTx
from comptoir.inventory.models import LEVEL, LOCATION

_CHUNK = 500
_DEFAULT = (
    select(LOCATION.c.id).order_by(LOCATION.c.active.desc(), LOCATION.c.position, LOCATION.c.id).limit(1)
)
"""As `comptoir.inventory.default_location` chooses, which also makes one where there is none."""
_LEVELS = (
    select(LEVEL.c.variant_id, LEVEL.c.on_hand)
    .where(LEVEL.c.location_id == bindparam("location"))
    .where(LEVEL.c.variant_id.in_(bindparam("variants", expanding=True)))
)


def lookup_default_location(tx: ReadTx) -> int | None:
    """Return the number of the default location; none for a shop without locations."""
    found = tx.scalar(_DEFAULT)
    return None if found is None else int(found)


def find_levels(tx: ReadTx, *, location: int, variants: Iterable[int]) -> dict[int, int]:
    """Return how many of each variant a location has on hand; nothing for those it never held."""
    ordered = sorted(variants)
    found: dict[int, int] = {}
    for start in range(0, len(ordered), _CHUNK):
        rows = tx.all(_LEVELS, {"location": location, "variants": ordered[start : start + _CHUNK]})
        found.update((row.variant_id, row.on_hand) for row in rows)
    return found
