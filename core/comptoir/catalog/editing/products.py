"""Products and their variants as staff see and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, exists, func, or_, select

from comptoir.catalog.commands import delete_product, save_product
from comptoir.catalog.drafts import ProductDraft, VariantDraft
from comptoir.catalog.models import PRODUCT, VARIANT
from comptoir.catalog.numbers import Numbers
from comptoir.catalog.stored import StoredProduct, find_stored_by_id
from comptoir.catalog.validation.texts import handle_of
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.ids import gid
from comptoir.staff.audit import record, recording, state_of
from comptoir.staff.drafting import draft_of, fields_of

_NEWEST = 2**62
_PAGE = (
    select(PRODUCT.c.id)
    .where(PRODUCT.c.id < bindparam("below"))
    .order_by(PRODUCT.c.id.desc())
    .limit(bindparam("count"))
)
_BY_HANDLE = select(PRODUCT.c.id).where(PRODUCT.c.handle == bindparam("handle"))
_OWNER = select(VARIANT.c.product_id).where(VARIANT.c.id == bindparam("variant"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedVariant(VariantDraft):
    """A variant as it stands, with its number."""

    number: int

    @property
    def id(self) -> str:
        """The global id."""
        return gid("ProductVariant", self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedProduct(ProductDraft):
    """A product as it stands, whether or not shoppers see it."""

    number: int
    created_at: datetime
    updated_at: datetime

    @property
    def id(self) -> str:
        """The global id."""
        return gid("Product", self.number)


def find_products(
    tx: ReadTx, *, count: int, below: int | None = None, text: str | None = None, status: str | None = None
) -> list[EditedProduct]:
    """Return products, newest first, those under the number `below`.

    `text` is sought in title, handle and vendor, and is a variant's whole SKU or barcode.
    """
    statement = _PAGE
    if status is not None:
        statement = statement.where(PRODUCT.c.status == status)
    if text is not None and text.strip():
        statement = statement.where(_matches(text.strip()))
    idents = [row.id for row in tx.all(statement, {"below": below or _NEWEST, "count": count})]
    found = {stored.ident: stored for stored in find_stored_by_id(tx, idents=sorted(idents))}
    return [_edited(found[ident]) for ident in idents]


def lookup_product(tx: ReadTx, *, number: int) -> EditedProduct | None:
    """Return a product, or none."""
    stored = find_stored_by_id(tx, idents=[number])
    return _edited(stored[0]) if stored else None


def lookup_by_handle(tx: ReadTx, *, handle: str) -> EditedProduct | None:
    """Return the product with a handle, or none."""
    number = tx.scalar(_BY_HANDLE, {"handle": handle})
    return None if number is None else lookup_product(tx, number=number)


def create_product(tx: Tx, *, values: Mapping[str, Any]) -> EditedProduct:
    """Add a product made of a draft's fields; without a status it is a draft that shoppers do not see.

    Raises `DomainError` as `save_product` does, or `TAKEN` for a handle that another product has.
    """
    Numbers(tx)
    draft = draft_of(ProductDraft, {"handle": "", "status": "draft", **values})
    draft = replace(draft, handle=handle_of(draft.handle, draft.title))
    if tx.scalar(_BY_HANDLE, {"handle": draft.handle}) is not None:
        raise DomainError("TAKEN", f"another product has the handle '{draft.handle[:80]}'", field=("handle",))
    number = save_product(tx, draft=draft).product_id
    product = _get(tx, number)
    record(tx, action="product.added", subject=product.id, after=state_of(product))
    return product


def change_product(
    tx: Tx, *, number: int, values: Mapping[str, Any], reason: str | None = None
) -> EditedProduct:
    """Give a product's draft other fields; raises `DomainError` with `NOT_FOUND`, or as `save_product` does."""
    Numbers(tx)
    return _save(tx, _get(tx, number), values, reason=reason)


def remove_product(tx: Tx, *, number: int, reason: str | None = None) -> str:
    """Remove a product and return its id; raises `DomainError` with `NOT_FOUND`."""
    Numbers(tx)
    product = _get(tx, number)
    delete_product(tx, handle=product.handle)
    record(tx, action="product.removed", subject=product.id, before=state_of(product), reason=reason)
    return product.id


def add_variant(tx: Tx, *, product: int, values: Mapping[str, Any]) -> EditedProduct:
    """Add a variant; a value that an option lacks is added to it. Raises `DomainError` as `save_product` does."""
    Numbers(tx)
    known = _get(tx, product)
    variant = draft_of(VariantDraft, values)
    options = tuple(
        replace(option, values=(*option.values, choice)) if choice not in option.values else option
        for option, choice in zip(known.options, variant.choices, strict=False)
    )
    changes = {"options": options or known.options, "variants": (*known.variants, variant)}
    return _save(tx, known, changes, reason=None)


def change_variant(
    tx: Tx, *, number: int, values: Mapping[str, Any], reason: str | None = None
) -> EditedProduct:
    """Give a variant other fields; raises `DomainError` with `NOT_FOUND`, or as `save_product` does."""
    Numbers(tx)
    product = _get_owner(tx, number)
    variants = [
        replace(variant, **values) if _number_of(variant) == number else variant
        for variant in product.variants
    ]
    return _save(tx, product, {"variants": variants}, reason=reason)


def remove_variant(tx: Tx, *, number: int, reason: str | None = None) -> EditedProduct:
    """Remove a variant; raises `DomainError` with `NOT_FOUND`, or `INVALID` for the last one."""
    Numbers(tx)
    product = _get_owner(tx, number)
    variants = [variant for variant in product.variants if _number_of(variant) != number]
    if not variants:
        raise DomainError("INVALID", "a product has at least one variant; remove the product", field=("id",))
    return _save(tx, product, {"variants": variants}, reason=reason)


def _save(tx: Tx, product: EditedProduct, values: Mapping[str, Any], *, reason: str | None) -> EditedProduct:
    if values.get("handle", product.handle) != product.handle:
        raise DomainError("INVALID", "a product keeps its handle", field=("handle",))
    known = fields_of(product, ProductDraft)
    known["variants"] = [_draft(variant) for variant in values.get("variants", product.variants)]
    draft = ProductDraft(**{**known, **{name: v for name, v in values.items() if name != "variants"}})
    number = product.number
    with recording(
        tx,
        action="product.changed",
        subject=product.id,
        state=lambda: state_of(lookup_product(tx, number=number)),
        reason=reason,
    ):
        save_product(tx, draft=draft)
    return _get(tx, number)


def _draft(variant: VariantDraft) -> VariantDraft:
    return VariantDraft(**fields_of(variant, VariantDraft))


def _number_of(variant: VariantDraft) -> int:
    return variant.number if isinstance(variant, EditedVariant) else 0


def _get(tx: ReadTx, number: int) -> EditedProduct:
    product = lookup_product(tx, number=number)
    if product is None:
        raise DomainError("NOT_FOUND", "there is no such product", field=("id",))
    return product


def _get_owner(tx: ReadTx, variant: int) -> EditedProduct:
    number = tx.scalar(_OWNER, {"variant": variant})
    if number is None:
        raise DomainError("NOT_FOUND", "there is no such variant", field=("id",))
    return _get(tx, number)


def _matches(text: str) -> Any:
    sought = f"%{_escaped(text.lower())}%"
    columns = (PRODUCT.c.title, PRODUCT.c.handle, PRODUCT.c.vendor)
    code = or_(VARIANT.c.sku == text, VARIANT.c.barcode == text)
    return or_(
        *(func.lower(column).like(sought, escape="\\") for column in columns),
        exists().where(VARIANT.c.product_id == PRODUCT.c.id, code),
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _edited(stored: StoredProduct) -> EditedProduct:
    draft = stored.draft
    known = fields_of(draft, ProductDraft)
    variants: Sequence[EditedVariant] = tuple(
        EditedVariant(**fields_of(variant, VariantDraft), number=number)
        for number, variant in zip(stored.variant_ids, draft.variants, strict=True)
    )
    return EditedProduct(
        **{**known, "variants": variants, "published_at": stored.published_at},
        number=stored.ident,
        created_at=stored.created_at,
        updated_at=stored.updated_at,
    )
