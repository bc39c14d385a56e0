"""Asking shipping providers: before any transaction, all at once, and never longer than a shopper waits.

What they offer for a group of lines is kept with the operation. A provider that fails is passed over: its options are
missing, the others are there.
"""

import asyncio
import re
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog

from comptoir.addresses import Address
from comptoir.cart.delivery import LOCAL, PICK_UP, SHIPPING, TO_SEND
from comptoir.cart.view import CartView, GroupView
from comptoir.checkout.rates.table import DELIVERY_RATES
from comptoir.checkout.rates.terms import Parcel, rates_for
from comptoir.hooks.asking import Answers
from comptoir.hooks.shipping import ShippingItem, ShippingProvider, ShippingRate, ShippingRequest
from comptoir.markets import locale_of
from comptoir.money import total
from comptoir.shop import Shop

T = TypeVar("T")

TABLE = "table"
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


async def fetch_offers(cart: CartView, *, address: Address | None) -> None:
    """Ask all providers for what a cart's groups may be sent by; `offers_for` has it then.

    `address` is where the cart goes, as far as it is known, whoever asks.
    """
    groups = [group for group in cart.groups if group.way.method in {SHIPPING, LOCAL, PICK_UP}]
    requests = [_request(group, address) for group in groups]
    answers = await _together([ask_providers(cart.context.shop, request) for request in requests])
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


async def ask_providers(shop: Shop, request: ShippingRequest) -> tuple[Offer, ...]:
    """Ask all providers what something may be sent by, the shop's own table first."""
    providers = list(shop.shipping_providers.values())
    answers = await _together([_ask(shop, provider, request) for provider in providers])
    return tuple(
        Offer(provider.name, rate)
        for provider, rates in zip(providers, answers, strict=True)
        for rate in rates
    )


async def _together(waiting: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Wait for all, side by side; a single one needs no task of its own."""
    if len(waiting) == 1:
        return [await waiting[0]]
    return list(await asyncio.gather(*waiting))


async def _ask(shop: Shop, provider: ShippingProvider, request: ShippingRequest) -> tuple[ShippingRate, ...]:
    async def sound() -> tuple[ShippingRate, ...]:
        told = await provider.offers(request)
        return tuple(rate for rate in told if _is_sound(rate, request, provider=provider.name))

    nothing: tuple[ShippingRate, ...] = ()
    answers = shop.once("checkout.shipping", lambda: Answers("shipping", nothing))
    return await answers.ask(
        sound,
        provider=provider.name,
        digest=request.digest,
        keep_seconds=provider.keep_seconds,
        now=shop.clock.now(),
    )


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
