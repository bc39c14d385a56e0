"""The table of rates in SQL: set whole, read into the snapshot."""

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, text

from comptoir.checkout.models import RATES
from comptoir.checkout.rates.terms import METHODS, DeliveryRate
from comptoir.codes import CountryCode
from comptoir.db.tx import Change, ReadTx, Tx, dumps
from comptoir.errors import DomainError
from comptoir.money import Money
from comptoir.readmodel.snapshot import Parts, SnapshotPart

MOST_RATES = 1_000
_KIND = "delivery_rate"
_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_HANDLE = 80
_LONGEST_TITLE = 255
_LONGEST_CATEGORY = 80
_MOST_MINOR = 10**12
_MOST_GRAMS = 10**9
_MOST_DAYS = 365
_ALONE = text("LOCK TABLE checkout_rate IN EXCLUSIVE MODE")
_STORED = select(RATES).order_by(RATES.c.position)


def set_delivery_rates(tx: Tx, *, rates: Sequence[DeliveryRate]) -> bool:
    """Make these the whole table, in this order, and say whether that changed anything.

    Raises `DomainError` with `INVALID` for a rate that cannot be, and names it by its place.
    """
    lock_delivery_rates(tx)
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


def lock_delivery_rates(tx: Tx) -> None:
    """Let nobody else change the table until the transaction ends; SQLite has one writer anyway."""
    if tx.dialect == "postgresql":
        tx.execute(_ALONE)


def digest_of_rates(rates: Sequence[DeliveryRate]) -> str:
    """Return what tells one state of the table from another."""
    whole = [_columns(rate, place) for place, rate in enumerate(rates)]
    return hashlib.sha256(dumps(whole).encode()).hexdigest()[:32]


def find_delivery_rates(tx: ReadTx) -> tuple[DeliveryRate, ...]:
    """Return the table."""
    return tuple(_rate(row) for row in tx.all(_STORED))


def _check(rate: DeliveryRate, place: int) -> None:
    field = ("rates", str(place))
    if not _HANDLE.fullmatch(rate.handle) or len(rate.handle) > _LONGEST_HANDLE:
        raise DomainError("INVALID", "a handle is lower-case words with dashes", field=(*field, "handle"))
    if not rate.titles.get("en"):
        raise DomainError("INVALID", "a rate has a title in English at least", field=(*field, "titles"))
    if any(not title.strip() or len(title) > _LONGEST_TITLE for title in rate.titles.values()):
        message = f"a title has 1 to {_LONGEST_TITLE} characters"
        raise DomainError("INVALID", message, field=(*field, "titles"))
    if not 0 <= rate.amount.minor <= _MOST_MINOR:
        raise DomainError("INVALID", "a rate is not below zero, nor beyond reason", field=(*field, "amount"))
    if unknown := set(rate.countries).difference(CountryCode.__members__):
        raise DomainError("INVALID", f"'{min(unknown)}' is not a country", field=(*field, "countries"))
    if not rate.tax_category or len(rate.tax_category) > _LONGEST_CATEGORY:
        raise DomainError("INVALID", "a rate has a category of tax", field=(*field, "tax_category"))
    if rate.method not in METHODS:
        message = f"a rate is for one of {', '.join(METHODS)}"
        raise DomainError("INVALID", message, field=(*field, "method"))
    for name, start, below, most in (
        ("subtotal_below", rate.subtotal_from, rate.subtotal_below, _MOST_MINOR),
        ("grams_below", rate.grams_from, rate.grams_below, _MOST_GRAMS),
    ):
        if not 0 <= start <= most or (below is not None and not start < below <= most):
            raise DomainError("INVALID", "a band ends after it begins", field=(*field, name))
    _check_days(rate, field)


def _check_days(rate: DeliveryRate, field: tuple[str, ...]) -> None:
    days = [each for each in (rate.days_from, rate.days_until) if each is not None]
    if days != sorted(days) or any(not 0 <= each <= _MOST_DAYS for each in days):
        message = f"it takes 0 to {_MOST_DAYS} days, no more at first than at last"
        raise DomainError("INVALID", message, field=(*field, "days_until"))


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
        "method": rate.method,
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
        method=row.method,
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
