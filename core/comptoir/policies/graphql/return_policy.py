"""The returns policy of a product.

Its values map one to one to schema.org's MerchantReturnPolicy, see `comptoir.policies.terms`:
`applicableCountry` is `applicableCountries`; `returnPolicyCategory` is MerchantReturnNotPermitted for
`finalSale`, MerchantReturnUnlimitedWindow without `windowDays`, else MerchantReturnFiniteReturnWindow;
`merchantReturnDays` is `windowDays` (counted from delivery, as `windowAnchor` DELIVERY says); `returnMethod`
is `methods.kind`; `returnFees` is `methods.fees`, and `returnShippingFeesAmount` is `methods.fee`;
`refundType` is `resolutions`; `restockingFee` is `restockingFee.amount` or `.percentage`.
"""

from typing import Any

import strawberry

from comptoir.codes import CountryCode
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyV2
from comptoir.policies.promise import policy_for
from comptoir.policies.records import PolicyRecord
from comptoir.policies.terms import (
    Exemption,
    ReturnFees,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
)

# The terms are pure; only here do their enums become types of the schema.
strawberry.enum(ReturnWindowAnchor, description="The moment from which the days of a return window count.")
strawberry.enum(ReturnResolution, description="What the shopper gets for a return.")
strawberry.enum(ReturnMethodKind, description="How goods come back.")
strawberry.enum(ReturnFees, description="Who pays for the way back.")
strawberry.enum(
    Exemption,
    name="ReturnExemption",
    description="An exception to the right of withdrawal (Directive 2011/83/EU, article 16).",
)


@strawberry.type(description="A way to bring goods back.")
class ReturnPolicyMethod:
    """A way to bring goods back."""

    kind: ReturnMethodKind
    label: str = strawberry.field(description="Its name in the shopper's language.")
    fees: ReturnFees
    fee: MoneyV2 | None = strawberry.field(description="What the shop charges, with SHIPPING_FEE.")


@strawberry.type(description="What is kept of a refund: a percentage or an amount.")
class ReturnPolicyFee:
    """What is kept of a refund."""

    percentage: float | None = strawberry.field(description="Of what was paid for the line; 10.0 is 10 %.")
    amount: MoneyV2 | None


@strawberry.type(description="What the shop promises about returns, in every channel alike.")
class ReturnPolicy:
    """What the shop promises about returns."""

    id: strawberry.ID
    version: int = strawberry.field(description="A published version never changes; the next is a new one.")
    final_sale: bool = strawberry.field(description="Nothing comes back.")
    window_days: int | None = strawberry.field(
        description="Days to return within; null without a limit, and for a final sale."
    )
    window_anchor: ReturnWindowAnchor
    resolutions: list[ReturnResolution]
    methods: list[ReturnPolicyMethod]
    restocking_fee: ReturnPolicyFee | None
    exemption: Exemption | None = strawberry.field(
        description="The lawful exception behind a final sale, or for goods once they are opened."
    )
    applicable_countries: list[CountryCode] = strawberry.field(description="The countries of the market.")
    summary: str = strawberry.field(description="All of it in plain language, in the shopper's language.")

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is a returns policy."""
        return isinstance(obj, PolicyRecord)


@strawberry.type
class ProductReturnPolicy:
    """Fields of `Product`."""

    @strawberry.field(graphql_type=ReturnPolicy, description="What is promised about returning it.")
    def return_policy(self: Any, info: Info) -> PolicyRecord:
        """Return the policy of the product."""
        return policy_for(info.context, self)
