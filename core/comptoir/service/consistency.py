"""Checks of service requests for `comptoir doctor`."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from comptoir.db.tx import ReadTx
from comptoir.hooks.contributions import Finding
from comptoir.inventory.holds import pieces_held
from comptoir.service.models import REQUESTS
from comptoir.service.records import owner_of

_HELD = pieces_held(owner_of(0).kind)
_STRAY = (
    select(_HELD.c.number, REQUESTS.c.status)
    .select_from(_HELD.outerjoin(REQUESTS, REQUESTS.c.id == _HELD.c.number))
    .where(func.coalesce(REQUESTS.c.status, "") != "FETCHED")
    .order_by(_HELD.c.number)
)
# Holds that are due are swept apart from their requests; those of a variant that is gone went with its levels.
_UNEQUAL = (
    select(REQUESTS.c.id, REQUESTS.c.held, func.coalesce(_HELD.c.pieces, 0).label("pieces"))
    .select_from(REQUESTS.outerjoin(_HELD, _HELD.c.number == REQUESTS.c.id))
    .where(REQUESTS.c.status == "FETCHED", REQUESTS.c.expires_at > bindparam("now"))
    .where(REQUESTS.c.variant_id.is_not(None), func.coalesce(_HELD.c.pieces, 0) != REQUESTS.c.held)
    .order_by(REQUESTS.c.id)
)


def check_service(tx: ReadTx) -> Sequence[Finding]:
    """Return holds without a request that was fetched, and fetched requests without their holds."""
    stray = [
        Finding(
            subject=f"service request {row.number}",
            message=f"holds pieces, but it is {'not there' if row.status is None else row.status.lower()}",
        )
        for row in tx.all(_STRAY)
    ]
    unequal = [
        Finding(
            subject=f"service request {row.id}",
            message=f"{row.held} pieces were fetched, but it holds {row.pieces}",
        )
        for row in tx.all(_UNEQUAL, {"now": tx.clock.now()})
    ]
    return [*stray, *unequal]
