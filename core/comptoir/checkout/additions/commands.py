"""The command that adds a line to an order, with the pieces that it is made of."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from comptoir.checkout.drafting import Need
from comptoir.checkout.errors import MovedOnError
from comptoir.checkout.sourcing import Sourced, source_needs
from comptoir.db.revisions import read_revisions
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.inventory import expire_holds, levels_of
from comptoir.orders.commands.edit import OrderEdit, edit_order
from comptoir.orders.drafts import ChargeDraft, GroupDraft, LineDraft
from comptoir.orders.journal import lock_order
from comptoir.orders.records import LineRecord, OrderRecord
from comptoir.pricing import AppliedPromotion, use_promotions

_PREFIX = "added/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A line as it was quoted: for this version of the order, at this state of the prices."""

    order_id: int
    version: int
    prices: int
    line: LineDraft
    need: Need
    group: GroupDraft | None
    charge: ChargeDraft | None
    quote_digest: str
    promotions: tuple[AppliedPromotion, ...]
    shopper: str


def line_key(key: str) -> str:
    """Return what the line of a request is called in its order; the request's own key never leaves the shop."""
    return _PREFIX + hashlib.sha256(key.encode()).hexdigest()[:32]


def lookup_added(order: OrderRecord, *, key: str, variant_id: int, quantity: int) -> LineRecord | None:
    """Return the line that a request added before, or none.

    Raises `DomainError` with `IDEMPOTENCY_CONFLICT` where its key came with something else.
    """
    found = next((line for line in order.lines if line.key == line_key(key)), None)
    if found is not None and (found.variant_id, found.quantity) != (variant_id, quantity):
        raise DomainError(
            "IDEMPOTENCY_CONFLICT",
            "This idempotency key was used for another line.",
            field=("idempotency_key",),
        )
    return found


def add_line(tx: Tx, *, addition: Addition, key: str, reason: str | None = None) -> OrderRecord:
    """Add a line to an order; the same key adds it once.

    Raises `MovedOnError` where order or prices are no longer what was quoted, and `DomainError`: `CANCELLED`,
    `ALREADY_FULFILLED`, `OUT_OF_STOCK`, `DISCOUNT_LIMIT`, `IDEMPOTENCY_CONFLICT`. Then nothing has changed.
    """
    order = lock_order(tx, order_id=addition.order_id)
    line = addition.line
    if lookup_added(order, key=key, variant_id=line.variant_id, quantity=line.quantity) is not None:
        return order
    if order.version != addition.version or read_revisions(tx).get("catalog") != addition.prices:
        raise MovedOnError
    sourced = _source(tx, addition.need)
    edit_order(tx, order_id=order.order_id, edit=_edit(addition, sourced), reason=reason)
    return _use(tx, addition)


def _source(tx: Tx, need: Need) -> Sourced:
    """Plan where the pieces come from; holds that are due and stand in the way are ended."""
    for last in (False, True):
        levels: Mapping[int, Mapping[int, int]] = (
            levels_of(tx, variant_ids=[need.variant_id]) if need.counted else {}
        )
        try:
            return source_needs([need], levels=levels)
        except DomainError as error:
            if last or not expire_holds(tx):
                raise DomainError(error.code, error.message, field=("line", "quantity")) from error
    raise AssertionError("the last try returns or raises")


def _edit(addition: Addition, sourced: Sourced) -> OrderEdit:
    line = addition.line
    return OrderEdit(
        additions=(replace(line, sources=sourced.sources.get(addition.need.line, ())),),
        groups=() if addition.group is None else (addition.group,),
        charges=() if addition.charge is None else (addition.charge,),
        backorders=frozenset(
            (each.variant_id, each.location_id) for each in sourced.demands if each.backorder
        ),
        quote_digest=addition.quote_digest,
    )


def _use(tx: Tx, addition: Addition) -> OrderRecord:
    order = lock_order(tx, order_id=addition.order_id)
    line = next(each for each in order.lines if each.key == addition.line.key)
    try:
        use_promotions(tx, order_key=line.origin, uses=addition.promotions, shopper=addition.shopper)
    except DomainError as error:
        raise DomainError("DISCOUNT_LIMIT", error.message, field=("quote_digest",)) from error
    return order
