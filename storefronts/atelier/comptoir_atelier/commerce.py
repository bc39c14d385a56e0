"""The shop, its markets, prices, locations, stock and returns policies, as commands take them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from zlib import crc32

from comptoir.api import (
    CustomerGroupDraft,
    Exemption,
    LocationDraft,
    MarketDraft,
    Money,
    Opening,
    PaymentTerms,
    PolicyDraft,
    PolicyScope,
    PolicyTerms,
    PriceEntry,
    PriceListDraft,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    ShopDraft,
    TermsDraft,
    ZipArea,
    final_sale,
    parse_money,
)

from comptoir_atelier.products import Piece, Product
from comptoir_atelier.sources import Table, read

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CURRENCIES = ("EUR", "GBP", "USD")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stocked:
    """A saved variant: its number in the shop beside what the data says of it."""

    variant_id: int
    product: Product
    piece: Piece


def shop_draft() -> ShopDraft:
    """Return the shop itself."""
    source = read("commerce")["shop"]
    return ShopDraft(
        name=source["name"],
        email=source["email"],
        default_market=source["market"],
        default_language=source["language"],
        slogan=source["slogan"],
        description=source["description"],
        short_description=source["short_description"],
        logo_path="/assets/atelier/logo.svg",
        square_logo_path="/assets/atelier/favicon.svg",
        primary_colors=[("#1f2328", "#faf7f1")],
        secondary_colors=[("#8a3d22", "#ffffff")],
        translations={"fr": source["fr"]},
    )


def market_drafts() -> list[MarketDraft]:
    """Return the markets, the default one first."""
    return [
        MarketDraft(
            handle=table["handle"],
            name=table["name"],
            currency=table["currency"],
            countries=table["countries"],
            languages=table["languages"],
            prices_include_tax=table["tax_included"],
        )
        for table in read("commerce")["market"]
    ]


def terms_draft() -> TermsDraft:
    """Return the terms of payment: part of the total now, the rest within some days and before parcels leave."""
    table = read("commerce")["deposit"]
    terms = PaymentTerms(
        handle=table["handle"],
        basis_points=table["percent"] * 100,
        ships_after="BALANCE",
        balance_days=table["balance_days"],
    )
    return TermsDraft(terms=terms)


def trade_group() -> CustomerGroupDraft:
    """Return the group of customers who buy for shops of their own."""
    trade = read("commerce")["trade"]
    return CustomerGroupDraft(handle=trade["group"], title=trade["title"])


def price_list_drafts() -> list[PriceListDraft]:
    """Return a price list for each currency and the euro list for the trade; only US prices are before tax."""
    trade = read("commerce")["trade"]
    lists = [
        PriceListDraft(
            handle=currency.lower(),
            name=f"Retail {currency}",
            currency=currency,
            includes_tax=currency != "USD",
        )
        for currency in CURRENCIES
    ]
    return [
        *lists,
        PriceListDraft(
            handle=trade["handle"], name=trade["title"], currency="EUR", customer_group=trade["group"]
        ),
    ]


def prices(stocked: Iterable[Stocked], *, currency: str) -> list[PriceEntry]:
    """Return the retail prices in a currency, quantity breaks included."""
    breaks = {row["product"]: row for row in read("commerce")["break"]}
    entries = []
    for each in stocked:
        entries.append(_price(each, currency))
        lower = breaks.get(each.product.handle)
        if lower:
            amount = parse_money(lower["price"][currency], currency)
            entries.append(
                PriceEntry(variant_id=each.variant_id, amount=amount, minimum_quantity=lower["quantity"])
            )
    return entries


def trade_prices(stocked: Iterable[Stocked]) -> list[PriceEntry]:
    """Return what the trade pays in euros for the kinds of goods it is offered, rounded half up to a cent."""
    trade = read("commerce")["trade"]
    factor = 1 - Decimal(trade["percent_off"]) / 100
    return [
        PriceEntry(
            variant_id=each.variant_id, amount=parse_money(each.piece.prices["EUR"], "EUR").times(factor)
        )
        for each in stocked
        if each.product.source["type"] in trade["types"]
    ]


def location_drafts() -> list[LocationDraft]:
    """Return the stores and the warehouse; stores let shoppers collect, and ship what the warehouse lacks."""
    return [
        LocationDraft(
            handle=table["handle"],
            name=table["name"],
            kind=table["kind"],
            address1=table["address1"],
            zip=table["zip"],
            city=table["city"],
            province=table["province"] or None,
            country_code=table["country_code"],
            phone=table["phone"],
            latitude=table["latitude"],
            longitude=table["longitude"],
            time_zone=table["timezone"],
            pickup_enabled=table["kind"] == "store",
            position=place,
            hours=_hours(table),
            same_day_km=table.get("same_day_km"),
            same_day_zips=_served(table),
        )
        for place, table in enumerate(read("locations")["location"])
    ]


def _served(table: Table) -> tuple[ZipArea, ...]:
    """Return the postal codes of its own country that a store serves on the day of the order."""
    zips = tuple(table.get("same_day_zips", ()))
    return (ZipArea(country=table["country_code"], zips=zips),) if zips else ()


def _hours(table: Table) -> tuple[Opening, ...]:
    """Return the hours of a store: each of its rows says from which weekday to which, from when to when."""
    openings: list[Opening] = []
    for days, opens, closes in table.get("hours", ()):
        first, _, last = days.partition("-")
        span = range(_WEEKDAYS.index(first), _WEEKDAYS.index(last or first) + 1)
        openings += [Opening(day=day, opens=opens, closes=closes) for day in span]
    return tuple(openings)


def levels(stocked: Sequence[Stocked], *, location: Table) -> dict[int, int]:
    """Return how many of each variant a location has; the same data gives the same stock."""
    return {each.variant_id: _level(each, location) for each in stocked if not each.product.is_gift_card}


def policy_drafts() -> list[PolicyDraft]:
    """Return the returns policies."""
    return [_policy(table) for table in read("commerce")["policy"]]


def _price(each: Stocked, currency: str) -> PriceEntry:
    before = each.piece.compare_at.get(currency)
    compare_at: Money | None = parse_money(before, currency) if before else None
    amount = parse_money(each.piece.prices[currency], currency)
    return PriceEntry(variant_id=each.variant_id, amount=amount, compare_at=compare_at)


def _level(each: Stocked, location: Table) -> int:
    """Return a level drawn from the SKU: in one store of five a size is gone, in as many it is the last."""
    scarcity = read("locations")["scarcity"]
    if each.product.handle in scarcity["sold_out"] or each.piece.sku in scarcity["backorder"]:
        return 0
    draw = crc32(f"{each.piece.sku}@{location['handle']}".encode())
    if draw % 5 == 0:
        return 0
    depth = int(location["depth"])
    return 1 if draw % 5 == 1 else depth // 2 + draw // 5 % (depth + 1)


def _policy(table: Table) -> PolicyDraft:
    scope, key = PolicyScope(table["scope"]), table.get("handle", "")
    market = table.get("market")
    words = [scope.value, key.lower().replace(" ", "-"), market]
    return PolicyDraft(
        handle="-".join(word for word in words if word),
        scope=scope,
        scope_key=key,
        market=market,
        terms=_terms(table),
    )


def _terms(table: Table) -> PolicyTerms:
    if table.get("final_sale"):
        return final_sale()
    percent, exemption = table.get("restocking_percent"), table.get("exemption")
    return PolicyTerms(
        window_days=table["window_days"],
        resolutions=tuple(ReturnResolution(name) for name in table["resolutions"]),
        methods=tuple(_method(ReturnMethodKind(name)) for name in table["methods"]),
        restocking_fee=RestockingFee(basis_points=int(Decimal(percent) * 100)) if percent else None,
        exemption=Exemption(exemption) if exemption else None,
    )


def _method(kind: ReturnMethodKind) -> ReturnMethod:
    by_mail = kind is ReturnMethodKind.BY_MAIL
    return ReturnMethod(kind=kind, fees=ReturnFees.CUSTOMER_RESPONSIBILITY if by_mail else ReturnFees.FREE)
