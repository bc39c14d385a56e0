"""Collections as staff see and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from comptoir.catalog.commands import delete_collection, save_collection
from comptoir.catalog.drafts import CollectionDraft, CollectionRule
from comptoir.catalog.editing.drafting import Owned, Row
from comptoir.catalog.models import COLLECTION, COLLECTION_PRODUCT, PRODUCT
from comptoir.catalog.numbers import Numbers
from comptoir.catalog.validation.texts import handle_of
from comptoir.catalog.writes import grouped, load_rows
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.staff.audit import record, recording, state_of
from comptoir.staff.drafting import draft_of, fields_of

_ALL = select(COLLECTION).order_by(COLLECTION.c.id.desc())
_BY_ID = select(COLLECTION).where(COLLECTION.c.id == bindparam("number"))
_BY_HANDLE = select(COLLECTION).where(COLLECTION.c.handle == bindparam("handle"))
_MEMBERS = (
    select(COLLECTION_PRODUCT.c.collection_id, PRODUCT.c.handle)
    .join(PRODUCT, PRODUCT.c.id == COLLECTION_PRODUCT.c.product_id)
    .where(COLLECTION_PRODUCT.c.collection_id.in_(bindparam("keys", expanding=True)))
    .order_by(COLLECTION_PRODUCT.c.position)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedCollection(CollectionDraft):
    """A collection as it stands, whether or not shoppers see it."""

    number: int
    created_at: datetime
    updated_at: datetime

    @property
    def id(self) -> str:
        """The global id."""
        return gid("Collection", self.number)


def find_collections(tx: ReadTx) -> list[EditedCollection]:
    """Return all collections, newest first."""
    return _read(tx, [dict(row._mapping) for row in tx.all(_ALL)])  # noqa: SLF001


def lookup_collection(
    tx: ReadTx, *, number: int | None = None, handle: str | None = None
) -> EditedCollection | None:
    """Return the collection with a number or a handle, or none."""
    by_number = number is not None
    row = tx.first(_BY_ID, {"number": number}) if by_number else tx.first(_BY_HANDLE, {"handle": handle})
    return None if row is None else _read(tx, [dict(row._mapping)])[0]  # noqa: SLF001


def create_collection(tx: Tx, *, values: Mapping[str, Any]) -> EditedCollection:
    """Add a collection made of a draft's fields.

    Raises `DomainError` as `save_collection` does, or `TAKEN` for a handle that another one has.
    """
    Numbers(tx)
    draft = draft_of(CollectionDraft, {"handle": "", **values})
    draft = replace(draft, handle=handle_of(draft.handle, draft.title))
    if tx.first(_BY_HANDLE, {"handle": draft.handle}) is not None:
        raise DomainError(
            "TAKEN", f"another collection has the handle '{draft.handle[:80]}'", field=("handle",)
        )
    collection = _get(tx, save_collection(tx, draft=draft).collection_id)
    record(tx, action="collection.added", subject=collection.id, after=state_of(collection))
    return collection


def change_collection(
    tx: Tx, *, number: int, values: Mapping[str, Any], reason: str | None = None
) -> EditedCollection:
    """Give a collection's draft other fields.

    Raises `DomainError` with `NOT_FOUND`, or as `save_collection` does.
    """
    Numbers(tx)
    collection = _get(tx, number)
    if values.get("handle", collection.handle) != collection.handle:
        raise DomainError("INVALID", "a collection keeps its handle", field=("handle",))
    draft = CollectionDraft(**{**fields_of(collection, CollectionDraft), **values})
    with recording(
        tx,
        action="collection.changed",
        subject=collection.id,
        state=lambda: state_of(_get(tx, number)),
        reason=reason,
    ):
        save_collection(tx, draft=draft)
    return _get(tx, number)


def remove_collection(tx: Tx, *, number: int, reason: str | None = None) -> str:
    """Remove a collection, whose products stay, and return its id; raises `DomainError` with `NOT_FOUND`."""
    Numbers(tx)
    collection = _get(tx, number)
    delete_collection(tx, handle=collection.handle)
    record(tx, action="collection.removed", subject=collection.id, before=state_of(collection), reason=reason)
    return collection.id


def _get(tx: ReadTx, number: int) -> EditedCollection:
    collection = lookup_collection(tx, number=number)
    if collection is None:
        raise DomainError("NOT_FOUND", "there is no such collection", field=("id",))
    return collection


def _read(tx: ReadTx, rows: Sequence[Row]) -> list[EditedCollection]:
    idents = [row["id"] for row in rows]
    members = grouped(load_rows(tx, _MEMBERS, idents), "collection_id")
    owned = Owned(tx, idents, media=[row["image_id"] for row in rows])
    return [_collection(row, owned, members.get(row["id"], ())) for row in rows]


def _collection(row: Row, owned: Owned, members: Sequence[Row]) -> EditedCollection:
    texts = owned.texts(row["id"])
    return EditedCollection(
        number=row["id"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        handle=row["handle"],
        title=row["title"],
        description_html=row["description_html"],
        image=owned.picture(row["image_id"], alt=row["image_alt"], texts=texts),
        products=tuple(member["handle"] for member in members),
        rules=tuple(CollectionRule(**rule) for rule in row["rules"]),
        any_rule=row["any_rule"],
        sort_order=row["sort_order"],
        published=row["published"],
        seo_title=row["seo_title"],
        seo_description=row["seo_description"],
        metafields=owned.metafields(row["id"]),
        translations=texts,
    )
