"""What staff give for a promotion, and how it becomes a draft."""

from decimal import Decimal as Exact
from enum import StrEnum

import strawberry

from comptoir.errors import DomainError
from comptoir.graphql.money import MoneyInput
from comptoir.graphql.scalars import DateTime, Decimal
from comptoir.ids import numeric_id
from comptoir.money import parse_money
from comptoir.pricing.promotions.draft import PromotionDraft
from comptoir.pricing.promotions.terms import (
    AmountOff,
    Amounts,
    BuyGet,
    Conditions,
    Effect,
    FixedPrice,
    FreeShipping,
    Gift,
    PercentOff,
    Scope,
    Selection,
    Tier,
    Tiers,
)
from comptoir.pricing.tax import to_millionths


@strawberry.enum(description="What a promotion reduces: single pieces, all goods together, or delivery.")
class PromotionScope(StrEnum):
    """What a promotion reduces."""

    PRODUCT = "PRODUCT"
    ORDER = "ORDER"
    SHIPPING = "SHIPPING"


@strawberry.input(description="Goods; where nothing is named, all goods.")
class GoodsInput:
    """Goods."""

    product_ids: list[strawberry.ID] = strawberry.field(default_factory=list)
    variant_ids: list[strawberry.ID] = strawberry.field(default_factory=list)
    collection_ids: list[strawberry.ID] = strawberry.field(default_factory=list)

    def selection(self) -> Selection:
        """Return the goods by their numbers."""
        return Selection(
            products=frozenset(numeric_id(each, "Product") for each in self.product_ids),
            variants=frozenset(numeric_id(each, "ProductVariant") for each in self.variant_ids),
            collections=frozenset(numeric_id(each, "Collection") for each in self.collection_ids),
        )


@strawberry.input(description="Who buys so many pieces gets so many more for less.")
class BuyGetInput:
    """Buy so many, get so many."""

    buy_quantity: int
    get_quantity: int
    percent: Decimal | None = strawberry.field(default=None, description="Off the pieces got; all of it.")
    get: GoodsInput | None = strawberry.field(
        default=None, description="The pieces got; else the same goods."
    )
    times: int | None = strawberry.field(default=None, description="How often in one order.")


@strawberry.input(description="A step of a tiered promotion: a percentage or amounts, from a subtotal on.")
class TierInput:
    """A step of a tiered promotion."""

    minimum: list[MoneyInput]
    percent: Decimal | None = None
    amounts: list[MoneyInput] | None = None


@strawberry.input(description="Delivery for less.")
class FreeShippingInput:
    """Delivery for less."""

    percent: Decimal | None = strawberry.field(default=None, description="Off the charge; all of it.")
    most: list[MoneyInput] | None = strawberry.field(default=None, description="The highest charges reduced.")


@strawberry.input(description="What a promotion does: exactly one of these.")
class PromotionEffectInput:
    """What a promotion does."""

    percent: Decimal | None = None
    amounts: list[MoneyInput] | None = None
    fixed_prices: list[MoneyInput] | None = None
    buy_get: BuyGetInput | None = None
    gift_quantity: int | None = None
    free_shipping: FreeShippingInput | None = None
    tiers: list[TierInput] | None = None

    def effect(self) -> Effect:
        """Return the one effect that is given; raises `DomainError` with `INVALID_EFFECT`."""
        given: list[Effect] = []
        if self.percent is not None:
            given.append(PercentOff(_rate(self.percent)))
        if self.amounts is not None:
            given.append(AmountOff(_amounts(self.amounts)))
        if self.fixed_prices is not None:
            given.append(FixedPrice(_amounts(self.fixed_prices)))
        if self.buy_get is not None:
            given.append(_buy_get(self.buy_get))
        if self.gift_quantity is not None:
            given.append(Gift(quantity=self.gift_quantity))
        if self.free_shipping is not None:
            given.append(_free_shipping(self.free_shipping))
        if self.tiers is not None:
            given.append(Tiers(tuple(map(_tier, self.tiers))))
        if len(given) != 1:
            raise DomainError("INVALID_EFFECT", "a promotion does exactly one thing", field=("effect",))
        return given[0]


@strawberry.input(description="When a promotion counts.")
class PromotionConditionsInput:
    """When a promotion counts."""

    markets: list[str] = strawberry.field(default_factory=list)
    customer_groups: list[str] = strawberry.field(default_factory=list)
    first_order: bool = False
    minimum_quantity: int = 1
    minimum_subtotal: list[MoneyInput] | None = None
    starts_at: DateTime | None = None
    ends_at: DateTime | None = strawberry.field(
        default=None, description="The first moment at which it no longer counts."
    )

    def conditions(self) -> Conditions:
        """Return the conditions."""
        return Conditions(
            markets=frozenset(self.markets),
            customer_groups=frozenset(self.customer_groups),
            first_order=self.first_order,
            minimum_quantity=self.minimum_quantity,
            minimum_subtotal=None if self.minimum_subtotal is None else _amounts(self.minimum_subtotal),
            starts_at=self.starts_at,  # type: ignore[arg-type]
            ends_at=self.ends_at,  # type: ignore[arg-type]
        )


@strawberry.input(description="A title in a language.")
class PromotionTitleInput:
    """A title in a language."""

    language: str
    title: str


@strawberry.input(description="A promotion, found by its handle; the whole of it.")
class PromotionInput:
    """A promotion."""

    handle: str
    title: str
    titles: list[PromotionTitleInput] = strawberry.field(default_factory=list)
    scope: PromotionScope
    effect: PromotionEffectInput
    goods: GoodsInput | None = None
    conditions: PromotionConditionsInput | None = None
    codes: list[str] | None = strawberry.field(default=None, description="None makes it automatic.")
    combines_with: list[PromotionScope] = strawberry.field(default_factory=list)
    usage_limit: int | None = None
    shopper_limit: int | None = None
    budgets: list[MoneyInput] | None = None

    def draft(self) -> PromotionDraft:
        """Return it as a draft; raises `DomainError` for what it cannot be."""
        return PromotionDraft(
            handle=self.handle,
            title=self.title,
            translations={each.language.lower(): each.title for each in self.titles},
            scope=_scope(self.scope),
            effect=self.effect.effect(),
            goods=Selection() if self.goods is None else self.goods.selection(),
            conditions=Conditions() if self.conditions is None else self.conditions.conditions(),
            codes=None if self.codes is None else tuple(self.codes),
            combines_with=frozenset(map(_scope, self.combines_with)),
            usage_limit=self.usage_limit,
            shopper_limit=self.shopper_limit,
            budgets=None if self.budgets is None else _amounts(self.budgets),
        )


def _scope(scope: PromotionScope) -> Scope:
    found: dict[PromotionScope, Scope] = {
        PromotionScope.PRODUCT: "product",
        PromotionScope.ORDER: "order",
        PromotionScope.SHIPPING: "shipping",
    }
    return found[scope]


def _rate(percent: str | None) -> int:
    try:
        return to_millionths(Exact(100) if percent is None else Exact(percent))
    except (ValueError, ArithmeticError) as error:
        raise DomainError(
            "INVALID_CHANGE", f"'{str(percent)[:32]}' is not a percentage", field=("effect",)
        ) from error


def _amounts(amounts: list[MoneyInput]) -> Amounts:
    read = [parse_money(each.amount, each.currency_code.value) for each in amounts]
    if len({each.currency for each in read}) != len(read):
        raise DomainError("INVALID_AMOUNT", "give one amount for each currency", field=("effect",))
    return {each.currency: each.minor for each in read}


def _buy_get(given: BuyGetInput) -> BuyGet:
    return BuyGet(
        buy_quantity=given.buy_quantity,
        get_quantity=given.get_quantity,
        rate=_rate(given.percent),
        get=None if given.get is None else given.get.selection(),
        times=given.times,
    )


def _free_shipping(given: FreeShippingInput) -> FreeShipping:
    return FreeShipping(rate=_rate(given.percent), most=None if given.most is None else _amounts(given.most))


def _tier(given: TierInput) -> Tier:
    if (given.percent is None) == (given.amounts is None):
        raise DomainError("INVALID_EFFECT", "a step takes a percentage or amounts", field=("effect",))
    off = PercentOff(_rate(given.percent)) if given.amounts is None else AmountOff(_amounts(given.amounts))
    return Tier(minimum=_amounts(given.minimum), off=off)
