"""Setting prices, one or a hundred thousand at a time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select

from comptoir.catalog.models import VARIANT
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.pricing.drafts import PriceEntry
from comptoir.pricing.models import PRICE, PRICE_LIST

_CHUNK = 500
"""Variants per statement: SQLite bounds the parameters of one."""
_HIGHEST = 10**15
"""Amounts stay below 2^53 minor units even when multiplied by a line's quantity."""

_LIST = (
    select(PRICE_LIST.c.id, PRICE_LIST.c.currency)
    .where(PRICE_LIST.c.handle == bindparam("handle"))
    .with_for_update()
)
_STORED = select(PRICE).where(
    PRICE.c.price_list_id == bindparam("number"),
    PRICE.c.variant_id.in_(bindparam("variants", expanding=True)),
)
_REMOVE = delete(PRICE).where(
    PRICE.c.price_list_id == bindparam("number"),
    PRICE.c.variant_id.in_(bindparam("variants", expanding=True)),
)
_KNOWN = select(VARIANT.c.id).where(VARIANT.c.id.in_(bindparam("variants", expanding=True)))

Stored = tuple[int, int, int | None]
"""Minimum quantity, amount, compare-at amount."""


def set_prices(tx: Tx, *, price_list: str, prices: Sequence[PriceEntry]) -> int:
    """Give variants their prices in a list, named by its handle, and return how many variants changed.

    The entries for a variant become all its prices in that list: quantity breaks not named are removed.
    Raises `DomainError` with `NOT_FOUND` for an unknown list or variant, `CURRENCY_MISMATCH`,
    `INVALID_PRICE` (below zero or beyond 10^15 minor units), `INVALID_QUANTITY`, or `TAKEN` for two prices
    from one quantity on.
    """
    number, currency = _require_list(tx, price_list)
    wanted = _group(prices, currency)
    changed = 0
    for variants in _chunks(sorted(wanted)):
        stored = _stored(tx, number, variants)
        different = [variant for variant in variants if stored.get(variant, {}) != wanted[variant]]
        if different:
            _require_variants(tx, different)
            _replace(tx, number, {variant: wanted[variant] for variant in different})
        changed += len(different)
    return changed


def remove_prices(tx: Tx, *, price_list: str, variant_ids: Iterable[int]) -> int:
    """Remove variants from a list and return how many had prices there.

    Raises `DomainError` with `NOT_FOUND` for an unknown list.
    """
    number, _ = _require_list(tx, price_list)
    removed = 0
    for variants in _chunks(sorted(set(variant_ids))):
        stored = _stored(tx, number, variants)
        if stored:
            _replace(tx, number, {variant: {} for variant in stored})
        removed += len(stored)
    return removed


def _require_list(tx: Tx, handle: str) -> tuple[int, str]:
    row = tx.first(_LIST, {"handle": handle})
    if row is None:
        raise DomainError("NOT_FOUND", f"there is no price list '{handle[:80]}'", field=("price_list",))
    return row.id, row.currency


def _require_variants(tx: Tx, variants: Sequence[int]) -> None:
    known = {row.id for row in tx.all(_KNOWN, {"variants": variants})}
    missing = [variant for variant in variants if variant not in known]
    if missing:
        raise DomainError("NOT_FOUND", f"there is no variant {missing[0]}", field=("prices",))


def _group(prices: Sequence[PriceEntry], currency: str) -> dict[int, dict[int, Stored]]:
    wanted: defaultdict[int, dict[int, Stored]] = defaultdict(dict)
    for entry in prices:
        _check(entry, currency)
        breaks = wanted[entry.variant_id]
        if entry.minimum_quantity in breaks:
            raise DomainError(
                "TAKEN",
                f"variant {entry.variant_id} has two prices from {entry.minimum_quantity} on",
                field=("prices",),
            )
        compare_at = entry.compare_at.minor if entry.compare_at else None
        breaks[entry.minimum_quantity] = entry.minimum_quantity, entry.amount.minor, compare_at
    return wanted


def _check(entry: PriceEntry, currency: str) -> None:
    for amount in (entry.amount, entry.compare_at):
        if amount is None:
            continue
        if amount.currency != currency:
            raise DomainError(
                "CURRENCY_MISMATCH", f"the list is in {currency}, not {amount.currency}", field=("prices",)
            )
        if not 0 <= amount.minor <= _HIGHEST:
            raise DomainError("INVALID_PRICE", f"{amount.minor} is not a price", field=("prices",))
    if entry.minimum_quantity < 1:
        raise DomainError(
            "INVALID_QUANTITY", f"{entry.minimum_quantity} is not a quantity", field=("prices",)
        )


def _chunks(variants: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(variants), _CHUNK):
        yield variants[start : start + _CHUNK]


def _stored(tx: Tx, number: int, variants: Sequence[int]) -> dict[int, dict[int, Stored]]:
    found: defaultdict[int, dict[int, Stored]] = defaultdict(dict)
    rows: Sequence[Row[Any]] = tx.all(_STORED, {"number": number, "variants": variants})
    for row in rows:
        found[row.variant_id][row.minimum_quantity] = row.minimum_quantity, row.amount, row.compare_at
    return dict(found)


def _replace(tx: Tx, number: int, wanted: dict[int, dict[int, Stored]]) -> None:
    tx.execute(_REMOVE, {"number": number, "variants": list(wanted)})
    rows = [
        {
            "price_list_id": number,
            "variant_id": variant,
            "minimum_quantity": minimum,
            "amount": amount,
            "compare_at": compare_at,
        }
        for variant, breaks in wanted.items()
        for minimum, amount, compare_at in breaks.values()
    ]
    if rows:
        tx.execute(insert(PRICE), rows)
    for variant in wanted:
        tx.changed("catalog", "price", variant)
