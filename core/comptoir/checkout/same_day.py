"""What a store brings itself on the day of the order: to postal codes that it serves, while its clock allows it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from comptoir.addresses import Address
from comptoir.cart.delivery import LOCAL, Promise, Way
from comptoir.cart.view import CartView, GroupView, LineView
from comptoir.checkout.rates.table import DELIVERY_RATES
from comptoir.checkout.rates.terms import DeliveryRate, Parcel, rates_for
from comptoir.inventory.levels import levels_of
from comptoir.inventory.promising import brought_by
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.money import total

Levels = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True, slots=True)
class LocalOffer:
    """A rate at which a store brings a group, and what it promises."""

    store: LocationRecord
    rate: DeliveryRate
    promise: Promise

    @property
    def handle(self) -> str:
        """What the option is called."""
        return f"local:{self.rate.handle}:{self.store.handle}"

    @property
    def way(self) -> Way:
        """How the lines go by it."""
        return Way(LOCAL, self.store.number)


@dataclass(frozen=True, slots=True)
class _Aim:
    """Where a cart goes, and what the stores that bring goods there have; no `levels` where nobody looked."""

    zip_code: str | None
    levels: Levels | None = None


def aim_at(cart: CartView, *, address: Address | None) -> None:
    """Say where a cart goes, as far as it is known, whoever asks; `local_offers` tells who brings it there.

    Whether the stores have the goods is not looked at: whoever holds the goods afterwards finds out.
    """
    there = address is not None and address.country_code == cart.stored.country
    cart.context.memo[_key(cart)] = _Aim(address.zip if address is not None and there else None)


async def fetch_local_stock(cart: CartView, *, address: Address | None) -> None:
    """Say where a cart goes, and read what stores have, so that `local_offers` leaves out those that lack something."""
    aim_at(cart, address=address)
    zip_code = _aim(cart).zip_code
    if any(_stores(cart, zip_code)):
        counted = {line.merchandise.number for line in cart.sold_lines if line.merchandise.inventory_tracked}
        levels = await cart.context.shop.db.read(levels_of, variant_ids=sorted(counted))
        cart.context.memo[_key(cart)] = _Aim(zip_code, levels)


def local_offers(group: GroupView) -> list[LocalOffer]:
    """Return at what rates stores bring a group today, in the merchant's order; see `aim_at`."""
    aim = _aim(group.cart)
    table = group.cart.context.snapshot[DELIVERY_RATES]
    return [
        LocalOffer(store, rate, _kept(group, store) or promise)
        for store, promise in _stores(group.cart, aim.zip_code)
        if _has_all(store, _together(group, store), aim.levels)
        for rate in rates_for(table, _parcel(group, store))
    ]


def _stores(cart: CartView, zip_code: str | None) -> Iterator[tuple[LocationRecord, Promise]]:
    """Yield the stores that serve a postal code today, with what they promise whoever orders now."""
    for store in availability_of(cart.context).locations:
        if zip_code and store.sells and store.same_day_zips.holds(cart.stored.country, zip_code):
            until = brought_by(store, now=cart.context.now)
            if until is not None:
                yield store, Promise(until=until, zip=zip_code)


def _kept(group: GroupView, store: LocationRecord) -> Promise | None:
    """Return what the store promised when it was chosen, as long as it keeps that."""
    chosen = group.chosen if group.way == Way(LOCAL, store.number) else None
    return None if chosen is None else chosen.promise


def _together(group: GroupView, store: LocationRecord) -> Sequence[LineView]:
    """Return the lines of a group, with what the store brings already."""
    way = Way(LOCAL, store.number)
    others = [other for other in group.cart.groups if other.way == way and other.way != group.way]
    return [*group.lines, *(line for other in others for line in other.lines)]


def _has_all(store: LocationRecord, lines: Sequence[LineView], levels: Levels | None) -> bool:
    if levels is None:
        return True
    wanted = Counter[int]()
    for line in lines:
        if line.merchandise.inventory_tracked:
            wanted[line.merchandise.number] += line.quantity
    return all(levels[variant].get(store.number, 0) >= pieces for variant, pieces in wanted.items())


def _parcel(group: GroupView, store: LocationRecord) -> Parcel:
    cart, locale, lines = group.cart, locale_of(group.cart.context), _together(group, store)
    return Parcel(
        market=locale.market.handle,
        country=cart.stored.country,
        subtotal=total((line.quoted.subtotal for line in lines), currency=locale.currency),
        grams=sum((line.merchandise.weight_grams or 0) * line.quantity for line in lines),
        method=LOCAL,
    )


def _key(cart: CartView) -> tuple[str, int, int]:
    return "checkout.aim", cart.stored.id, cart.stored.version


def _aim(cart: CartView) -> _Aim:
    found: _Aim = cart.context.memo[_key(cart)]
    return found
