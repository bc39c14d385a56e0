"""Saving price lists."""

import re
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from comptoir.codes import CurrencyCode
from comptoir.customers.groups import is_customer_group
from comptoir.db.tx import Tx
from comptoir.errors import DomainError
from comptoir.markets.models import MARKET
from comptoir.money import is_currency
from comptoir.pricing.drafts import PriceListDraft
from comptoir.pricing.models import PRICE, PRICE_LIST

_HANDLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_STORED = select(PRICE_LIST).where(PRICE_LIST.c.handle == bindparam("handle")).with_for_update()
_MARKET = select(MARKET.c.id).where(MARKET.c.handle == bindparam("market"))
_ANY_PRICE = select(PRICE.c.variant_id).where(PRICE.c.price_list_id == bindparam("number")).limit(1)


def save_price_list(tx: Tx, *, draft: PriceListDraft) -> int:
    """Make the price list with the draft's handle equal to it and return its number.

    Raises `DomainError` with `BLANK`, `INVALID_HANDLE`, `INVALID_CURRENCY`, `INVALID_PERIOD`,
    `UNKNOWN_MARKET`, `UNKNOWN_GROUP`, or `CURRENCY_FIXED` when the currency of a list that has prices would change.
    """
    values = _checked(draft)
    if draft.market is not None and tx.first(_MARKET, {"market": draft.market}) is None:
        raise DomainError("UNKNOWN_MARKET", f"there is no market '{draft.market[:80]}'", field=("market",))
    group = draft.customer_group
    if group is not None and not is_customer_group(tx, handle=group):
        raise DomainError(
            "UNKNOWN_GROUP", f"there is no customer group '{group[:80]}'", field=("customer_group",)
        )
    stored = tx.first(_STORED, {"handle": draft.handle})
    if stored is None:
        number = int(tx.execute(insert(PRICE_LIST).returning(PRICE_LIST.c.id), values).scalar_one())
    else:
        number = int(stored.id)
        if all(stored._mapping[name] == value for name, value in values.items()):  # noqa: SLF001
            return number
        if stored.currency != draft.currency and tx.first(_ANY_PRICE, {"number": number}):
            raise DomainError(
                "CURRENCY_FIXED", "the list has prices; their currency stays", field=("currency",)
            )
        tx.execute(update(PRICE_LIST).where(PRICE_LIST.c.id == number), values)
    tx.changed("catalog", "price_list", number)
    return number


def _checked(draft: PriceListDraft) -> dict[str, Any]:
    if not _HANDLE.fullmatch(draft.handle):
        raise DomainError("INVALID_HANDLE", f"'{draft.handle[:80]}' is not a handle", field=("handle",))
    if not draft.name.strip():
        raise DomainError("BLANK", "name can't be blank", field=("name",))
    if draft.currency not in CurrencyCode.__members__ or not is_currency(draft.currency):
        raise DomainError(
            "INVALID_CURRENCY", f"'{draft.currency[:8]}' is not a currency", field=("currency",)
        )
    if draft.starts_at and draft.ends_at and draft.ends_at <= draft.starts_at:
        raise DomainError("INVALID_PERIOD", "the list ends before it starts", field=("ends_at",))
    return {
        "handle": draft.handle,
        "name": draft.name.strip(),
        "currency": draft.currency,
        "market": draft.market,
        "customer_group": draft.customer_group,
        "includes_tax": draft.includes_tax,
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "priority": draft.priority,
    }
