"""Locks on what is no row: one command at a time for an owner, or for a shopper.

SQLite has one writer, so that there is nothing to do. On PostgreSQL these are advisory locks until the end of the
transaction; they are taken before any level is locked.
"""

import hashlib

from sqlalchemy import bindparam, func, select

from comptoir.db.tx import Tx
from comptoir.inventory.promises import Owner

_LOCK = select(func.pg_advisory_xact_lock(bindparam("key")))


def lock_owner(tx: Tx, owner: Owner) -> None:
    """Wait until no other command is at work on an owner's holds."""
    lock_named(tx, "owner", owner.kind, owner.ident)


def lock_shopper(tx: Tx, shopper: str) -> None:
    """Wait until no other command counts a shopper's holds."""
    lock_named(tx, "shopper", shopper)


def lock_named(tx: Tx, *names: str) -> None:
    """Wait until no other command works under these names."""
    if tx.dialect != "postgresql":
        return
    text = "\0".join(("inventory", *names))
    key = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)
    tx.all(_LOCK, {"key": key})
