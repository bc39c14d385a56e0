"""What a reservation costs at its store: the one quote, for the store's market and whoever reserved."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from comptoir.cart.contents import check_codes
from comptoir.catalog import view_of
from comptoir.catalog.listing import visible_variant
from comptoir.catalog.records import VariantRecord
from comptoir.checkout.buyers import ask_buyer_limits
from comptoir.checkout.drafting import draft_line
from comptoir.errors import DomainError
from comptoir.graphql.context import RequestContext
from comptoir.ids import gid
from comptoir.inventory.records import LocationRecord
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.drafts import GroupDraft, OrderDraft, Sourcing
from comptoir.orders.freezing import freeze_quote
from comptoir.pricing import PromotionLimits, Quote, RequestedLine, quote_lines
from comptoir.pricing.tax import TaxFacts
from comptoir.pricing.taxing import NO_TAXES, TaxedSale, Taxes, ask_taxes, store_place
from comptoir.reservations import Reservation, get_reservation

LINE = "line"
"""What the one line is called in the quote."""
_GROUP = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterQuote:
    """A reservation with what it costs, as seen from its store."""

    reservation: Reservation
    location: LocationRecord
    variant: VariantRecord
    quote: Quote
    codes: tuple[str, ...]
    """The discount codes that the shopper gave; the quote knows what came of each."""
    context: RequestContext
    taxes: Taxes
    """What the tax provider said of it."""

    @property
    def shopper(self) -> str:
        """Whom limits of promotions are counted for."""
        return _shopper(self.reservation)

    @property
    def region(self) -> str:
        """The subdivision of the store, for tax."""
        return self.location.province_code or ""


async def quote_reservation(
    context: RequestContext, *, number: int, codes: Sequence[str] = ()
) -> CounterQuote:
    """Return what a reservation costs at its store now, with the discount codes that the shopper gives.

    The store's country decides market, currency and tax. Raises `DomainError` with `RESERVATION_NOT_FOUND`,
    `NOT_SOLD` where the variant or the store is gone, or the variant has no price there, and for codes that a cart
    refuses.
    """
    given = _checked(codes)
    db = context.shop.db
    reservation = await db.read(get_reservation, number=number)
    location = availability_of(context).by_id.get(gid("Location", reservation.location_id))
    if location is None:
        raise _not_sold("The store is closed.")
    there = replace(context, country=location.country_code, language=reservation.language, memo={})
    variant = view_of(there).variants.get(reservation.variant_id or 0)
    if variant is None or not visible_variant(there, variant):
        raise _not_sold("This is not sold at the store any more.")
    limits = await ask_buyer_limits(there, shopper=_shopper(reservation), currency=locale_of(there).currency)
    line = RequestedLine(key=LINE, variant=variant, quantity=reservation.quantity)
    quote, taxes = await _quote(there, line, location=location, limits=limits, codes=given)
    return CounterQuote(
        reservation=reservation,
        location=location,
        variant=variant,
        quote=quote,
        codes=given,
        context=there,
        taxes=taxes,
    )


async def _quote(
    context: RequestContext,
    line: RequestedLine,
    *,
    location: LocationRecord,
    limits: PromotionLimits,
    codes: tuple[str, ...],
) -> tuple[Quote, Taxes]:
    """Return what goods cost at a store, with what the tax provider says of them there."""
    locale = locale_of(context)

    def quoted(taxes: Taxes) -> Quote:
        return quote_lines(
            context,
            lines=[line],
            locale=locale,
            groups=frozenset(),
            at=context.now,
            channel=context.actor.channel,
            codes=codes,
            limits=limits,
            tax=TaxFacts(region=location.province_code or "", provided=taxes.by_key),
        )

    plain = quoted(NO_TAXES)
    place = store_place(location, country=locale.country)
    sale = TaxedSale(locale=locale, lines=[line], places={line.key: place})
    taxes = await ask_taxes(context, sale, quoted=plain)
    return (quoted(taxes) if taxes.by_key else plain), taxes


def draft_sale(quoted: CounterQuote) -> OrderDraft:
    """Return the order that a reservation becomes at the counter; its origin and secret are still to come."""
    reservation, quote, locale = quoted.reservation, quoted.quote, locale_of(quoted.context)
    line = draft_line(quoted.context, quoted.variant, quote, key=LINE, group=_GROUP)
    source = Sourcing(location_id=quoted.location.number, quantity=reservation.quantity)
    return OrderDraft(
        origin="",
        token="",
        market=locale.market.handle,
        country=locale.country,
        region=quoted.region,
        language=locale.language,
        currency=locale.currency,
        channel=quoted.context.actor.channel,
        email=reservation.contact.email,
        phone=reservation.contact.phone,
        quote=freeze_quote(quote),
        total=quote.total,
        lines=(replace(line, sources=(source,)),),
        groups=(
            GroupDraft(
                key=_GROUP,
                method=DeliveryMethod.RETAIL,
                title=quoted.location.name,
                location_id=quoted.location.number,
            ),
        ),
    )


def _shopper(reservation: Reservation) -> str:
    """Return how the person is known to checkouts as well: by email, else by phone."""
    return reservation.contact.email or reservation.contact.phone or f"reservation/{reservation.number}"


def _checked(codes: Sequence[str]) -> tuple[str, ...]:
    try:
        return check_codes(codes)
    except DomainError as error:
        at = ("input", "discount_codes")
        raise DomainError(error.code, error.message, field=at, french=error.french) from error


def _not_sold(message: str) -> DomainError:
    return DomainError("NOT_SOLD", message, field=("id",))
