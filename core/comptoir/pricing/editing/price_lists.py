"""Price lists and the prices in them as staff see and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import BadUserInputError, DomainError
from comptoir.ids import gid
from comptoir.money import Money, parse_money
from comptoir.pricing.commands import remove_prices, save_price_list, set_prices
from comptoir.pricing.drafts import PriceEntry, PriceListDraft
from comptoir.pricing.models import PRICE, PRICE_LIST
from comptoir.staff.audit import record, recording, state_of
from comptoir.staff.drafting import draft_of, fields_of

MOST_PRICES = 1_000
"""Prices in one change; more of them come by import."""

_ALL = select(PRICE_LIST).order_by(PRICE_LIST.c.handle)
_BY_HANDLE = select(PRICE_LIST).where(PRICE_LIST.c.handle == bindparam("handle"))
_LOCKED = _BY_HANDLE.with_for_update()
_WITH_LIST = (
    select(PRICE, PRICE_LIST.c.handle, PRICE_LIST.c.currency)
    .join(PRICE_LIST, PRICE_LIST.c.id == PRICE.c.price_list_id)
    .order_by(PRICE_LIST.c.handle, PRICE.c.variant_id, PRICE.c.minimum_quantity)
)
_OF_VARIANTS = _WITH_LIST.where(PRICE.c.variant_id.in_(bindparam("variants", expanding=True)))
_PAGE = _WITH_LIST.where(
    PRICE_LIST.c.handle == bindparam("handle"), PRICE.c.variant_id > bindparam("above")
).limit(bindparam("count"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPriceList(PriceListDraft):
    """A price list as it stands."""

    number: int

    @property
    def id(self) -> str:
        """The global id."""
        return gid("PriceList", self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedPrice(PriceEntry):
    """A price as it stands, with the list that it is in."""

    price_list: str

    @property
    def variant(self) -> str:
        """The global id of the variant."""
        return gid("ProductVariant", self.variant_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenPrice:
    """A price as it was given: decimal texts in the currency of the list."""

    variant_id: int
    amount: str
    compare_at: str | None = None
    minimum_quantity: int = 1


def find_price_lists(tx: ReadTx) -> list[EditedPriceList]:
    """Return all price lists by handle."""
    return [_price_list(row) for row in tx.all(_ALL)]


def find_prices(tx: ReadTx, *, price_list: str, count: int, above: int = 0) -> list[EditedPrice]:
    """Return prices of a list by variant, those of variants above a number."""
    rows = tx.all(_PAGE, {"handle": price_list, "above": above, "count": count})
    return [_price(row) for row in rows]


def prices_of(tx: ReadTx, variants: Sequence[int]) -> list[EditedPrice]:
    """Return the prices of variants in all lists."""
    return [_price(row) for row in tx.all(_OF_VARIANTS, {"variants": list(variants)})]


def put_price_list(tx: Tx, *, values: Mapping[str, Any], reason: str | None = None) -> EditedPriceList:
    """Add a price list, or give the one with the same handle other fields.

    Raises `DomainError` as `save_price_list` does.
    """
    row = tx.first(_LOCKED, {"handle": values.get("handle")})
    known = None if row is None else _price_list(row)
    stands = {} if known is None else fields_of(known, PriceListDraft)
    draft = draft_of(PriceListDraft, {**stands, **values})
    save_price_list(tx, draft=draft)
    saved = _price_list(tx.first(_BY_HANDLE, {"handle": draft.handle}))
    record(
        tx,
        action="price_list.added" if known is None else "price_list.changed",
        subject=saved.id,
        before=state_of(known),
        after=state_of(saved),
        reason=reason,
    )
    return saved


def put_prices(tx: Tx, *, price_list: str, prices: Sequence[GivenPrice], reason: str | None = None) -> int:
    """Give variants their prices in a list, and return how many variants changed.

    Raises `DomainError` as `set_prices` does, or `TOO_MANY`; `BadUserInputError` for what is no amount.
    """
    known = _get(tx, price_list)
    if len(prices) > MOST_PRICES:
        raise DomainError("TOO_MANY", f"at most {MOST_PRICES} prices at once", field=("prices",))
    entries = [_entry(price, known.currency) for price in prices]
    variants = sorted({entry.variant_id for entry in entries})
    with _recording(tx, known, variants, reason):
        return set_prices(tx, price_list=price_list, prices=entries)


def take_prices(tx: Tx, *, price_list: str, variants: Sequence[int], reason: str | None = None) -> int:
    """Take variants out of a list, and return how many had prices there.

    Raises `DomainError` with `NOT_FOUND` for an unknown list, or `TOO_MANY`.
    """
    known = _get(tx, price_list)
    if len(variants) > MOST_PRICES:
        raise DomainError("TOO_MANY", f"at most {MOST_PRICES} variants at once", field=("variant_ids",))
    with _recording(tx, known, variants, reason):
        return remove_prices(tx, price_list=price_list, variant_ids=variants)


def _recording(tx: Tx, known: EditedPriceList, variants: Sequence[int], reason: str | None) -> Any:
    def state() -> dict[str, Any]:
        told: dict[str, Any] = {}
        for price in prices_of(tx, variants):
            if price.price_list == known.handle:
                told.setdefault(price.variant, []).append(_told(price))
        return told

    return recording(tx, action="prices.changed", subject=known.id, state=state, reason=reason)


def _told(price: EditedPrice) -> dict[str, Any]:
    told: dict[str, Any] = {"amount": price.amount.amount, "minimum_quantity": price.minimum_quantity}
    return told | {"compare_at": price.compare_at.amount} if price.compare_at else told


def _get(tx: Tx, handle: str) -> EditedPriceList:
    row = tx.first(_LOCKED, {"handle": handle})
    if row is None:
        raise DomainError("NOT_FOUND", f"there is no price list '{handle[:80]}'", field=("price_list",))
    return _price_list(row)


def _entry(price: GivenPrice, currency: str) -> PriceEntry:
    try:
        amount = parse_money(price.amount, currency)
        compare_at = None if price.compare_at is None else parse_money(price.compare_at, currency)
    except BadUserInputError as error:
        raise DomainError("INVALID_PRICE", error.message, field=("prices",)) from error
    return PriceEntry(
        variant_id=price.variant_id,
        amount=amount,
        compare_at=compare_at,
        minimum_quantity=price.minimum_quantity,
    )


def _price_list(row: Row[Any] | None) -> EditedPriceList:
    assert row is not None, "it was just saved"
    stored = row._mapping  # noqa: SLF001
    return EditedPriceList(
        number=row.id, **{name: stored[name] for name in PriceListDraft.__dataclass_fields__}
    )


def _price(row: Row[Any]) -> EditedPrice:
    return EditedPrice(
        price_list=row.handle,
        variant_id=row.variant_id,
        amount=Money(row.amount, row.currency),
        compare_at=None if row.compare_at is None else Money(row.compare_at, row.currency),
        minimum_quantity=row.minimum_quantity,
    )
