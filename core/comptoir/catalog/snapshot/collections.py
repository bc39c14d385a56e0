"""Collection records, and which products they hold in which order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.catalog.listing.orders import microseconds
from comptoir.catalog.models import COLLECTION, COLLECTION_PRODUCT, MEDIA, METAFIELD
from comptoir.catalog.records import CollectionRecord, ImageRecord, ProductRecord
from comptoir.catalog.search.bits import pack
from comptoir.catalog.search.text import sort_text
from comptoir.catalog.snapshot.media import image_record
from comptoir.catalog.snapshot.plain_text import plain_text
from comptoir.catalog.snapshot.product_rows import METAFIELD_COLUMNS, moment
from comptoir.catalog.snapshot.products import metafield_records
from comptoir.catalog.snapshot.rules import RuleSet
from comptoir.catalog.snapshot.shared import seo
from comptoir.catalog.snapshot.texts import Owner, Texts
from comptoir.db.tx import ReadTx
from comptoir.ids import gid

_COLLECTIONS = (
    select(
        COLLECTION,
        MEDIA.c.token,
        MEDIA.c.filename,
        MEDIA.c.url,
        MEDIA.c.width,
        MEDIA.c.height,
        MEDIA.c.thumbhash,
    )
    .select_from(COLLECTION.outerjoin(MEDIA, MEDIA.c.id == COLLECTION.c.image_id))
    .where(COLLECTION.c.published)
    .order_by(COLLECTION.c.id)
)
_MEMBERS = select(COLLECTION_PRODUCT.c.collection_id, COLLECTION_PRODUCT.c.product_id).order_by(
    COLLECTION_PRODUCT.c.collection_id, COLLECTION_PRODUCT.c.position, COLLECTION_PRODUCT.c.id
)
_SOME_MEMBERS = _MEMBERS.where(COLLECTION_PRODUCT.c.collection_id.in_(bindparam("numbers", expanding=True)))
_METAFIELDS = (
    select(*METAFIELD_COLUMNS)
    .where(METAFIELD.c.owner_kind == bindparam("kind"))
    .order_by(METAFIELD.c.owner_id, METAFIELD.c.position, METAFIELD.c.id)
)


def metafields_by_owner(tx: ReadTx, kind: str) -> Mapping[int, Sequence[Row[Any]]]:
    """Return all metafield rows of a kind of owner."""
    groups: dict[int, list[Row[Any]]] = {}
    for row in tx.all(_METAFIELDS, {"kind": kind}):
        groups.setdefault(row.owner_id, []).append(row)
    return groups


class CollectionRows:
    """All published collections as stored; few, so they are read whole."""

    def __init__(self, tx: ReadTx) -> None:
        self.rows: Mapping[int, Row[Any]] = {row.id: row for row in tx.all(_COLLECTIONS)}
        self.metafields = metafields_by_owner(tx, "collection")
        self.rules: Mapping[int, RuleSet] = {
            row.id: RuleSet(row.rules, bool(row.any_rule)) for row in self.rows.values() if row.rules
        }

    def owners(self, number: int) -> Iterable[Owner]:
        """Yield what of a collection may have translations."""
        yield "collection", number
        for row in self.metafields.get(number, ()):
            yield "metafield", row.id

    def record(self, number: int, texts: Texts, *, products: Sequence[int], bits: int) -> CollectionRecord:
        """Return a collection in a language."""
        row = self.rows[number]
        told = texts.of("collection", number)
        html = told.get("description_html", row.description_html)
        return CollectionRecord(
            number=number,
            id=gid("Collection", number),
            handle=row.handle,
            title=told.get("title", row.title),
            description=plain_text(html),
            description_html=html,
            image=_image(row, told),
            seo=seo(told.get("seo_title", row.seo_title), told.get("seo_description", row.seo_description)),
            updated_at=moment(row.updated_at),
            sort_order=row.sort_order,
            products=list(products),
            bits=bits,
            metafields=metafield_records(self.metafields.get(number, ()), texts),
        )


def _image(row: Row[Any], told: Mapping[str, str]) -> ImageRecord | None:
    if row.image_id is None:
        return None
    alt = told.get("image_alt", row.image_alt)
    return image_record(row, kind="CollectionImage", number=row.id, alt=alt)


def read_members(tx: ReadTx, numbers: Sequence[int] | None = None) -> Mapping[int, Sequence[int]]:
    """Return the product numbers of manual collections in the merchant's order, of all or of some."""
    members: dict[int, list[int]] = {}
    rows = tx.all(_MEMBERS) if numbers is None else tx.all(_SOME_MEMBERS, {"numbers": list(numbers)})
    for row in rows:
        members.setdefault(row.collection_id, []).append(row.product_id)
    return members


_ORDERS: Mapping[str, Callable[[ProductRecord], Any]] = {
    "BEST_SELLING": lambda product: (product.sales_rank, product.number),
    "TITLE": lambda product: (sort_text(product.title), product.number),
    "TITLE_DESC": lambda product: (sort_text(product.title), product.number),
    "CREATED": lambda product: (microseconds(product.created_at), product.number),
    "CREATED_DESC": lambda product: (microseconds(product.created_at), product.number),
}


def member_key(sort_order: str, *, automatic: bool) -> Callable[[ProductRecord], Any] | None:
    """Return what a collection's products are sorted by; none for the merchant's own order.

    Prices are another context's: by price, products stand by number here and are sorted when listed.
    """
    if automatic or sort_order.startswith("PRICE"):
        found: Callable[[ProductRecord], Any] = _ORDERS.get(sort_order, _number)
        return found
    return _ORDERS.get(sort_order)


def _number(product: ProductRecord) -> int:
    return product.number


def place_members(
    products: Sequence[ProductRecord], sort_order: str, *, automatic: bool
) -> tuple[list[int], int]:
    """Return a collection's products in its own order, and as a bitset."""
    key = member_key(sort_order, automatic=automatic)
    ranked = products if key is None else sorted(products, key=key, reverse=sort_order.endswith("_DESC"))
    ordinals = [product.ordinal for product in ranked]
    return ordinals, pack(ordinals, max(ordinals, default=0) + 1)
