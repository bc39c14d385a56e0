"""Reading and editing carts."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Annotated, Any

import strawberry

from comptoir.cart.commands.details import set_attributes, set_buyer, set_discount_codes, set_note
from comptoir.cart.commands.lines import add_lines, remove_lines, update_lines
from comptoir.cart.contents import TermsOf, parse_cart_id, parse_line_id
from comptoir.cart.graphql import payloads
from comptoir.cart.graphql.attribute import AttributeInput, read_attributes
from comptoir.cart.graphql.cart import Cart
from comptoir.cart.graphql.inputs import (
    CartBuyerIdentityInput,
    CartInput,
    CartLineInput,
    CartLineUpdateInput,
    read_buyer,
    read_changes,
    read_draft,
    read_lines,
)
from comptoir.cart.graphql.payloads import PayloadRecord, payload
from comptoir.cart.queries import lookup_cart
from comptoir.cart.taxing import fetch_taxes
from comptoir.cart.view import CartView, terms_of
from comptoir.cart.watching import watch_of
from comptoir.graphql.context import Info, RequestContext
from comptoir.graphql.mutation import attempt
from comptoir.markets import locale_of

CartId = Annotated[strawberry.ID, strawberry.argument(description="The cart's id, with its key.")]


async def load_cart(context: RequestContext, ident: str) -> CartView | None:
    """Return the cart that an id gives the right to, or none."""
    right = parse_cart_id(ident)
    stored = await context.shop.db.read(lookup_cart, right=right) if right else None
    return await fetch_taxes(CartView(stored, context)) if stored else None


async def edit_cart(
    info: Info, command: Callable[..., Any], cart_id: str, *, codes_given: bool = False, **arguments: Any
) -> PayloadRecord:
    """Run a command on the cart that an id gives the right to, and tell those who watch it."""
    lifetime = _lifetime(info)
    outcome = await attempt(info, command, right=parse_cart_id(cart_id), lifetime=lifetime, **arguments)
    if outcome.value is not None:
        watch_of(info.context.shop).wake(outcome.value.cart.id)
    return await payload(info, outcome, codes_given=codes_given)


async def make_cart(
    info: Info, command: Callable[..., Any], value: CartInput | None, **arguments: Any
) -> PayloadRecord:
    """Run a command that makes a cart of what was given for it."""
    draft = read_draft(value, country=locale_of(info.context).country)
    outcome = await attempt(
        info, command, draft=draft, terms_of=_terms(info), lifetime=_lifetime(info), **arguments
    )
    return await payload(info, outcome, codes_given=bool(draft.discount_codes))


def _lifetime(info: Info) -> timedelta:
    return timedelta(days=info.context.shop.settings.cart_days)


def _terms(info: Info) -> TermsOf:
    return partial(terms_of, info.context)


@strawberry.type
class CartQueries:
    """Reading carts."""

    @strawberry.field(graphql_type=Cart | None, description="The cart that this id gives the right to.")
    async def cart(self, info: Info, id: strawberry.ID) -> CartView | None:
        """Return a cart; none for one that is unknown, expired, or whose key does not fit."""
        return await load_cart(info.context, id)


@strawberry.type
class CartMutations:
    """Editing carts; `cartCreate`, which may say where the cart goes, is contributed by checkout."""

    @strawberry.field(graphql_type=payloads.CartLinesAddPayload | None, description="Add lines.")
    async def cart_lines_add(self, info: Info, cart_id: CartId, lines: list[CartLineInput]) -> PayloadRecord:
        """Add lines; equal ones merge."""
        return await edit_cart(info, add_lines, cart_id, lines=read_lines(lines), terms_of=_terms(info))

    @strawberry.field(
        graphql_type=payloads.CartLinesUpdatePayload | None,
        description="Change lines; quantity 0 removes one.",
    )
    async def cart_lines_update(
        self, info: Info, cart_id: CartId, lines: list[CartLineUpdateInput]
    ) -> PayloadRecord:
        """Change lines."""
        return await edit_cart(
            info, update_lines, cart_id, changes=read_changes(lines), terms_of=_terms(info)
        )

    @strawberry.field(graphql_type=payloads.CartLinesRemovePayload | None, description="Remove lines.")
    async def cart_lines_remove(
        self, info: Info, cart_id: CartId, line_ids: list[strawberry.ID]
    ) -> PayloadRecord:
        """Remove lines."""
        lines = [(parse_line_id(line_id), str(line_id)) for line_id in line_ids]
        return await edit_cart(info, remove_lines, cart_id, lines=lines)

    @strawberry.field(graphql_type=payloads.CartNoteUpdatePayload | None, description="Set the note.")
    async def cart_note_update(self, info: Info, cart_id: CartId, note: str) -> PayloadRecord:
        """Set the note."""
        return await edit_cart(info, set_note, cart_id, note=note)

    @strawberry.field(
        graphql_type=payloads.CartAttributesUpdatePayload | None, description="Replace the attributes."
    )
    async def cart_attributes_update(
        self, info: Info, cart_id: CartId, attributes: list[AttributeInput]
    ) -> PayloadRecord:
        """Replace the attributes."""
        return await edit_cart(info, set_attributes, cart_id, attributes=read_attributes(attributes))

    @strawberry.field(
        graphql_type=payloads.CartBuyerIdentityUpdatePayload | None, description="Say who buys, and where."
    )
    async def cart_buyer_identity_update(
        self, info: Info, cart_id: CartId, buyer_identity: CartBuyerIdentityInput
    ) -> PayloadRecord:
        """Say who buys."""
        return await edit_cart(info, set_buyer, cart_id, buyer=read_buyer(buyer_identity))

    @strawberry.field(
        graphql_type=payloads.CartDiscountCodesUpdatePayload | None, description="Replace the discount codes."
    )
    async def cart_discount_codes_update(
        self, info: Info, cart_id: CartId, discount_codes: list[str] | None = None
    ) -> PayloadRecord:
        """Replace the discount codes."""
        return await edit_cart(
            info, set_discount_codes, cart_id, codes=discount_codes or (), codes_given=True
        )
