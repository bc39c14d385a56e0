"""Asking shipping providers: before any transaction, all at once, and never longer than a shopper waits.

What they offer for a group of lines is kept with the operation. A provider that fails is passed over: its options are
missing, the others are there.
"""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from comptoir.addresses import Address
from comptoir.cart.delivery import LOCAL, PICK_UP, SHIPPING, TO_SEND
from comptoir.cart.view import CartView, GroupView
from comptoir.checkout.rates.table import DELIVERY_RATES
from comptoir.checkout.rates.terms import Parcel, rates_for
from comptoir.hooks.shipping import ShippingItem, ShippingProvider, ShippingRate, ShippingRequest
from comptoir.markets import locale_of
from comptoir.money import total
from comptoir.shop import Shop

TABLE = "table"
PATIENCE = 3.0
"""Seconds that a provider may take."""
_FAILURE_KEPT = timedelta(seconds=15)
"""How long a provider that failed is not asked the same again, so that not every page waits for it."""
_MOST_KEPT = 2048
_HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_HANDLE = 80

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a provider offers."""

    provider: str
    rate: ShippingRate

    @property
    def handle(self) -> str:
        """What the option is called; those of the shop's own table by their own handle."""
        return self.rate.handle if self.provider == TABLE else f"{self.provider}:{self.rate.handle}"


class TableProvider:
    """The shop's own table of rates, the first of the providers."""

    name = TABLE
    keep_seconds = 0

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def offers(self, request: ShippingRequest) -> Sequence[ShippingRate]:
        """Return what the table has for it."""
        table = (await self._shop.readmodel.current())[DELIVERY_RATES]
        parcel = Parcel(
            market=request.market, country=request.country, subtotal=request.subtotal, grams=request.grams
        )
        return [
            ShippingRate(
                handle=rate.handle,
                titles=rate.titles,
                amount=rate.amount,
                days_from=rate.days_from,
                days_until=rate.days_until,
                tax_category=rate.tax_category,
            )
            for rate in rates_for(table, parcel)
        ]


@dataclass(slots=True)
class _Kept:
    """Answers of providers, by provider and digest of the request, for as long as they hold."""

    answers: dict[tuple[str, str], tuple[datetime, tuple[ShippingRate, ...]]] = field(default_factory=dict)

    def find(self, key: tuple[str, str], *, now: datetime) -> tuple[ShippingRate, ...] | None:
        """Return an answer that still holds."""
        until, rates = self.answers.get(key, (now, ()))
        return rates if until > now else None

    def keep(self, key: tuple[str, str], rates: tuple[ShippingRate, ...], *, until: datetime) -> None:
        """Keep an answer; the oldest gives way."""
        self.answers.pop(key, None)
        while len(self.answers) >= _MOST_KEPT:
            del self.answers[next(iter(self.answers))]
        self.answers[key] = (until, rates)


async def fetch_offers(cart: CartView, *, address: Address | None) -> None:
    """Ask all providers for what a cart's groups may be sent by; `offers_for` has it then.

    `address` is where the cart goes, as far as it is known, whoever asks.
    """
    groups = [group for group in cart.groups if group.way.method in {SHIPPING, LOCAL, PICK_UP}]
    requests = [_request(group, address) for group in groups]
    answers = await asyncio.gather(*(_offers(cart.context.shop, request) for request in requests))
    for group, offers in zip(groups, answers, strict=True):
        cart.context.memo[_key(group)] = offers


def offers_for(group: GroupView) -> tuple[Offer, ...]:
    """Return what providers offered for a group; `fetch_offers` has to have asked them."""
    found: tuple[Offer, ...] = group.cart.context.memo[_key(group)]
    return found


def _key(group: GroupView) -> tuple[str, int, int, str]:
    return "checkout.offers", group.cart.stored.id, group.cart.stored.version, group.key


def _request(group: GroupView, address: Address | None) -> ShippingRequest:
    """Return all that is sent together, with this group where it goes another way as yet."""
    cart, locale = group.cart, locale_of(group.cart.context)
    sent = [other for other in cart.groups if other.way == TO_SEND and other.way != group.way]
    lines = [*group.lines, *(line for other in sent for line in other.lines)]
    there = address if address is not None and address.country_code == cart.stored.country else None
    return ShippingRequest(
        market=locale.market.handle,
        country=cart.stored.country,
        region=cart.region,
        zip=there.zip if there is not None else None,
        city=there.city if there is not None else None,
        subtotal=total((line.quoted.subtotal for line in lines), currency=locale.currency),
        items=tuple(
            ShippingItem(
                variant_id=line.merchandise.number,
                sku=line.merchandise.sku,
                quantity=line.quantity,
                grams=line.merchandise.weight_grams,
            )
            for line in lines
        ),
    )


async def _offers(shop: Shop, request: ShippingRequest) -> tuple[Offer, ...]:
    providers = list(shop.shipping_providers.values())
    answers = await asyncio.gather(*(_ask(shop, provider, request) for provider in providers))
    return tuple(
        Offer(provider.name, rate)
        for provider, rates in zip(providers, answers, strict=True)
        for rate in rates
    )


async def _ask(shop: Shop, provider: ShippingProvider, request: ShippingRequest) -> tuple[ShippingRate, ...]:
    kept, key, now = shop.once("checkout.shipping", _Kept), (provider.name, request.digest), shop.clock.now()
    known = kept.find(key, now=now)
    if known is not None:
        return known
    try:
        async with asyncio.timeout(PATIENCE):
            told = await provider.offers(request)
        rates = tuple(rate for rate in told if _is_sound(rate, request, provider=provider.name))
    except Exception as error:  # noqa: BLE001 - another's fault is no error for the shopper
        _log.warning("shipping.unanswered", provider=provider.name, error=repr(error)[:200])
        kept.keep(key, (), until=now + _FAILURE_KEPT)
        return ()
    if provider.keep_seconds > 0:
        kept.keep(key, rates, until=now + timedelta(seconds=provider.keep_seconds))
    return rates


def _is_sound(rate: ShippingRate, request: ShippingRequest, *, provider: str) -> bool:
    sound = (
        _HANDLE.fullmatch(rate.handle) is not None
        and len(rate.handle) <= _LONGEST_HANDLE
        and bool(rate.titles.get("en"))
        and rate.amount.currency == request.subtotal.currency
        and rate.amount.minor >= 0
    )
    if not sound:
        _log.warning("shipping.unsound", provider=provider, handle=rate.handle[:80])
    return sound
