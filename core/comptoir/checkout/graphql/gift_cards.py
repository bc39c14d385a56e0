"""Gift cards of a cart over GraphQL, as the dialect has them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.cart import errors
from comptoir.cart.graphql.operations import CartId, edit_cart, load_cart
from comptoir.cart.graphql.payloads import CartPayload, PayloadRecord
from comptoir.cart.view import CartView
from comptoir.checkout.commands.gift_cards import add_gift_cards, remove_gift_cards, set_gift_cards
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.node import Node
from comptoir.graphql.user_errors import user_error
from comptoir.ids import gid, numeric_id
from comptoir.markets import locale_of
from comptoir.payments.gift_cards import find_usable_gift_cards

_OLDER_FORM = "Use the field without V2."


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedCard:
    """A gift card of a cart, with what it would pay."""

    id: str
    last_characters: str
    amount_used: MoneyRecord
    balance: MoneyRecord


@strawberry.type(description="A gift card that pays for a part of the cart.")
class AppliedGiftCard(Node):
    """A gift card that pays for a part of the cart."""

    amount_used: MoneyV2 = strawberry.field(description="What is taken from it, were the cart completed now.")
    balance: MoneyV2 = strawberry.field(description="What is on it.")
    last_characters: str

    @strawberry.field(graphql_type=MoneyV2, description="What is taken from it, in the currency of the cart.")
    def presentment_amount_used(self: Any) -> MoneyRecord:
        """Return what is taken from it: cards pay in their own currency alone."""
        found: MoneyRecord = self.amount_used
        return found

    @strawberry.field(graphql_type=MoneyV2, deprecation_reason=_OLDER_FORM)
    def amount_used_v2(self: Any) -> MoneyRecord:
        """Return what is taken from it."""
        found: MoneyRecord = self.amount_used
        return found

    @strawberry.field(graphql_type=MoneyV2, deprecation_reason=_OLDER_FORM)
    def balance_v2(self: Any) -> MoneyRecord:
        """Return what is on it."""
        found: MoneyRecord = self.balance
        return found

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is a gift card of a cart."""
        return isinstance(obj, AppliedCard)


@strawberry.type(description="What `cartGiftCardCodesUpdate` answers.")
class CartGiftCardCodesUpdatePayload(CartPayload):
    """What `cartGiftCardCodesUpdate` answers."""


@strawberry.type(description="What `cartGiftCardCodesAdd` answers.")
class CartGiftCardCodesAddPayload(CartPayload):
    """What `cartGiftCardCodesAdd` answers."""


@strawberry.type(description="What `cartGiftCardCodesRemove` answers.")
class CartGiftCardCodesRemovePayload(CartPayload):
    """What `cartGiftCardCodesRemove` answers."""


@strawberry.type
class CartGiftCardFields:
    """What gift cards add to the cart."""

    @strawberry.field(
        graphql_type=list[AppliedGiftCard],
        description="Gift cards that pay first when the cart is completed; those that cannot be spent are left out.",
    )
    def applied_gift_cards(self: Any, info: Info) -> Any:
        """Return the gift cards; most carts have none, and then nothing is read."""
        return _applied(info, self) if self.stored.gift_cards else []


async def _applied(info: Info, cart: CartView) -> list[AppliedCard]:
    left = cart.quote.total
    cards = await info.context.shop.db.read(
        find_usable_gift_cards, numbers=cart.stored.gift_cards, currency=left.currency
    )
    found: list[AppliedCard] = []
    for card in cards:
        used = min(card.balance, left)
        left -= used
        found.append(
            AppliedCard(
                id=gid("AppliedGiftCard", card.number),
                last_characters=card.last_characters,
                amount_used=money_v2(used),
                balance=money_v2(card.balance),
            )
        )
    return found


async def _edit(info: Info, command: Callable[..., Any], cart_id: str, codes: list[str]) -> PayloadRecord:
    cart = await load_cart(info.context, cart_id)
    if cart is None:
        return PayloadRecord(None, [user_error(errors.unknown_cart())], ())
    currency = locale_of(cart.context).currency
    return await edit_cart(info, command, cart_id, codes=codes, currency=currency)


@strawberry.type
class GiftCardMutations:
    """Applying gift cards to carts."""

    @strawberry.field(
        graphql_type=CartGiftCardCodesUpdatePayload | None,
        description="Put gift cards in the place of all that were applied.",
    )
    async def cart_gift_card_codes_update(
        self, info: Info, cart_id: CartId, gift_card_codes: list[str]
    ) -> PayloadRecord:
        """Set the gift cards."""
        return await _edit(info, set_gift_cards, cart_id, gift_card_codes)

    @strawberry.field(
        graphql_type=CartGiftCardCodesAddPayload | None,
        description="Apply gift cards besides those that were applied.",
    )
    async def cart_gift_card_codes_add(
        self, info: Info, cart_id: CartId, gift_card_codes: list[str]
    ) -> PayloadRecord:
        """Add gift cards."""
        return await _edit(info, add_gift_cards, cart_id, gift_card_codes)

    @strawberry.field(
        graphql_type=CartGiftCardCodesRemovePayload | None, description="Apply gift cards no longer."
    )
    async def cart_gift_card_codes_remove(
        self, info: Info, cart_id: CartId, applied_gift_card_ids: list[strawberry.ID]
    ) -> PayloadRecord:
        """Remove gift cards."""
        numbers = [numeric_id(each, "AppliedGiftCard") for each in applied_gift_card_ids]
        return await edit_cart(info, remove_gift_cards, cart_id, numbers=numbers)
