"""Returns policies in the staff schema: versions are published and withdrawn, never changed."""

from decimal import Decimal as Exact
from typing import Any

import strawberry

from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyInput, MoneyV2, money_v2
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.scalars import DateTime, Decimal
from comptoir.money import Money, parse_money
from comptoir.policies.drafts import PolicyDraft
from comptoir.policies.editing import find_versions, publish, withdraw
from comptoir.policies.terms import (
    Exemption,
    PolicyScope,
    PolicyTerms,
    RestockingFee,
    ReturnFees,
    ReturnMethod,
    ReturnMethodKind,
    ReturnResolution,
    ReturnWindowAnchor,
)
from comptoir.staff.graphql import Permission, StaffPayload, change, number_page, number_window, requires

_READ = Permission.POLICIES_READ
_WRITE = Permission.POLICIES_WRITE
_BASIS_POINTS = 100
"""In one per cent."""

strawberry.enum(
    PolicyScope, name="ReturnPolicyScope", description="What a policy covers; the narrowest decides."
)


@requires(_READ)
@strawberry.type(description="A way to bring goods back.")
class ReturnPolicyMethod:
    """A way to bring goods back."""

    kind: ReturnMethodKind
    fees: ReturnFees

    @strawberry.field(graphql_type=MoneyV2 | None)
    def fee(self: Any) -> Any:
        """Return what the shop charges."""
        return None if self.fee is None else money_v2(self.fee)


@requires(_READ)
@strawberry.type(description="What is kept of a refund: a percentage or an amount.")
class ReturnPolicyFee:
    """What is kept of a refund."""

    @strawberry.field(graphql_type=Decimal | None)
    def percent(self: Any) -> Any:
        """Return the share in per cent."""
        return None if self.basis_points is None else Exact(self.basis_points) / _BASIS_POINTS

    @strawberry.field(graphql_type=MoneyV2 | None)
    def amount(self: Any) -> Any:
        """Return the amount."""
        return None if self.amount is None else money_v2(self.amount)


@requires(_READ)
@strawberry.type(description="What a version promises.")
class ReturnPolicyTerms:
    """What a version promises."""

    final_sale: bool
    window_days: int | None
    window_anchor: ReturnWindowAnchor
    resolutions: list[ReturnResolution]
    methods: list[ReturnPolicyMethod]
    restocking_fee: ReturnPolicyFee | None
    exemption: Exemption | None


@requires(_READ)
@strawberry.type(description="A published version of a returns policy.")
class ReturnPolicyVersion:
    """A published version."""

    id: strawberry.ID
    handle: str
    version: int
    scope: PolicyScope
    scope_key: str = strawberry.field(description="The handle of a product or collection, or a product type.")
    market: str | None = strawberry.field(description="The handle of a market; null for all of them.")
    terms: ReturnPolicyTerms
    withdrawn: bool = strawberry.field(description="The policy ended with this version.")
    effective_from: DateTime
    published_at: DateTime
    published_by: str = strawberry.field(description="Kind and number of who published it, such as staff:7.")


@requires(_READ)
@strawberry.type(description="Versions, the last published first.")
class ReturnPolicyVersionConnection:
    """Versions, the last published first."""

    nodes: list[ReturnPolicyVersion]
    page_info: PageInfo


@strawberry.input(description="A way to bring goods back; the fee goes with SHIPPING_FEE.")
class ReturnPolicyMethodInput:
    """A way to bring goods back."""

    kind: ReturnMethodKind
    fees: ReturnFees = ReturnFees.FREE
    fee: MoneyInput | None = None


@strawberry.input(description="What is kept of a refund: a percentage or an amount.")
class ReturnPolicyFeeInput:
    """What is kept of a refund."""

    percent: Decimal | None = None
    amount: MoneyInput | None = None

    def draft(self) -> RestockingFee:
        """Return it as a draft; raises `BadUserInputError` for a percentage finer than a basis point."""
        points = None if self.percent is None else Exact(self.percent) * _BASIS_POINTS
        if points is not None and points != points.to_integral_value():
            raise BadUserInputError("'percent' is finer than 0.01 %")
        return RestockingFee(basis_points=None if points is None else int(points), amount=_money(self.amount))


@strawberry.input(description="What a version promises.")
class ReturnPolicyTermsInput:
    """What a version promises."""

    final_sale: bool = False
    window_days: int | None = None
    window_anchor: ReturnWindowAnchor = ReturnWindowAnchor.DELIVERY
    resolutions: list[ReturnResolution] = strawberry.field(default_factory=list)
    methods: list[ReturnPolicyMethodInput] = strawberry.field(default_factory=list)
    restocking_fee: ReturnPolicyFeeInput | None = None
    exemption: Exemption | None = None

    def draft(self) -> PolicyTerms:
        """Return it as a draft."""
        methods = tuple(
            ReturnMethod(kind=method.kind, fees=method.fees, fee=_money(method.fee))
            for method in self.methods
        )
        return PolicyTerms(
            final_sale=self.final_sale,
            window_days=self.window_days,
            window_anchor=self.window_anchor,
            resolutions=tuple(self.resolutions),
            methods=methods,
            restocking_fee=self.restocking_fee.draft() if self.restocking_fee else None,
            exemption=self.exemption,
        )


@strawberry.input(description="A policy; publishing a handle again makes its next version.")
class ReturnPolicyInput:
    """A policy to publish."""

    handle: str
    terms: ReturnPolicyTermsInput
    scope: PolicyScope = PolicyScope.MARKET
    scope_key: str = ""
    market: str | None = None
    effective_from: DateTime | None = strawberry.field(default=None, description="Now, if none is given.")

    def draft(self) -> PolicyDraft:
        """Return it as a draft."""
        return PolicyDraft(
            handle=self.handle,
            scope=self.scope,
            scope_key=self.scope_key,
            market=self.market,
            terms=self.terms.draft(),
            effective_from=self.effective_from,  # type: ignore[arg-type]
        )


def _money(given: MoneyInput | None) -> Money | None:
    return None if given is None else parse_money(given.amount, given.currency_code.value)


@requires(_WRITE)
@strawberry.type(description="A version that was published, or that ended a policy.")
class ReturnPolicyPayload(StaffPayload):
    """A version that was published."""

    @strawberry.field(graphql_type=ReturnPolicyVersion | None)
    def version(self: Any) -> Any:
        """Return the version."""
        return self.value


@requires(_READ)
@strawberry.type
class PolicyStaffQueries:
    """Reading versions."""

    @strawberry.field(
        graphql_type=ReturnPolicyVersionConnection, description="Versions, the last published first."
    )
    async def return_policy_versions(
        self, info: Info, first: int = 50, after: str | None = None, handle: str | None = None
    ) -> Any:
        """Return a page of versions."""
        window = number_window(first=first, after=after)
        found = await info.context.shop.db.read(find_versions, handle=handle, **window)
        return number_page(found, first=first, after=after)


@requires(_WRITE)
@strawberry.type
class PolicyStaffMutations:
    """Publishing and withdrawing policies."""

    @strawberry.mutation(
        graphql_type=ReturnPolicyPayload,
        description="Publish a version; earlier purchases keep the version that they were made under.",
    )
    async def return_policy_publish(
        self, info: Info, input: ReturnPolicyInput, reason: str | None = None
    ) -> Any:
        """Publish a version."""
        return await change(info, publish, draft=input.draft(), reason=reason)

    @strawberry.mutation(graphql_type=ReturnPolicyPayload, description="End a policy from now on.")
    async def return_policy_withdraw(self, info: Info, handle: str, reason: str | None = None) -> Any:
        """Withdraw a policy."""
        return await change(info, withdraw, handle=handle, reason=reason)
