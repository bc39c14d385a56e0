"""Saving a collection."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.attachments import Attachments, Files, Row, under
from comptoir.catalog.digests import digest_of
from comptoir.catalog.drafts import CollectionDraft
from comptoir.catalog.events import CollectionSaved
from comptoir.catalog.models import COLLECTION, COLLECTION_PRODUCT, PRODUCT
from comptoir.catalog.validation.collections import check_collection
from comptoir.catalog.validation.problems import NOT_FOUND, Problems
from comptoir.catalog.validation.texts import handle_of
from comptoir.catalog.writes import Values, Writes, first_row, load_rows
from comptoir.db.tx import Tx
from comptoir.errors import DomainError

_KNOWN = select(COLLECTION).where(COLLECTION.c.handle == bindparam("handle"))
_MEMBERS = select(COLLECTION_PRODUCT).where(
    COLLECTION_PRODUCT.c.collection_id.in_(bindparam("keys", expanding=True))
)
_PRODUCTS = select(PRODUCT.c.id, PRODUCT.c.handle).where(
    PRODUCT.c.handle.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedCollection:
    """What became of a draft."""

    collection_id: int
    created: bool
    changed: bool
    """False when the stored collection was equal to the draft already."""


def save_collection(tx: Tx, *, draft: CollectionDraft) -> SavedCollection:
    """Make the stored collection equal to the draft, found by its handle; add it when there is none.

    Raises `DomainError` with the path of the first fault of the draft (also for a product that does not
    exist); then nothing is changed.
    """
    draft = replace(draft, handle=handle_of(draft.handle, draft.title))
    subject = f"collection '{draft.handle[:80]}'"
    digest = digest_of(draft, subject=subject)
    writes = Writes(tx)
    stored = first_row(tx, _KNOWN, {"handle": draft.handle})
    if stored and stored["digest"] == digest:
        return SavedCollection(collection_id=stored["id"], created=False, changed=False)
    problems = Problems()
    draft = check_collection(problems, draft)
    problems.raise_first(subject)
    products = _find_products(tx, draft.products, subject)
    ident = stored["id"] if stored else writes.numbers.take()
    differs = _save_members(writes, ident, products, stored) | _save_texts(writes, ident, draft, stored)
    row = _values(writes, ident, draft)
    changed = writes.save(COLLECTION, row, stored=stored, digest=digest, differs=differs)
    writes.flush()
    if changed:
        tx.changed("catalog", "collection", ident)
        tx.emit(CollectionSaved(collection_id=ident, handle=draft.handle, created=stored is None))
    return SavedCollection(collection_id=ident, created=stored is None, changed=changed)


def _find_products(tx: Tx, handles: Sequence[str], subject: str) -> list[int]:
    found = {row["handle"]: row["id"] for row in load_rows(tx, _PRODUCTS, handles)}
    for index, handle in enumerate(handles):
        if handle not in found:
            message = f"{subject}: there is no product '{handle[:80]}'"
            raise DomainError(NOT_FOUND, message, field=("products", str(index)))
    return [found[handle] for handle in handles]


def _save_members(writes: Writes, ident: int, products: Sequence[int], stored: Row | None) -> bool:
    rows = load_rows(writes.tx, _MEMBERS, [ident]) if stored else []
    known = {row["product_id"]: row["id"] for row in rows}
    wanted: list[Values] = [
        {
            "id": known.get(product) or writes.numbers.take(),
            "collection_id": ident,
            "product_id": product,
            "position": position,
        }
        for position, product in enumerate(products, 1)
    ]
    return writes.merge(COLLECTION_PRODUCT, stored=rows, wanted=wanted)


def _save_texts(writes: Writes, ident: int, draft: CollectionDraft, stored: Row | None) -> bool:
    attachments = Attachments(writes, [ident] if stored else ())
    texts = {language: dict(found) for language, found in draft.translations.items()}
    if draft.image:
        for language, alt in under("image_alt", draft.image.translations, source="alt").items():
            texts.setdefault(language, {}).update(alt)
    differs = attachments.set_metafields("collection", ident, draft.metafields)
    return attachments.set_translations("collection", ident, texts) | differs


def _values(writes: Writes, ident: int, draft: CollectionDraft) -> Values:
    files = Files(writes, [draft.image] if draft.image else ())
    return {
        "id": ident,
        "handle": draft.handle,
        "title": draft.title,
        "description_html": draft.description_html,
        "sort_order": draft.sort_order,
        "rules": [
            {"column": rule.column, "relation": rule.relation, "condition": rule.condition}
            for rule in draft.rules
        ],
        "any_rule": draft.any_rule,
        "published": draft.published,
        "image_id": files.number_of(draft.image) if draft.image else None,
        "image_alt": draft.image.alt if draft.image else None,
        "seo_title": draft.seo_title,
        "seo_description": draft.seo_description,
    }
