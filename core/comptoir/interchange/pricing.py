"""Where the prices of a file go: the shop's own price list, and those of markets that the header names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Row, bindparam, select

from comptoir.db.tx import ReadTx, Tx
from comptoir.interchange.columns import Header
from comptoir.markets.records import MarketRecord
from comptoir.markets.snapshot import Markets, build_markets
from comptoir.money import Money
from comptoir.pricing import PriceEntry, PriceListDraft, save_price_list, set_prices
from comptoir.pricing.models import PRICE, PRICE_LIST
from comptoir.readmodel.snapshot import Parts

_LISTS = (
    select(PRICE_LIST)
    .where(PRICE_LIST.c.customer_group.is_(None))
    .where(PRICE_LIST.c.starts_at.is_(None), PRICE_LIST.c.ends_at.is_(None))
    .order_by(PRICE_LIST.c.priority, PRICE_LIST.c.id)
)
_PRICES = (
    select(
        PRICE.c.variant_id,
        PRICE.c.minimum_quantity,
        PRICE.c.amount,
        PRICE.c.compare_at,
        PRICE_LIST.c.currency,
    )
    .join_from(PRICE, PRICE_LIST, PRICE_LIST.c.id == PRICE.c.price_list_id)
    .where(PRICE_LIST.c.handle == bindparam("handle"))
    .where(PRICE.c.variant_id.in_(bindparam("variants", expanding=True)))
    .order_by(PRICE.c.variant_id, PRICE.c.minimum_quantity)
)
_CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTarget:
    """A price list to write to; `draft` is how to make one that the shop lacks."""

    handle: str
    currency: str
    draft: PriceListDraft | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTargets:
    """Where prices go: those of the file's own columns, and those of each market's, by the header's name."""

    base: PriceTarget
    markets: Mapping[str, PriceTarget] = field(default_factory=dict)
    unknown: Sequence[str] = ()
    """Names in the header of markets that the shop lacks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a file says of a variant's price; with `keeps_compare_at` it says nothing of that to compare at."""

    amount: Money
    compare_at: Money | None
    keeps_compare_at: bool


def find_targets(tx: ReadTx, *, header: Header | None = None) -> PriceTargets:
    """Find the price lists of a file.

    Prices are in the currency of the shop's default market. They go to the list of all its visitors at all times;
    without one, to that market's own, and without that to a new list `retail`. A market's column goes to the list
    of that market.
    """
    markets = build_markets(tx, Parts({}))
    lists = tx.all(_LISTS)
    names = [*header.market_prices, *header.market_compare_ats] if header else []
    found: dict[str, PriceTarget] = {}
    unknown: list[str] = []
    for name in dict.fromkeys(names):
        market = _market(markets, name)
        if market is None:
            unknown.append(name)
        else:
            found[name] = _market_target(lists, market)
    return PriceTargets(base=_base_target(lists, markets.default), markets=found, unknown=unknown)


def _base_target(lists: Sequence[Row[tuple[object, ...]]], market: MarketRecord) -> PriceTarget:
    fitting = [
        row for row in lists if row.currency == market.currency and row.market in {None, market.handle}
    ]
    fitting.sort(key=lambda row: row.market is not None)
    if fitting:
        return PriceTarget(handle=fitting[0].handle, currency=market.currency)
    handle = "retail"
    if any(row.handle == handle for row in lists):
        handle = f"retail-{market.currency.lower()}"
    draft = PriceListDraft(
        handle=handle, name="Retail", currency=market.currency, includes_tax=market.includes_tax
    )
    return PriceTarget(handle=handle, currency=market.currency, draft=draft)


def _market(markets: Markets, name: str) -> MarketRecord | None:
    wanted = name.strip().casefold()
    for market in markets.markets:
        if market.number and wanted in {market.handle.casefold(), market.name.casefold()}:
            return market
    return None


def _market_target(lists: Sequence[Row[tuple[object, ...]]], market: MarketRecord) -> PriceTarget:
    for row in lists:
        if row.market == market.handle and row.currency == market.currency:
            return PriceTarget(handle=row.handle, currency=market.currency)
    handle = f"market-{market.handle}"
    draft = PriceListDraft(
        handle=handle,
        name=market.name,
        currency=market.currency,
        market=market.handle,
        includes_tax=market.includes_tax,
    )
    return PriceTarget(handle=handle, currency=market.currency, draft=draft)


def find_prices(tx: ReadTx, *, price_list: str, variants: Sequence[int]) -> dict[int, list[PriceEntry]]:
    """Return the prices of variants in a list, lowest quantity first."""
    found: dict[int, list[PriceEntry]] = {}
    ordered = sorted(variants)
    for start in range(0, len(ordered), _CHUNK):
        part = ordered[start : start + _CHUNK]
        for row in tx.all(_PRICES, {"handle": price_list, "variants": part}):
            entry = PriceEntry(
                variant_id=row.variant_id,
                amount=Money(row.amount, row.currency),
                compare_at=None if row.compare_at is None else Money(row.compare_at, row.currency),
                minimum_quantity=row.minimum_quantity,
            )
            found.setdefault(row.variant_id, []).append(entry)
    return found


def save_prices(tx: Tx, *, target: PriceTarget, prices: Mapping[int, Said]) -> set[int]:
    """Give variants their prices for one piece; prices for more pieces stay. Return the variants that changed."""
    if not prices:
        return set()
    stored = find_prices(tx, price_list=target.handle, variants=list(prices))
    entries: list[PriceEntry] = []
    changed: set[int] = set()
    for variant, said in prices.items():
        before = stored.get(variant, [])
        single = next((entry for entry in before if entry.minimum_quantity == 1), None)
        compare_at = single.compare_at if said.keeps_compare_at and single else said.compare_at
        wanted = PriceEntry(variant_id=variant, amount=said.amount, compare_at=compare_at)
        if wanted != single:
            changed.add(variant)
            entries.extend((wanted, *(entry for entry in before if entry.minimum_quantity > 1)))
    if entries:
        if target.draft:
            save_price_list(tx, draft=target.draft)
        set_prices(tx, price_list=target.handle, prices=entries)
    return changed
