"""Removing a collection."""

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.attachments import Attachments
from comptoir.catalog.events import CollectionDeleted
from comptoir.catalog.models import COLLECTION
from comptoir.catalog.validation.problems import NOT_FOUND
from comptoir.catalog.writes import Writes
from comptoir.db.tx import Tx
from comptoir.errors import DomainError

_KNOWN = select(COLLECTION.c.id).where(COLLECTION.c.handle == bindparam("handle"))


def delete_collection(tx: Tx, *, handle: str) -> int:
    """Remove a collection; its products stay. Return the number it had.

    Raises `DomainError` when there is no such collection.
    """
    writes = Writes(tx)
    ident = tx.scalar(_KNOWN, {"handle": handle})
    if ident is None:
        raise DomainError(NOT_FOUND, f"there is no collection '{handle[:80]}'", field=("handle",))
    Attachments(writes, [ident]).clear([ident])
    writes.delete(COLLECTION, ident)
    writes.flush()
    tx.changed("catalog", "collection", ident)
    tx.emit(CollectionDeleted(collection_id=ident, handle=handle))
    return int(ident)
