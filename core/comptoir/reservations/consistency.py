"""Checks of reservations for `comptoir doctor`."""

from collections.abc import Sequence

from sqlalchemy import and_, func, select

from comptoir.db.tx import ReadTx
from comptoir.hooks.contributions import Finding
from comptoir.inventory.holds import pieces_held
from comptoir.reservations.models import RESERVATIONS
from comptoir.reservations.records import owner_of

_HELD = pieces_held(owner_of(0).kind)
_STRAY = (
    select(_HELD.c.number, RESERVATIONS.c.status)
    .select_from(_HELD.outerjoin(RESERVATIONS, RESERVATIONS.c.id == _HELD.c.number))
    .where(func.coalesce(RESERVATIONS.c.status, "") != "ACTIVE")
    .order_by(_HELD.c.number)
)
_UNEQUAL = (
    select(RESERVATIONS.c.id, RESERVATIONS.c.quantity, _HELD.c.pieces)
    .select_from(
        RESERVATIONS.join(
            _HELD,
            and_(_HELD.c.number == RESERVATIONS.c.id, _HELD.c.pieces != RESERVATIONS.c.quantity),
        )
    )
    .where(RESERVATIONS.c.status == "ACTIVE")
    .order_by(RESERVATIONS.c.id)
)


def check_reservations(tx: ReadTx) -> Sequence[Finding]:
    """Return reservations that have ended and still hold pieces, and those that hold another number than reserved."""
    stray = [
        Finding(subject=f"reservation {row.number}", message=f"holds pieces, but it is {_told(row.status)}")
        for row in tx.all(_STRAY)
    ]
    unequal = [
        Finding(
            subject=f"reservation {row.id}",
            message=f"holds {row.pieces} pieces, but {row.quantity} are reserved",
        )
        for row in tx.all(_UNEQUAL)
    ]
    return [*stray, *unequal]


def _told(status: str | None) -> str:
    return "not there" if status is None else status.lower()
