"""Saving products: one alone, or many with few statements."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import bindparam, select

from comptoir.catalog.commands.attachments import Files
from comptoir.catalog.commands.product_rows import StoredProducts
from comptoir.catalog.commands.product_saving import ProductSaving, SavedProduct
from comptoir.catalog.digests import digest_of
from comptoir.catalog.drafts import ProductDraft
from comptoir.catalog.events import ProductSaved
from comptoir.catalog.models import PRODUCT, SIZE_CHART, VARIANT
from comptoir.catalog.validation.problems import DUPLICATE, NOT_FOUND, Problems
from comptoir.catalog.validation.products import check_product
from comptoir.catalog.validation.texts import handle_of
from comptoir.catalog.writes import Writes, load_rows
from comptoir.db.tx import Tx
from comptoir.errors import DomainError

_KNOWN = select(PRODUCT.c.id, PRODUCT.c.handle, PRODUCT.c.digest).where(
    PRODUCT.c.handle.in_(bindparam("keys", expanding=True))
)
_VARIANTS = (
    select(VARIANT.c.id, VARIANT.c.product_id)
    .where(VARIANT.c.product_id.in_(bindparam("keys", expanding=True)))
    .order_by(VARIANT.c.product_id, VARIANT.c.position)
)
_CHARTS = select(SIZE_CHART.c.id, SIZE_CHART.c.handle).where(
    SIZE_CHART.c.handle.in_(bindparam("keys", expanding=True))
)


def save_product(tx: Tx, *, draft: ProductDraft) -> SavedProduct:
    """Make the stored product equal to the draft, found by its handle; add it when there is none.

    Raises `DomainError` with the path of the first fault of the draft; then nothing is changed.
    """
    return save_products(tx, drafts=(draft,))[0]


def save_products(tx: Tx, *, drafts: Sequence[ProductDraft]) -> list[SavedProduct]:
    """Save many products with few statements; about 100 at a time is best. All are saved, or none.

    Raises `DomainError` for the first fault of any draft, or when two drafts have one handle.
    """
    drafts = [replace(d, handle=handle_of(d.handle, d.title)) if not d.handle else d for d in drafts]
    _refuse_repeated(drafts)
    digests = [digest_of(draft, subject=_subject(draft)) for draft in drafts]
    writes = Writes(tx)
    known = {row["handle"]: row for row in load_rows(tx, _KNOWN, {draft.handle for draft in drafts})}
    fresh = [
        (draft, digest)
        for draft, digest in zip(drafts, digests, strict=True)
        if draft.handle not in known or known[draft.handle]["digest"] != digest
    ]
    results = _save_changed(writes, fresh, {handle: row["id"] for handle, row in known.items()})
    results |= _as_they_are(tx, {known[d.handle]["id"]: d.handle for d in drafts if d.handle not in results})
    return [results[draft.handle] for draft in drafts]


def _refuse_repeated(drafts: Sequence[ProductDraft]) -> None:
    seen: set[str] = set()
    for draft in drafts:
        if draft.handle in seen:
            raise DomainError(DUPLICATE, f"{_subject(draft)}: given twice at once", field=("handle",))
        seen.add(draft.handle)


def _subject(draft: ProductDraft) -> str:
    return f"product '{(draft.handle or draft.title)[:80]}'"


def _as_they_are(tx: Tx, handles: dict[int, str]) -> dict[str, SavedProduct]:
    variants: dict[int, list[int]] = {ident: [] for ident in handles}
    for row in load_rows(tx, _VARIANTS, handles):
        variants[row["product_id"]].append(row["id"])
    return {
        handles[ident]: SavedProduct(product_id=ident, variant_ids=tuple(ids), created=False, changed=False)
        for ident, ids in variants.items()
    }


def _save_changed(
    writes: Writes, drafts: Sequence[tuple[ProductDraft, str]], known: dict[str, int]
) -> dict[str, SavedProduct]:
    if not drafts:
        return {}
    checked = [(_checked(draft), digest) for draft, digest in drafts]
    charts = _size_charts(writes.tx, [draft for draft, _ in checked])
    stored = StoredProducts(writes, [known[draft.handle] for draft, _ in checked if draft.handle in known])
    files = Files(writes, (medium for draft, _ in checked for medium in draft.media or ()))
    results = {}
    for draft, digest in checked:
        ident = known.get(draft.handle)
        saving = ProductSaving(writes, stored, draft, ident or writes.numbers.take())
        chart = charts[draft.size_chart] if draft.size_chart else None
        results[draft.handle] = saving.save(files, size_chart_id=chart, digest=digest)
    writes.flush()
    for handle, saved in results.items():
        if saved.changed:
            writes.tx.changed("catalog", "product", saved.product_id)
            event = ProductSaved(product_id=saved.product_id, handle=handle, created=saved.created)
            writes.tx.emit(event)
    return results


def _checked(draft: ProductDraft) -> ProductDraft:
    problems = Problems()
    normal = check_product(problems, draft)
    problems.raise_first(_subject(draft))
    return normal


def _size_charts(tx: Tx, drafts: Sequence[ProductDraft]) -> dict[str, int]:
    wanted = {draft.size_chart for draft in drafts if draft.size_chart}
    found = {row["handle"]: row["id"] for row in load_rows(tx, _CHARTS, wanted)}
    for draft in drafts:
        if draft.size_chart and draft.size_chart not in found:
            message = f"{_subject(draft)}: there is no size chart '{draft.size_chart[:80]}'"
            raise DomainError(NOT_FOUND, message, field=("size_chart",))
    return found
