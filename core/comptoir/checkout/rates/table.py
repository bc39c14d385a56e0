"""The table of rates in SQL: set whole, read into the snapshot."""

import json
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select

from comptoir.checkout.models import RATES
from comptoir.checkout.rates.terms import DeliveryRate
from comptoir.codes import CountryCode
from comptoir.db.tx import Change, ReadTx, Tx, dumps
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.readmodel.snapshot import Parts, SnapshotPart

MOST_RATES = 1_000
_KIND = "delivery_rate"
_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_HANDLE = 80
_STORED = select(RATES).order_by(RATES.c.position)


def set_delivery_rates(tx: Tx, *, rates: Sequence[DeliveryRate]) -> bool:
    """Make these the whole table, in this order, and say whether that changed anything.

    Raises `DomainError` with `INVALID` for a rate that cannot be, and names it by its place.
    """
    if len(rates) > MOST_RATES:
        raise DomainError("INVALID", f"there are more than {MOST_RATES} rates", field=("rates",))
    for place, rate in enumerate(rates):
        _check(rate, place)
    if find_delivery_rates(tx) == tuple(rates):
        return False
    tx.execute(delete(RATES))
    if rates:
        tx.execute(insert(RATES), [_columns(rate, place) for place, rate in enumerate(rates)])
    tx.changed("catalog", _KIND, 1)
    return True


def find_delivery_rates(tx: ReadTx) -> tuple[DeliveryRate, ...]:
    """Return the table."""
    return tuple(_rate(row) for row in tx.all(_STORED))


def _check(rate: DeliveryRate, place: int) -> None:
    field = ("rates", str(place))
    if not _HANDLE.fullmatch(rate.handle) or len(rate.handle) > _LONGEST_HANDLE:
        raise DomainError("INVALID", "a handle is lower-case words with dashes", field=(*field, "handle"))
    if not rate.titles.get("en"):
        raise DomainError("INVALID", "a rate has a title in English at least", field=(*field, "titles"))
    if rate.amount.minor < 0:
        raise DomainError("INVALID", "a rate is not below zero", field=(*field, "amount"))
    if unknown := set(rate.countries).difference(CountryCode.__members__):
        raise DomainError("INVALID", f"'{min(unknown)}' is not a country", field=(*field, "countries"))
    for name, start, below in (
        ("subtotal_below", rate.subtotal_from, rate.subtotal_below),
        ("grams_below", rate.grams_from, rate.grams_below),
    ):
        if start < 0 or (below is not None and below <= start):
            raise DomainError("INVALID", "a band ends after it begins", field=(*field, name))


def _columns(rate: DeliveryRate, place: int) -> dict[str, Any]:
    return {
        "position": place,
        "handle": rate.handle,
        "titles": dumps(dict(rate.titles)),
        "amount": rate.amount.minor,
        "currency": rate.amount.currency,
        "market": rate.market,
        "countries": dumps(list(rate.countries)),
        "subtotal_from": rate.subtotal_from,
        "subtotal_below": rate.subtotal_below,
        "grams_from": rate.grams_from,
        "grams_below": rate.grams_below,
        "days_from": rate.days_from,
        "days_until": rate.days_until,
        "tax_category": rate.tax_category,
    }


def _rate(row: Row[Any]) -> DeliveryRate:
    return DeliveryRate(
        handle=row.handle,
        titles=json.loads(row.titles),
        amount=Money(row.amount, row.currency),
        market=row.market,
        countries=tuple(json.loads(row.countries)),
        subtotal_from=row.subtotal_from,
        subtotal_below=row.subtotal_below,
        grams_from=row.grams_from,
        grams_below=row.grams_below,
        days_from=row.days_from,
        days_until=row.days_until,
        tax_category=row.tax_category,
    )


def _build(tx: ReadTx, parts: Parts) -> tuple[DeliveryRate, ...]:  # noqa: ARG001
    return find_delivery_rates(tx)


def _refresh(
    tx: ReadTx,
    value: tuple[DeliveryRate, ...],
    changes: Sequence[Change],
    parts: Parts,  # noqa: ARG001
) -> tuple[DeliveryRate, ...]:
    return find_delivery_rates(tx) if any(change.kind == _KIND for change in changes) else value


DELIVERY_RATES: SnapshotPart[tuple[DeliveryRate, ...]] = SnapshotPart(
    name="delivery_rates", build=_build, refresh=_refresh, streams=frozenset({"catalog"})
)
"""The table of delivery rates."""
