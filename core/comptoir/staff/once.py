"""Changes that may be done once: whoever sends one again under the same key is told that it was done."""

from datetime import timedelta

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert

from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.staff.models import ONCE

LONGEST_KEY = 128
_KEPT = timedelta(days=30)

_CLAIM = insert(ONCE).on_conflict_do_nothing().returning(ONCE.c.key)
_PRUNE = delete(ONCE).where(ONCE.c.at < bindparam("before"))


def claim_key(tx: Tx, *, key: str) -> None:
    """Take a key for the change that this transaction makes; where that is undone, the key is free again.

    Raises `DomainError` with `REPEATED` where the same member of staff used it within thirty days, or with
    `INVALID` for what cannot be a key.
    """
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise DomainError("INVALID", f"a key has 1 to {LONGEST_KEY} characters", field=("idempotency_key",))
    row = {"actor": f"{tx.actor.kind}:{tx.actor.ident}", "key": key, "at": tx.clock.now()}
    if tx.execute(_CLAIM, row).scalar() is None:
        raise DomainError("REPEATED", "this was done under the same key before", field=("idempotency_key",))


def prune_keys(tx: Tx) -> int:
    """Remove keys of more than thirty days ago, and return how many."""
    return int(tx.execute(_PRUNE, {"before": tx.clock.now() - _KEPT}).rowcount)
