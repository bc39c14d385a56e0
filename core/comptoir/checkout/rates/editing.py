"""The table of delivery rates as staff see and change it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from comptoir.checkout.rates.table import (
    digest_of_rates,
    find_delivery_rates,
    lock_delivery_rates,
    set_delivery_rates,
)
from comptoir.checkout.rates.terms import DeliveryRate
from comptoir.db.tx import ReadTx, Tx
from comptoir.errors import DomainError
from comptoir.markets.models import MARKET
from comptoir.staff.audit import recording, state_of

SUBJECT = "delivery-rates"
_KNOWN = select(MARKET.c.handle).where(MARKET.c.handle.in_(bindparam("handles", expanding=True)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTable:
    """The whole table; `digest` tells one state of it from another."""

    rates: tuple[DeliveryRate, ...]
    digest: str


def read_rate_table(tx: ReadTx) -> RateTable:
    """Return the table as it stands."""
    rates = find_delivery_rates(tx)
    return RateTable(rates=rates, digest=digest_of_rates(rates))


def put_delivery_rates(
    tx: Tx, *, digest: str, rates: Sequence[DeliveryRate], reason: str | None = None
) -> RateTable:
    """Make these the whole table, in the place of the one with a digest, and tell the audit log.

    Raises `DomainError` as `set_delivery_rates` does, `INVALID` for a market that is none, and `CHANGED` where
    somebody else has changed the table since it had that digest; then nothing has changed.
    """
    lock_delivery_rates(tx)
    if read_rate_table(tx).digest != digest:
        raise DomainError(
            "CHANGED", "Somebody else has changed the rates since: look at them again.", field=("digest",)
        )
    _check_markets(tx, rates)
    with recording(
        tx, action="delivery_rates.changed", subject=SUBJECT, state=lambda: _state(tx), reason=reason
    ):
        set_delivery_rates(tx, rates=rates)
    return read_rate_table(tx)


def _check_markets(tx: Tx, rates: Sequence[DeliveryRate]) -> None:
    named = {rate.market for rate in rates if rate.market is not None}
    known = {row.handle for row in tx.all(_KNOWN, {"handles": sorted(named)})} if named else set()
    for place, rate in enumerate(rates):
        if rate.market is not None and rate.market not in known:
            message = f"'{rate.market[:80]}' is not a market"
            raise DomainError("INVALID", message, field=("rates", str(place), "market"))


def _state(tx: Tx) -> dict[str, Any]:
    return {f"{place}": state_of(rate) for place, rate in enumerate(find_delivery_rates(tx))}
