"""Checks of reservations for `comptoir doctor`."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, and_, cast, func, select

from comptoir.db.tx import ReadTx
from comptoir.hooks.contributions import Finding
from comptoir.inventory.models import HOLD
from comptoir.reservations.models import RESERVATIONS
from comptoir.reservations.records import owner_of

_KIND = owner_of(0).kind
_HELD = (
    select(cast(HOLD.c.owner_ident, BigInteger).label("number"), func.sum(HOLD.c.quantity).label("pieces"))
    .where(HOLD.c.owner_kind == _KIND)
    .group_by(HOLD.c.owner_ident)
    .subquery()
)
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
