"""Delivery rates in the staff schema."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.checkout.rates.editing import RateTable, put_delivery_rates, read_rate_table
from comptoir.checkout.rates.terms import DeliveryRate as Rate
from comptoir.codes import CountryCode, CurrencyCode
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.scalars import Decimal
from comptoir.money import Money, parse_money
from comptoir.staff.graphql import Permission, StaffPayload, change, requires

_READ = Permission.PRICING_READ
_WRITE = Permission.PRICING_WRITE


@requires(_READ)
@strawberry.type(description="What a delivery is called in a language.")
class DeliveryRateTitle:
    """A title; resolvers get a language and a text."""

    @strawberry.field
    def language(self: Any) -> str:
        """Return the language, such as `fr`."""
        return str(self[0])

    @strawberry.field
    def title(self: Any) -> str:
        """Return the text."""
        return str(self[1])


@strawberry.enum(description="What a rate is for: parcels, or what a store brings on the day of the order.")
class DeliveryRateMethod(StrEnum):
    """What a rate is for."""

    LOCAL = "LOCAL"
    SHIPPING = "SHIPPING"


@requires(_READ)
@strawberry.type(
    description="A row of the table. Rows with one handle are bands of one option, of which the first that fits holds."
)
class DeliveryRate:
    """A row of the table."""

    handle: str
    market: str | None = strawberry.field(description="The handle of a market; null for all.")
    grams_from: int
    grams_below: int | None
    days_from: int | None = strawberry.field(description="Working days that it takes.")
    days_until: int | None
    tax_category: str

    @strawberry.field(description="What it is for.")
    def method(self: Any) -> DeliveryRateMethod:
        """Return the method."""
        return DeliveryRateMethod(self.method)

    @strawberry.field(graphql_type=list[DeliveryRateTitle])
    def titles(self: Any) -> Sequence[tuple[str, str]]:
        """Return the titles by language."""
        return sorted(self.titles.items())

    @strawberry.field(graphql_type=MoneyV2)
    def amount(self: Any) -> MoneyRecord:
        """Return what it costs, as the market shows prices."""
        return money_v2(self.amount)

    @strawberry.field(description="Where to; empty for all countries of the market.")
    def countries(self: Any) -> list[CountryCode]:
        """Return the countries."""
        return [CountryCode(code) for code in self.countries]

    @strawberry.field(graphql_type=MoneyV2, description="For goods that cost this or more.")
    def subtotal_from(self: Any) -> MoneyRecord:
        """Return where the band begins."""
        return money_v2(Money(self.subtotal_from, self.amount.currency))

    @strawberry.field(graphql_type=MoneyV2 | None, description="For goods that cost less than this.")
    def subtotal_below(self: Any) -> MoneyRecord | None:
        """Return where the band ends."""
        below = self.subtotal_below
        return None if below is None else money_v2(Money(below, self.amount.currency))


@requires(_READ)
@strawberry.type(description="The whole table of delivery rates, in the order in which they are offered.")
class DeliveryRates:
    """The whole table. Resolves on `RateTable`."""

    digest: str = strawberry.field(description="Pass it to `deliveryRatesSet`.")
    rates: list[DeliveryRate]


@strawberry.input(description="What a delivery is called in a language.")
class DeliveryRateTitleInput:
    """A title."""

    language: str
    title: str


@strawberry.input(description="A row of the table; amounts are in its currency.")
class DeliveryRateInput:
    """A row of the table."""

    handle: str
    titles: list[DeliveryRateTitleInput]
    amount: Decimal
    currency: CurrencyCode
    market: str | None = None
    countries: list[CountryCode] = strawberry.field(default_factory=list)
    subtotal_from: Decimal | None = None
    subtotal_below: Decimal | None = None
    grams_from: int = 0
    grams_below: int | None = None
    days_from: int | None = None
    days_until: int | None = None
    tax_category: str = "standard"
    method: DeliveryRateMethod = DeliveryRateMethod.SHIPPING

    def rate(self) -> Rate:
        """Return it as the command takes it."""
        return Rate(
            handle=self.handle,
            titles=self._titles(),
            amount=self._money(self.amount),
            market=self.market,
            countries=tuple(country.value for country in self.countries),
            subtotal_from=0 if self.subtotal_from is None else self._money(self.subtotal_from).minor,
            subtotal_below=None if self.subtotal_below is None else self._money(self.subtotal_below).minor,
            grams_from=self.grams_from,
            grams_below=self.grams_below,
            days_from=self.days_from,
            days_until=self.days_until,
            tax_category=self.tax_category,
            method=self.method.value,
        )

    def _titles(self) -> Mapping[str, str]:
        return {each.language.lower().replace("_", "-"): each.title for each in self.titles}

    def _money(self, amount: Decimal) -> Money:
        return parse_money(str(amount), str(self.currency.value))


@requires(_WRITE)
@strawberry.type(description="A change to the table of delivery rates.")
class DeliveryRatesPayload(StaffPayload):
    """A change to the table."""

    @strawberry.field(graphql_type=DeliveryRates | None)
    def delivery_rates(self: Any) -> Any:
        """Return the table as it is now."""
        return self.value


@requires(_READ)
@strawberry.type
class DeliveryRateStaffQueries:
    """Reading delivery rates."""

    @strawberry.field(graphql_type=DeliveryRates, description="The whole table of delivery rates.")
    async def delivery_rates(self, info: Info) -> RateTable:
        """Return the table."""
        return await info.context.shop.db.read(read_rate_table)


@requires(_WRITE)
@strawberry.type
class DeliveryRateStaffMutations:
    """Changing delivery rates."""

    @strawberry.mutation(
        graphql_type=DeliveryRatesPayload,
        description="Make these the whole table in the place of that with this digest; CHANGED where it is another.",
    )
    async def delivery_rates_set(
        self, info: Info, digest: str, rates: list[DeliveryRateInput], reason: str | None = None
    ) -> Any:
        """Set the table."""
        wanted = [each.rate() for each in rates]
        return await change(info, put_delivery_rates, digest=digest, rates=wanted, reason=reason)
