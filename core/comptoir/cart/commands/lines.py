"""Commands on the lines of a cart.

Adding holds nothing: stock is only looked at, so that a shopper learns early. Less than asked for is put into
the cart with a warning; none at all leaves the line out with a warning.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert

from comptoir.cart import errors
from comptoir.cart.commands.edit import Edited, Warned, begin_edit, finish_edit
from comptoir.cart.contents import (
    MOST_LINES,
    MOST_QUANTITY,
    Attribute,
    CartKey,
    SaleTerms,
    StoredLine,
    TermsOf,
    WantedLine,
    attributes_digest,
    check_attributes,
    check_quantity,
    pack,
)
from comptoir.cart.models import LINES
from comptoir.cart.queries import find_lines
from comptoir.db.tx import Tx
from comptoir.ids import gid
from comptoir.inventory.levels import levels_of, offered_total

_INSERT = insert(LINES)
_ADD = (
    _INSERT.values(
        {
            name: bindparam(name)
            for name in ("cart_id", "variant_id", "quantity", "attributes", "attributes_digest")
        }
    )
    .on_conflict_do_update(
        index_elements=["cart_id", "variant_id", "attributes_digest"],
        set_={"quantity": LINES.c.quantity + _INSERT.excluded.quantity},
    )
    .returning(LINES.c.id, LINES.c.quantity, offered_total(bindparam("of_variant")).label("left"))
)
_CHANGE = (
    update(LINES)
    .where(LINES.c.cart_id == bindparam("of_cart"), LINES.c.id == bindparam("of_line"))
    .values(
        variant_id=bindparam("to_variant"),
        quantity=bindparam("to_quantity"),
        attributes=bindparam("to_attributes"),
        attributes_digest=bindparam("to_digest"),
    )
)
_RESIZE = (
    update(LINES)
    .where(LINES.c.cart_id == bindparam("of_cart"), LINES.c.id == bindparam("of_line"))
    .values(quantity=bindparam("to_quantity"))
)
_REMOVE = delete(LINES).where(LINES.c.cart_id == bindparam("of_cart"), LINES.c.id == bindparam("of_line"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A change to a line: what is none stays as it is."""

    line_id: int | None
    """None where the id names no line."""
    given_id: str
    quantity: int | None = None
    attributes: tuple[Attribute, ...] | None = None
    merchandise: WantedLine | None = None


def add_lines(
    tx: Tx, *, right: CartKey | None, lines: Sequence[WantedLine], terms_of: TermsOf, lifetime: timedelta
) -> Edited:
    """Add lines; a line of the same variant and attributes is merged into the one that is there."""
    row = begin_edit(tx, right=right, lifetime=lifetime)
    warnings = put_lines(tx, cart=row, lines=lines, terms_of=terms_of)
    return finish_edit(tx, row, right=right, warnings=warnings)


def put_lines(
    tx: Tx, *, cart: Row[Any], lines: Sequence[WantedLine], terms_of: TermsOf
) -> tuple[Warned, ...]:
    """Add lines to a cart that is locked, on the terms of its own country; returns what fell short of the wish."""
    if len(lines) > MOST_LINES:
        raise errors.too_large(MOST_LINES)
    warnings: list[Warned] = []
    for index, line in enumerate(lines):
        terms = _sold(line, index, cart.country, terms_of)
        warned = _put(tx, cart.id, line, terms=terms, index=index)
        warnings.extend([warned] if warned else [])
    return tuple(warnings)


def _sold(line: WantedLine, index: int, country: str, terms_of: TermsOf) -> SaleTerms:
    terms = terms_of(country, line.variant_id) if line.variant_id is not None else None
    if terms is None:
        raise errors.unknown_merchandise(line.merchandise_id, field=("lines", str(index), "merchandise_id"))
    return terms


def _stock(tx: Tx, wanted: Sequence[tuple[int | None, SaleTerms]]) -> Mapping[int, int]:
    limited = sorted({variant for variant, terms in wanted if variant is not None and terms.limited})
    if not limited:
        return {}
    levels = levels_of(tx, variant_ids=limited)
    return {variant: sum(at.values()) for variant, at in levels.items()}


def _put(tx: Tx, cart_id: int, line: WantedLine, *, terms: SaleTerms, index: int) -> Warned | None:
    assert line.variant_id is not None
    field = ("lines", str(index), "quantity")
    if line.quantity < 1:
        raise errors.quantity_below(1, field=field)
    if line.quantity > MOST_QUANTITY:
        raise errors.quantity_above(MOST_QUANTITY, field=field)
    attributes = check_attributes(line.attributes, field=("lines", str(index), "attributes"))
    put = tx.execute(
        _ADD,
        {
            "cart_id": cart_id,
            "variant_id": line.variant_id,
            "of_variant": line.variant_id,
            "quantity": line.quantity,
            "attributes": pack(attributes),
            "attributes_digest": attributes_digest(attributes),
        },
    ).one()
    if terms.limited and _whole(put.left, terms) < terms.minimum:
        _take_back(tx, cart_id, put.id, quantity=put.quantity - line.quantity)
        return _sold_out(terms)
    quantity, warned = _lasting(put.quantity, terms, left=put.left)
    check_quantity(quantity, terms, field=field)
    if warned:
        _take_back(tx, cart_id, put.id, quantity=quantity)
    return warned


def _take_back(tx: Tx, cart_id: int, line_id: int, *, quantity: int) -> None:
    """Leave so many in a line of what was put there."""
    line = {"of_cart": cart_id, "of_line": line_id}
    if quantity:
        tx.execute(_RESIZE, {**line, "to_quantity": quantity})
    else:
        tx.execute(_REMOVE, line)


def _lasting(quantity: int, terms: SaleTerms, *, left: int) -> tuple[int, Warned | None]:
    """Return how many of a wish the stock lasts for, in whole increments, with a warning where it is fewer."""
    if not terms.limited or quantity <= left:
        return quantity, None
    lasting = _whole(left, terms)
    return lasting, Warned(
        "MERCHANDISE_NOT_ENOUGH_STOCK", f"Only {lasting} are left in stock.", terms.merchandise_id
    )


def _whole(left: int, terms: SaleTerms) -> int:
    """Return how many of what is left can be sold in whole increments."""
    return left - left % terms.increment


def _sold_out(terms: SaleTerms) -> Warned:
    return Warned("MERCHANDISE_OUT_OF_STOCK", "This item is out of stock.", terms.merchandise_id)


def update_lines(
    tx: Tx, *, right: CartKey | None, changes: Sequence[LineChange], terms_of: TermsOf, lifetime: timedelta
) -> Edited:
    """Change lines; quantity 0 removes one, and a line that becomes equal to another is merged into it."""
    row = begin_edit(tx, right=right, lifetime=lifetime)
    lines = {line.id: line for line in find_lines(tx, cart_id=row.id)}
    warnings: list[Warned] = []
    for index, change in enumerate(changes):
        line = lines.get(change.line_id or 0)
        if line is None:
            raise errors.unknown_line(change.given_id, field=("lines", str(index), "id"))
        warned = _change(tx, row, line, change=change, lines=lines, terms_of=terms_of, index=index)
        warnings.extend([warned] if warned else [])
    return finish_edit(tx, row, right=right, warnings=tuple(warnings))


def _change(
    tx: Tx,
    cart: Row[Any],
    line: StoredLine,
    *,
    change: LineChange,
    lines: dict[int, StoredLine],
    terms_of: TermsOf,
    index: int,
) -> Warned | None:
    field = ("lines", str(index), "quantity")
    wanted = _wanted(line, change)
    if wanted.quantity < 0:
        raise errors.quantity_negative(field=field)
    if wanted.quantity == 0:
        _remove(tx, cart.id, line, lines)
        return None
    terms = _sold(wanted, index, cart.country, terms_of)
    assert wanted.variant_id is not None
    twin = _twin(line, wanted, lines)
    if twin is not None:
        _remove(tx, cart.id, twin, lines)
    left = _stock(tx, [(wanted.variant_id, terms)]).get(wanted.variant_id, 0)
    if terms.limited and _whole(left, terms) < terms.minimum:
        _remove(tx, cart.id, line, lines)
        return _sold_out(terms)
    asked = wanted.quantity + (twin.quantity if twin else 0)
    quantity, warned = _lasting(asked, terms, left=left)
    check_quantity(quantity, terms, field=field)
    values = {
        "to_variant": wanted.variant_id,
        "to_quantity": quantity,
        "to_attributes": pack(wanted.attributes),
        "to_digest": attributes_digest(wanted.attributes),
    }
    tx.execute(_CHANGE, {"of_cart": cart.id, "of_line": line.id, **values})
    lines[line.id] = StoredLine(
        id=line.id, variant_id=wanted.variant_id, quantity=quantity, attributes=wanted.attributes
    )
    return warned


def _wanted(line: StoredLine, change: LineChange) -> WantedLine:
    merchandise = change.merchandise
    attributes = line.attributes if change.attributes is None else change.attributes
    return WantedLine(
        variant_id=line.variant_id if merchandise is None else merchandise.variant_id,
        merchandise_id=gid("ProductVariant", line.variant_id)
        if merchandise is None
        else merchandise.merchandise_id,
        quantity=line.quantity if change.quantity is None else change.quantity,
        attributes=check_attributes(attributes, field=("lines", "attributes")),
    )


def _twin(line: StoredLine, wanted: WantedLine, lines: Mapping[int, StoredLine]) -> StoredLine | None:
    """Return another line that is what this one shall become."""
    digest = attributes_digest(wanted.attributes)
    for other in lines.values():
        same = other.variant_id == wanted.variant_id and attributes_digest(other.attributes) == digest
        if same and other.id != line.id:
            return other
    return None


def _remove(tx: Tx, cart_id: int, line: StoredLine, lines: dict[int, StoredLine]) -> None:
    tx.execute(_REMOVE, {"of_cart": cart_id, "of_line": line.id})
    del lines[line.id]


def remove_lines(
    tx: Tx, *, right: CartKey | None, lines: Sequence[tuple[int | None, str]], lifetime: timedelta
) -> Edited:
    """Remove lines, each given as its number and the id as it was written; all of them must be there."""
    row = begin_edit(tx, right=right, lifetime=lifetime)
    for index, (line_id, given) in enumerate(lines):
        removed = tx.execute(_REMOVE, {"of_cart": row.id, "of_line": line_id}).rowcount if line_id else 0
        if not removed:
            raise errors.unknown_line(given, field=("line_ids", str(index)))
    return finish_edit(tx, row, right=right)
