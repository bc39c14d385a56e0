"""Stored value: a balance that is the sum of its entries and never less than nothing."""

from enum import StrEnum

from sqlalchemy import bindparam, insert, update

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.payments.models import BALANCE, BALANCE_ENTRY

_OPEN = insert(BALANCE).returning(BALANCE.c.id)
_CHANGE = (
    update(BALANCE)
    .where(BALANCE.c.id == bindparam("balance"), BALANCE.c.amount + bindparam("by") >= 0)
    .values(amount=BALANCE.c.amount + bindparam("by"))
    .returning(BALANCE.c.amount)
)
_ENTER = insert(BALANCE_ENTRY)


class EntryKind(StrEnum):
    """Why a balance changed."""

    ISSUED = "ISSUED"
    SPENT = "SPENT"
    RELEASED = "RELEASED"
    """A payment that had reserved it was given up, or took less."""
    REFUNDED = "REFUNDED"
    CORRECTED = "CORRECTED"


def open_balance(tx: Tx, *, currency: str) -> int:
    """Make an empty balance and return its number."""
    return int(tx.execute(_OPEN, {"currency": currency, "amount": 0}).scalar_one())


def change_balance(
    tx: Tx, *, balance_id: int, by: Money, kind: EntryKind, payment_id: int | None = None, reason: str = ""
) -> int:
    """Add to a balance, or take from it, with an entry of the ledger; return what it is then.

    Raises `DomainError` `INSUFFICIENT_BALANCE` where there is not so much; also of two who take at once.
    """
    after = tx.execute(_CHANGE, {"balance": balance_id, "by": by.minor}).scalar()
    if after is None:
        raise DomainError("INSUFFICIENT_BALANCE", "there is not so much on it")
    tx.execute(
        _ENTER,
        {
            "balance_id": balance_id,
            "kind": kind.value,
            "change": by.minor,
            "after": after,
            "payment_id": payment_id,
            "actor": f"{tx.actor.kind}:{tx.actor.ident}",
            "reason": reason,
            "at": tx.clock.now(),
        },
    )
    return int(after)
