"""What a line that is added to an order costs: the one quote, of this line and its delivery, at this moment.

Lines that stand keep their prices, and no promotion is judged anew for them: those that apply by themselves are
applied to what is added alone. Codes are not asked for.
"""

from dataclasses import dataclass, replace

from comptoir.cart.contents import check_quantity
from comptoir.cart.view import terms_of
from comptoir.catalog import view_of
from comptoir.catalog.records import VariantRecord
from comptoir.checkout.additions.places import DeliveryWish, Place, find_place
from comptoir.checkout.buyers import ask_buyer_limits
from comptoir.checkout.shipping import Offer, ask_providers
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.hooks.shipping import ShippingItem, ShippingRequest
from comptoir.hooks.tax import TaxAddress
from comptoir.markets import locale_of
from comptoir.orders.commands.edit import check_open
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.queries import get_order
from comptoir.orders.records import OrderRecord
from comptoir.pricing import Charge, PromotionLimits, Quote, RequestedLine, quote_lines
from comptoir.pricing.tax import TaxFacts
from comptoir.pricing.taxing import NO_TAXES, TaxedSale, Taxes, TaxPlace, ask_taxes, store_place

LINE = "line"
"""What the one line is called in the quote."""
DELIVERY = "delivery"
"""What its delivery is called in the quote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWish:
    """Something to add to an order."""

    variant_id: int
    quantity: int
    delivery: DeliveryWish


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A wish that can be fulfilled, as far as its price is asked for: what it may be sent by, and who buys."""

    order: OrderRecord
    wish: LineWish
    variant: VariantRecord
    place: Place
    context: RequestContext
    limits: PromotionLimits
    offers: tuple[Offer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdditionQuote:
    """What is wanted with what it costs; `offer` is what it is sent by, none where it costs no delivery."""

    wanted: Wanted
    quote: Quote
    offer: Offer | None
    taxes: Taxes
    """What the tax provider said of it."""


def shopper_of(order: OrderRecord) -> str:
    """Return how whoever bought an order is known to promotions: by email, else by phone."""
    return order.email or order.phone or order.origin


async def look_at_wish(context: RequestContext, *, order_id: int, wish: LineWish) -> Wanted:
    """Return a wish as it stands at this moment, with what it may be sent by.

    Raises `DomainError`: `NOT_FOUND`, `CANCELLED`, `ALREADY_FULFILLED`, `NOT_SOLD` in the order's market,
    `NOT_POSSIBLE` for what does not travel, `DESTINATION_CHANGED` for another market than the order's, and what is
    wrong with the quantity or the place.
    """
    db = context.shop.db
    order = await db.read(get_order, order_id=order_id)
    check_open(order)
    place = find_place(context, order=order, wish=wish.delivery)
    there = replace(context, country=place.country, language=order.language, memo={})
    _check_market(there, order, place)
    variant = _sold(there, wish)
    limits = await ask_buyer_limits(context, shopper=shopper_of(order), currency=order.currency)
    wanted = Wanted(order=order, wish=wish, variant=variant, place=place, context=there, limits=limits)
    _check_tax(_quote(wanted), order)
    if place.method is not DeliveryMethod.SHIPPING:
        return wanted
    return replace(wanted, offers=await ask_providers(context.shop, _parcel(wanted)))


async def quote_wish(wanted: Wanted) -> AdditionQuote:
    """Return what is wanted with what it costs; raises `DomainError` with `DELIVERY_REQUIRED`."""
    if wanted.place.method is not DeliveryMethod.SHIPPING or wanted.place.joins is not None:
        return await _taxed(wanted, None)
    handle = wanted.wish.delivery.option
    offer = next((each for each in wanted.offers if each.handle == handle), None)
    if offer is None:
        raise DomainError(
            "DELIVERY_REQUIRED",
            "Choose what it is sent by.",
            field=("line", "delivery", "option_handle"),
        )
    return await _taxed(wanted, offer)


async def _taxed(wanted: Wanted, offer: Offer | None) -> AdditionQuote:
    """Return what is wanted with what it costs and what the tax provider says of it."""
    plain, place = _quote(wanted, offer), _tax_place(wanted.place)
    sale = TaxedSale(
        locale=locale_of(wanted.context),
        lines=[_line(wanted)],
        charges=_charges(wanted, offer),
        places={LINE: place, DELIVERY: place},
    )
    taxes = await ask_taxes(wanted.context, sale, quoted=plain)
    quote = _quote(wanted, offer, taxes=taxes) if taxes.by_key else plain
    return AdditionQuote(wanted=wanted, quote=quote, offer=offer, taxes=taxes)


def _tax_place(place: Place) -> TaxPlace:
    if place.location is not None:
        return store_place(place.location, country=place.country)
    assert place.address is not None, "what is not at a store is sent to an address"
    return TaxPlace(
        destination=TaxAddress(
            country=place.country,
            region=place.region,
            zip=place.address.zip,
            city=place.address.city,
            address1=place.address.address1,
        )
    )


def title_of(wanted: Wanted, offer: Offer) -> str:
    """Return what an offer is called in the order's language."""
    titles = offer.rate.titles
    return titles.get(wanted.order.language) or titles["en"]


def _check_market(there: RequestContext, order: OrderRecord, place: Place) -> None:
    locale = locale_of(there)
    if (locale.market.handle, locale.currency, locale.country) != (
        order.market, order.currency, place.country,
    ):  # fmt: skip
        raise _elsewhere()


def _check_tax(quote: Quote, order: OrderRecord) -> None:
    if quote.includes_tax != order.quote.includes_tax:
        raise _elsewhere()


def _elsewhere() -> DomainError:
    return DomainError(
        "DESTINATION_CHANGED",
        "It would be sold on the terms of another market: make another order.",
        field=("line", "delivery"),
    )


def _sold(there: RequestContext, wish: LineWish) -> VariantRecord:
    terms = terms_of(there, locale_of(there).country, wish.variant_id)
    if terms is None:
        raise DomainError("NOT_SOLD", "This is not sold in the order's market.", field=("line", "variant_id"))
    check_quantity(wish.quantity, terms, field=("line", "quantity"))
    variant = view_of(there).variants[wish.variant_id]
    if not variant.requires_shipping:
        raise DomainError(
            "NOT_POSSIBLE",
            "What is not handed over or sent is bought in an order of its own.",
            field=("line", "variant_id"),
        )
    return variant


def _line(wanted: Wanted) -> RequestedLine:
    return RequestedLine(key=LINE, variant=wanted.variant, quantity=wanted.wish.quantity)


def _charges(wanted: Wanted, offer: Offer | None) -> list[Charge]:
    return [] if offer is None or not offer.rate.amount.minor else [_charge(wanted, offer)]


def _quote(wanted: Wanted, offer: Offer | None = None, *, taxes: Taxes = NO_TAXES) -> Quote:
    there = wanted.context
    return quote_lines(
        there,
        lines=[_line(wanted)],
        locale=locale_of(there),
        groups=frozenset(),
        at=there.now,
        channel=there.actor.channel,
        tax=TaxFacts(region=wanted.place.region, provided=taxes.by_key),
        charges=_charges(wanted, offer),
        limits=wanted.limits,
    )


def _charge(wanted: Wanted, offer: Offer) -> Charge:
    return Charge(
        key=DELIVERY,
        amount=offer.rate.amount,
        label=title_of(wanted, offer),
        tax_category=offer.rate.tax_category,
    )


def _parcel(wanted: Wanted) -> ShippingRequest:
    variant, place = wanted.variant, wanted.place
    assert place.address is not None
    item = ShippingItem(
        variant_id=variant.number,
        sku=variant.sku,
        quantity=wanted.wish.quantity,
        grams=variant.weight_grams,
    )
    return ShippingRequest(
        market=wanted.order.market,
        country=place.country,
        region=place.region,
        zip=place.address.zip,
        city=place.address.city,
        subtotal=_quote(wanted).subtotal,
        items=(item,),
    )
