"""Removing a product."""

from sqlalchemy import bindparam, select, update

from comptoir.catalog.commands.product_rows import StoredProducts
from comptoir.catalog.events import ProductDeleted
from comptoir.catalog.models import COLLECTION, COLLECTION_PRODUCT, PRODUCT
from comptoir.catalog.validation.problems import NOT_FOUND
from comptoir.catalog.writes import Writes
from comptoir.db.tx import Tx
from comptoir.errors import DomainError

_KNOWN = select(PRODUCT.c.id).where(PRODUCT.c.handle == bindparam("handle"))
_COLLECTIONS = (
    select(COLLECTION_PRODUCT.c.collection_id)
    .where(COLLECTION_PRODUCT.c.product_id == bindparam("product_id"))
    .order_by(COLLECTION_PRODUCT.c.collection_id)
)
_FORGET = update(COLLECTION).where(COLLECTION.c.id.in_(bindparam("idents", expanding=True))).values(digest="")


def delete_product(tx: Tx, *, handle: str) -> int:
    """Remove a product with all that belongs to it, also from collections; return the number it had.

    Raises `DomainError` when there is no such product.
    """
    writes = Writes(tx)
    ident = tx.scalar(_KNOWN, {"handle": handle})
    if ident is None:
        raise DomainError(NOT_FOUND, f"there is no product '{handle[:80]}'", field=("handle",))
    stored = StoredProducts(writes, [ident])
    variants = tuple(row["id"] for row in stored.variants.get(ident, ()))
    stored.attachments.clear(stored.parts_of(ident))
    collections = [row[0] for row in tx.all(_COLLECTIONS, {"product_id": ident})]
    if collections:
        # Their drafts name the product: without its digest, saving one again is refused or adds it again.
        tx.execute(_FORGET, {"idents": collections})
    writes.delete(PRODUCT, ident)
    writes.flush()
    tx.changed("catalog", "product", ident)
    for collection in collections:
        tx.changed("catalog", "collection", collection)
    tx.emit(ProductDeleted(product_id=ident, handle=handle, variant_ids=variants))
    return int(ident)
