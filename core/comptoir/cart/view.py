"""A cart as a request sees it: lines that are sold here, priced by the one quote."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from comptoir.cart.contents import Attribute, CartKey, SaleTerms, StoredCart, line_gid
from comptoir.cart.delivery import ChosenOption, Promise, Way, basis_of
from comptoir.cart.discounts import GivenCode, given_codes
from comptoir.catalog import view_of
from comptoir.catalog.listing import visible_variant
from comptoir.catalog.records import VariantRecord
from comptoir.graphql.context import RequestContext
from comptoir.ids import gid
from comptoir.inventory.promising import keeps_promise
from comptoir.inventory.stock import availability_of
from comptoir.markets import locale_of
from comptoir.pricing.promotions.choice import Charge
from comptoir.pricing.promotions.limits import PromotionLimits
from comptoir.pricing.quote import LineQuote, Quote
from comptoir.pricing.quoting import RequestedLine, quote_lines
from comptoir.pricing.tax import TaxFacts
from comptoir.pricing.taxing import NO_TAXES, Taxes


@dataclass(frozen=True, slots=True)
class LineView:
    """A line with its variant, priced with the whole cart."""

    id: str
    number: int
    quantity: int
    stored_attributes: tuple[Attribute, ...]
    merchandise: VariantRecord
    cart: "CartView"

    @property
    def quoted(self) -> LineQuote:
        """The line's part of the cart's quote."""
        return self.cart.quote.lines[self.id]


@dataclass(frozen=True, slots=True)
class GroupView:
    """Lines that reach the buyer the same way."""

    way: Way
    lines: tuple[LineView, ...]
    cart: "CartView"

    @property
    def key(self) -> str:
        """What the group is called within its cart."""
        return self.way.key

    @property
    def id(self) -> str:
        """The global id."""
        return f"{gid('CartDeliveryGroup', self.key)}?cart={self.cart.stored.token}"

    @property
    def charge_key(self) -> str:
        """What its charge is called in the quote."""
        return f"delivery:{self.key}"

    def basis(self, way: Way | None = None) -> str:
        """Return what its delivery costs by, also if all of it went another way, together with what does already."""
        way = way or self.way
        with_it = [group for group in self.cart.groups if group.way == way and group.way != self.way]
        return basis_of(
            way.key,
            [
                (line.merchandise.number, line.quantity)
                for line in (*self.lines, *(line for group in with_it for line in group.lines))
            ],
            country=self.cart.stored.country,
            region=self.cart.region,
            currency=locale_of(self.cart.context).currency,
        )

    @property
    def chosen(self) -> ChosenOption | None:
        """The option that was chosen, unless lines or destination have changed since, or its promise has lapsed."""
        option = self.chosen_once
        return (
            option if option is not None and (option.promise is None or self.keeps(option.promise)) else None
        )

    @property
    def chosen_once(self) -> ChosenOption | None:
        """The option that was chosen for these lines and this destination, also when its promise has lapsed."""
        option = self.cart.stored.delivery.choices.get(self.key)
        return option if option is not None and option.basis == self.basis() else None

    def keeps(self, promise: Promise) -> bool:
        """Tell whether the store that brings the group still serves that postal code, and keeps what it promised."""
        context, country = self.cart.context, self.cart.stored.country
        store = availability_of(context).by_id.get(gid("Location", self.way.location_id or 0))
        return (
            store is not None
            and store.same_day_zips.holds(country, promise.zip)
            and keeps_promise(store, until=promise.until, now=context.now)
        )


class CartView:
    """A stored cart within a request.

    The cart's own country decides market and prices, whoever looks; texts are in the request's language.
    Lines whose variant is not sold there (unpublished, or without a price) are not shown and not charged.
    """

    def __init__(self, stored: StoredCart, context: RequestContext) -> None:
        within = _in_country(context, stored.country)
        if context.country is None:
            # A request that names no country is in the cart's: prices beside the cart then agree with it.
            context.country = stored.country
            context.memo.clear()
        self.stored = stored
        self.key = CartKey(stored.token, stored.key)
        self.context = within
        self.taxes = NO_TAXES

    @property
    def id(self) -> str:
        """The global id, with the key that is the right to the cart."""
        return self.key.cart_id

    @cached_property
    def sold_lines(self) -> Sequence["LineView"]:
        """The lines that are sold in the cart's market."""
        variants = view_of(self.context).variants
        found = ((line, variants.get(line.variant_id)) for line in self.stored.lines)
        return [
            LineView(
                line_gid(line.id, self.stored.token), line.id, line.quantity, line.attributes, variant, self
            )
            for line, variant in found
            if variant is not None and visible_variant(self.context, variant)
        ]

    @property
    def total_quantity(self) -> int:
        """How many pieces are in the cart."""
        return sum(line.quantity for line in self.sold_lines)

    @cached_property
    def quote(self) -> Quote:
        """The prices of all lines together, with delivery as far as it is chosen."""
        return self.quoted()

    @cached_property
    def wanted(self) -> Sequence[RequestedLine]:
        """The lines as they are quoted."""
        return [
            RequestedLine(key=line.id, variant=line.merchandise, quantity=line.quantity)
            for line in self.sold_lines
        ]

    def quoted(self, *, limits: PromotionLimits | None = None, taxes: Taxes | None = None) -> Quote:
        """Return the quote; with `limits`, for the person who buys, see `quote_lines`.

        Taxes are those that `comptoir.cart.taxing` fetched, unless others are given.
        """
        return quote_lines(
            self.context.snapshot,
            locale=locale_of(self.context),
            lines=self.wanted,
            groups=self.context.customer.groups,
            at=self.context.now,
            channel=self.context.actor.channel,
            codes=self.stored.discount_codes,
            charges=self.charges,
            limits=limits,
            tax=TaxFacts(region=self.region, provided=(taxes or self.taxes).by_key),
        )

    @property
    def region(self) -> str:
        """The subdivision of the destination where it is known, such as `CA`."""
        country, _, region = self.stored.region.partition("-")
        return region if country == self.stored.country else ""

    @cached_property
    def groups(self) -> Sequence["GroupView"]:
        """The lines by how they reach the buyer, in the order of their first lines."""
        found: dict[Way, list[LineView]] = {}
        for line in self.sold_lines:
            way = self.stored.delivery.way_of(line.number, travels=line.merchandise.requires_shipping)
            found.setdefault(way, []).append(line)
        return [GroupView(way, tuple(lines), self) for way, lines in found.items()]

    @cached_property
    def charges(self) -> Sequence[Charge]:
        """What is charged beside the goods: delivery, as far as it is chosen."""
        language = locale_of(self.context).language
        return [
            Charge(
                key=group.charge_key,
                amount=group.chosen.cost,
                label=group.chosen.title(language),
                tax_category=group.chosen.tax_category,
            )
            for group in self.groups
            if group.chosen is not None and group.chosen.cost.minor
        ]

    @cached_property
    def codes(self) -> list[GivenCode]:
        """The discount codes, each with what came of it."""
        if not self.stored.discount_codes:
            return []
        return given_codes(self.quote, self.stored.discount_codes, language=locale_of(self.context).language)


def terms_of(context: RequestContext, country: str, variant_id: int) -> SaleTerms | None:
    """Return on what terms a variant is sold in a country's market, or none where it is not."""
    context = _in_country(context, country)
    variant = view_of(context).variants.get(variant_id)
    if variant is None or not visible_variant(context, variant):
        return None
    return SaleTerms(
        merchandise_id=variant.id,
        minimum=variant.quantity_minimum,
        maximum=variant.quantity_maximum,
        increment=variant.quantity_increment,
        limited=variant.inventory_tracked and not availability_of(context).sold_ahead(variant),
    )


def _in_country(context: RequestContext, country: str) -> RequestContext:
    """Return the request as seen from a country: one for all that an operation does there."""
    return context.once((_in_country, country), lambda: replace(context, country=country, memo={}))
