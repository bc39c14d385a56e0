"""Tax rates in the staff schema."""

from decimal import Decimal as Exact
from typing import Any

import strawberry

from comptoir.codes import CountryCode
from comptoir.graphql.context import Info
from comptoir.graphql.scalars import Decimal
from comptoir.pricing.drafts import TaxRateEntry
from comptoir.pricing.editing.tax_rates import find_tax_rates, put_tax_rates
from comptoir.staff.graphql import Permission, StaffPayload, change, requires

_READ = Permission.PRICING_READ
_WRITE = Permission.PRICING_WRITE


@requires(_READ)
@strawberry.type(description="A rate of tax for a category of goods.")
class TaxRate:
    """A rate of tax."""

    country: CountryCode
    region: str = strawberry.field(description="ISO 3166-2 without the country; empty for the whole country.")
    category: str
    percent: Decimal
    name: str = strawberry.field(description="What receipts call it.")
    built_in: bool = strawberry.field(description="Whether the shop has none of its own.")


@strawberry.input(description="A rate of tax for a category of goods.")
class TaxRateInput:
    """A rate of tax."""

    category: str
    percent: Decimal
    name: str
    region: str = ""

    def entry(self) -> TaxRateEntry:
        """Return it as the command takes it."""
        percent = Exact(self.percent)
        return TaxRateEntry(category=self.category, percent=percent, name=self.name, region=self.region)


@requires(_WRITE)
@strawberry.type(description="A change to tax rates.")
class TaxRatesPayload(StaffPayload):
    """A change to tax rates."""

    @strawberry.field(graphql_type=list[TaxRate] | None)
    def tax_rates(self: Any) -> Any:
        """Return the rates of the country."""
        return self.value


@requires(_READ)
@strawberry.type
class TaxRateStaffQueries:
    """Reading tax rates."""

    @strawberry.field(graphql_type=list[TaxRate], description="The rates of a country that count.")
    async def tax_rates(self, info: Info, country: CountryCode) -> Any:
        """Return the rates of a country."""
        return await info.context.shop.db.read(find_tax_rates, country=country.value)


@requires(_WRITE)
@strawberry.type
class TaxRateStaffMutations:
    """Changing tax rates."""

    @strawberry.mutation(
        graphql_type=TaxRatesPayload,
        description="Make these all the rates of a country; none goes back to those built in.",
    )
    async def tax_rates_set(
        self, info: Info, country: CountryCode, rates: list[TaxRateInput], reason: str | None = None
    ) -> Any:
        """Set the rates of a country."""
        entries = [rate.entry() for rate in rates]
        return await change(info, put_tax_rates, country=country.value, rates=entries, reason=reason)
