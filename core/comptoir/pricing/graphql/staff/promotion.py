"""Promotions in the staff schema."""

from collections.abc import Mapping, Sequence
from typing import Any

import strawberry

from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.scalars import JSON, DateTime
from comptoir.ids import gid
from comptoir.money import Money
from comptoir.pricing.editing.promotions import end_promotion, find_promotions, put_promotion
from comptoir.pricing.graphql.staff.promotion_input import PromotionInput, PromotionScope
from comptoir.pricing.promotions.stored import pack_effect
from comptoir.staff.graphql import Permission, StaffPayload, change, prepared, requires

_READ = Permission.PROMOTIONS_READ
_WRITE = Permission.PROMOTIONS_WRITE


@requires(_READ)
@strawberry.type(description="When a promotion counts.")
class PromotionConditions:
    """When a promotion counts."""

    first_order: bool
    minimum_quantity: int
    starts_at: DateTime | None
    ends_at: DateTime | None = strawberry.field(description="The first moment at which it no longer counts.")

    @strawberry.field(description="Handles; none named means all.")
    def markets(self: Any) -> list[str]:
        """Return the markets."""
        return sorted(self.markets)

    @strawberry.field(description="Handles; none named means everybody.")
    def customer_groups(self: Any) -> list[str]:
        """Return the groups."""
        return sorted(self.customer_groups)

    @strawberry.field(graphql_type=list[MoneyV2], description="By currency; none where there is none.")
    def minimum_subtotal(self: Any) -> list[MoneyRecord]:
        """Return the least subtotals."""
        return _money(self.minimum_subtotal)


@requires(_READ)
@strawberry.type(description="Goods; where nothing is named, all goods.")
class PromotionGoods:
    """Goods."""

    @strawberry.field
    def product_ids(self: Any) -> list[strawberry.ID]:
        """Return the products."""
        return _ids("Product", self.products)

    @strawberry.field
    def variant_ids(self: Any) -> list[strawberry.ID]:
        """Return the variants."""
        return _ids("ProductVariant", self.variants)

    @strawberry.field
    def collection_ids(self: Any) -> list[strawberry.ID]:
        """Return the collections."""
        return _ids("Collection", self.collections)


@requires(_READ)
@strawberry.type(description="A title in a language.")
class PromotionTitle:
    """A title in a language; the object is a pair of both."""

    @strawberry.field
    def language(self: Any) -> str:
        """Return the language."""
        return str(self[0])

    @strawberry.field
    def title(self: Any) -> str:
        """Return the title."""
        return str(self[1])


@requires(_READ)
@strawberry.type(description="A promotion, as its latest version has it.")
class Promotion:
    """A promotion; the object is the edited one, whose terms are in its draft."""

    id: strawberry.ID
    version: int
    withdrawn: bool
    used: int = strawberry.field(description="How many orders use it.")

    @strawberry.field(graphql_type=list[MoneyV2], description="What it has given away of its budgets.")
    def spent(self: Any) -> list[MoneyRecord]:
        """Return what it has given away."""
        return [money_v2(each) for each in self.spent]

    @strawberry.field
    def handle(self: Any) -> str:
        """Return the handle."""
        return str(self.draft.handle)

    @strawberry.field
    def title(self: Any) -> str:
        """Return the title."""
        return str(self.draft.title)

    @strawberry.field(graphql_type=list[PromotionTitle], description="Titles in further languages.")
    def titles(self: Any) -> Any:
        """Return the titles as pairs of language and title."""
        return sorted(self.draft.translations.items())

    @strawberry.field(graphql_type=PromotionScope)
    def scope(self: Any) -> str:
        """Return what it reduces."""
        return str(self.draft.scope).upper()

    @strawberry.field(
        graphql_type=JSON, description="What it does, as a version keeps it: JSON, with rates in millionths."
    )
    def effect(self: Any) -> Any:
        """Return what it does."""
        return pack_effect(self.draft.effect)

    @strawberry.field(graphql_type=PromotionGoods)
    def goods(self: Any) -> Any:
        """Return the goods that it is for."""
        return self.draft.goods

    @strawberry.field(graphql_type=PromotionConditions)
    def conditions(self: Any) -> Any:
        """Return when it counts."""
        return self.draft.conditions

    @strawberry.field(description="Null for an automatic promotion.")
    def codes(self: Any) -> list[str] | None:
        """Return the codes."""
        return None if self.draft.codes is None else sorted(self.draft.codes)

    @strawberry.field(graphql_type=list[PromotionScope])
    def combines_with(self: Any) -> list[str]:
        """Return what may apply beside it."""
        return sorted(scope.upper() for scope in self.draft.combines_with)

    @strawberry.field
    def usage_limit(self: Any) -> int | None:
        """Return how many orders may use it."""
        found: int | None = self.draft.usage_limit
        return found

    @strawberry.field
    def shopper_limit(self: Any) -> int | None:
        """Return how many orders of one person may use it."""
        found: int | None = self.draft.shopper_limit
        return found

    @strawberry.field(
        graphql_type=list[MoneyV2], description="What it may give away; none where no bound is set."
    )
    def budgets(self: Any) -> list[MoneyRecord]:
        """Return the budgets."""
        return _money(self.draft.budgets)


def _money(amounts: Mapping[str, int] | None) -> list[MoneyRecord]:
    return [money_v2(Money(amount, currency)) for currency, amount in sorted((amounts or {}).items())]


def _ids(kind: str, numbers: Sequence[int]) -> list[strawberry.ID]:
    return [strawberry.ID(gid(kind, number)) for number in sorted(numbers)]


@requires(_WRITE)
@strawberry.type(description="A change to a promotion.")
class PromotionPayload(StaffPayload):
    """A change to a promotion."""

    @strawberry.field(graphql_type=Promotion | None)
    def promotion(self: Any) -> Any:
        """Return the promotion."""
        return self.value


@requires(_READ)
@strawberry.type
class PromotionStaffQueries:
    """Reading promotions."""

    @strawberry.field(
        graphql_type=list[Promotion], description="All promotions by handle, withdrawn ones too."
    )
    async def promotions(self, info: Info) -> Any:
        """Return all promotions."""
        return await info.context.shop.db.read(find_promotions)


@requires(_WRITE)
@strawberry.type
class PromotionStaffMutations:
    """Changing promotions."""

    @strawberry.mutation(
        graphql_type=PromotionPayload, description="Add a promotion, or change the one with its handle."
    )
    async def promotion_save(self, info: Info, input: PromotionInput, reason: str | None = None) -> Any:
        """Save a promotion; a change is a new version."""
        return await prepared(
            input.draft, lambda draft: change(info, put_promotion, draft=draft, reason=reason)
        )

    @strawberry.mutation(
        graphql_type=PromotionPayload, description="End a promotion at once; its codes are free again."
    )
    async def promotion_withdraw(self, info: Info, handle: str, reason: str | None = None) -> Any:
        """Withdraw a promotion."""
        return await change(info, end_promotion, handle=handle, reason=reason)
