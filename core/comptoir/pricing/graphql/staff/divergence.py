"""Divergences in the staff schema."""

from decimal import Decimal as Exact
from typing import Any

import strawberry

from comptoir.errors import BadUserInputError
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyInput, MoneyV2, money_v2
from comptoir.graphql.scalars import DateTime, Decimal
from comptoir.ids import numeric_id, split_gid
from comptoir.money import parse_money
from comptoir.pricing.drafts import DivergenceDraft
from comptoir.pricing.editing.divergences import (
    TARGETS,
    find_divergences,
    finish_divergence,
    make_divergence,
)
from comptoir.staff.graphql import Permission, StaffPayload, change, change_once, requires

_READ = Permission.PRICING_READ
_WRITE = Permission.DIVERGENCES_WRITE


@requires(_READ)
@strawberry.type(description="A deliberate difference of price on one channel: who made it, why, how long.")
class Divergence:
    """A deliberate difference of price."""

    id: strawberry.ID
    channel: str
    reason: str
    who: str = strawberry.field(description="Kind and number of who recorded it, such as staff:7.")
    recorded_at: DateTime
    starts_at: DateTime
    ends_at: DateTime | None
    percent: Decimal | None = strawberry.field(description="-10 takes a tenth off.")

    @strawberry.field(description="The variant, product or collection that it is for; null for everything.")
    def target_id(self: Any) -> strawberry.ID | None:
        """Return what it is for."""
        found: strawberry.ID | None = self.target_gid
        return found

    @strawberry.field(graphql_type=MoneyV2 | None, description="The price instead, as the market shows it.")
    def price(self: Any) -> Any:
        """Return the price instead."""
        return None if self.price is None else money_v2(self.price)


@strawberry.input(description="A deliberate difference: a percentage or a price.")
class DivergenceInput:
    """A deliberate difference."""

    channel: str
    reason: str
    starts_at: DateTime | None = strawberry.field(default=None, description="Now, if none is given.")
    ends_at: DateTime | None = None
    target_id: strawberry.ID | None = strawberry.field(
        default=None, description="A variant, product or collection; everything, if none is given."
    )
    percent: Decimal | None = None
    price: MoneyInput | None = None

    def draft(self) -> DivergenceDraft:
        """Return it as a draft; raises `BadUserInputError` for what cannot be a target."""
        values: dict[str, Any] = {}
        if self.target_id is not None:
            kind, _, _ = split_gid(self.target_id)
            if kind not in TARGETS:
                raise BadUserInputError("'targetId' names a ProductVariant, a Product or a Collection")
            values = {"target": TARGETS[kind], "target_id": numeric_id(self.target_id, kind)}
        price = None
        if self.price is not None:
            price = parse_money(self.price.amount, self.price.currency_code.value)
        return DivergenceDraft(
            channel=self.channel,
            reason=self.reason,
            starts_at=self.starts_at,  # type: ignore[arg-type]
            ends_at=self.ends_at,  # type: ignore[arg-type]
            percent=None if self.percent is None else Exact(self.percent),
            price=price,
            **values,
        )


@requires(_WRITE)
@strawberry.type(description="A divergence that was recorded or ended.")
class DivergencePayload(StaffPayload):
    """A divergence that was recorded or ended."""

    @strawberry.field(graphql_type=Divergence | None)
    def divergence(self: Any) -> Any:
        """Return the divergence."""
        return self.value


@requires(_READ)
@strawberry.type
class DivergenceStaffQueries:
    """Reading divergences."""

    @strawberry.field(graphql_type=list[Divergence], description="All divergences, newest first.")
    async def divergences(self, info: Info) -> Any:
        """Return all divergences."""
        return await info.context.shop.db.read(find_divergences)


@requires(_WRITE)
@strawberry.type
class DivergenceStaffMutations:
    """Recording and ending divergences."""

    @strawberry.mutation(graphql_type=DivergencePayload, description="Record a deliberate difference.")
    async def divergence_record(
        self, info: Info, input: DivergenceInput, idempotency_key: str | None = None
    ) -> Any:
        """Record a divergence."""
        return await change_once(info, idempotency_key, make_divergence, draft=input.draft())

    @strawberry.mutation(graphql_type=DivergencePayload, description="End a divergence, now or at a moment.")
    async def divergence_end(
        self, info: Info, id: strawberry.ID, at: DateTime | None = None, reason: str | None = None
    ) -> Any:
        """End a divergence."""
        number = numeric_id(id, "Divergence")
        return await change(info, finish_divergence, number=number, at=at, reason=reason)  # type: ignore[arg-type]
