"""Where a cart goes: reading and changing it."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.cart import errors
from comptoir.cart.delivery import NONE
from comptoir.cart.graphql.operations import CartId, edit_cart, load_cart, make_cart
from comptoir.cart.graphql.payloads import CartCreatePayload, PayloadRecord
from comptoir.checkout.commands.addresses import (
    add_addresses,
    create_cart_to,
    remove_addresses,
    replace_addresses,
    update_addresses,
)
from comptoir.checkout.commands.delivery import select_options, set_line_ways
from comptoir.checkout.graphql import addresses as types
from comptoir.checkout.graphql.addresses import CartDelivery
from comptoir.checkout.graphql.choosing import read_selections, read_ways
from comptoir.checkout.graphql.delivery import (
    CartDeliveryGroupConnection,
    CartLineDeliveryInput,
    CartLinesDeliveryUpdatePayload,
    CartSelectedDeliveryOptionInput,
    CartSelectedDeliveryOptionsUpdatePayload,
    OfferedGroup,
)
from comptoir.checkout.graphql.inputs import (
    CartSelectableAddressInput,
    CartSelectableAddressUpdateInput,
    NewCartInput,
    read_addresses,
    read_changes,
    read_handle,
    read_new_addresses,
)
from comptoir.checkout.offering import ask_for_delivery
from comptoir.checkout.queries import find_addresses
from comptoir.checkout.records import SelectableAddress
from comptoir.errors import DomainError
from comptoir.graphql.context import Info
from comptoir.graphql.pagination import Page, paginate
from comptoir.graphql.user_errors import user_error


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """Where a cart goes, as its holder may see it."""

    addresses: tuple[SelectableAddress, ...]


async def _select(info: Info, cart_id: str, chosen: list[CartSelectedDeliveryOptionInput]) -> PayloadRecord:
    cart = await load_cart(info.context, cart_id)
    try:
        if cart is None:
            raise errors.unknown_cart()
        await ask_for_delivery(cart)
        selections = read_selections(cart, chosen)
    except DomainError as error:
        return PayloadRecord(None, [user_error(error)], ())
    return await edit_cart(info, select_options, cart_id, selections=selections)


async def _set_ways(info: Info, cart_id: str, lines: list[CartLineDeliveryInput]) -> PayloadRecord:
    try:
        ways = read_ways(info.context, lines)
    except DomainError as error:
        return PayloadRecord(None, [user_error(error)], ())
    return await edit_cart(info, set_line_ways, cart_id, lines=ways)


@strawberry.type
class CartDeliveryFields:
    """What checkout adds to the cart."""

    @strawberry.field(graphql_type=CartDelivery, description="Where the cart goes.")
    async def delivery(self: Any, info: Info) -> DeliveryRecord:
        """Return the addresses; none to a device that took the cart over by a code."""
        if self.stored.guest:
            return DeliveryRecord(())
        return DeliveryRecord(await info.context.shop.db.read(find_addresses, cart_id=self.stored.id))

    @strawberry.field(
        graphql_type=CartDeliveryGroupConnection, description="The lines by how they reach the buyer."
    )
    def delivery_groups(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
        with_carrier_rates: bool | None = False,  # noqa: ARG002 - they are asked for when looked at
    ) -> Page[OfferedGroup]:
        """Return a window of the groups, in the order of their first lines; without what does not travel."""
        groups = [OfferedGroup(group) for group in self.groups if group.way.method != NONE]
        found = groups[::-1] if reverse else groups
        return paginate(found, first=first, after=after, last=last, before=before)


@strawberry.type
class DeliveryMutations:
    """Making carts, and saying where they go."""

    @strawberry.field(graphql_type=CartCreatePayload | None, description="Make a cart.")
    async def cart_create(self, info: Info, input: NewCartInput | None = None) -> PayloadRecord:
        """Make a cart."""
        return await make_cart(info, create_cart_to, input, addresses=read_new_addresses(input))

    @strawberry.field(
        graphql_type=types.CartDeliveryAddressesAddPayload | None, description="Add delivery addresses."
    )
    async def cart_delivery_addresses_add(
        self, info: Info, cart_id: CartId, addresses: list[CartSelectableAddressInput]
    ) -> PayloadRecord:
        """Add addresses."""
        return await edit_cart(info, add_addresses, cart_id, addresses=read_addresses(addresses))

    @strawberry.field(
        graphql_type=types.CartDeliveryAddressesReplacePayload | None,
        description="Put delivery addresses in the place of all others.",
    )
    async def cart_delivery_addresses_replace(
        self, info: Info, cart_id: CartId, addresses: list[CartSelectableAddressInput]
    ) -> PayloadRecord:
        """Replace the addresses."""
        return await edit_cart(info, replace_addresses, cart_id, addresses=read_addresses(addresses))

    @strawberry.field(
        graphql_type=types.CartDeliveryAddressesUpdatePayload | None, description="Change delivery addresses."
    )
    async def cart_delivery_addresses_update(
        self, info: Info, cart_id: CartId, addresses: list[CartSelectableAddressUpdateInput]
    ) -> PayloadRecord:
        """Change addresses."""
        return await edit_cart(info, update_addresses, cart_id, changes=read_changes(addresses))

    @strawberry.field(
        graphql_type=types.CartDeliveryAddressesRemovePayload | None, description="Remove delivery addresses."
    )
    async def cart_delivery_addresses_remove(
        self, info: Info, cart_id: CartId, address_ids: list[strawberry.ID]
    ) -> PayloadRecord:
        """Remove addresses."""
        handles = [read_handle(ident) for ident in address_ids]
        return await edit_cart(info, remove_addresses, cart_id, handles=handles)

    @strawberry.field(
        graphql_type=CartSelectedDeliveryOptionsUpdatePayload | None,
        description="Choose how groups reach the buyer.",
    )
    async def cart_selected_delivery_options_update(
        self, info: Info, cart_id: CartId, selected_delivery_options: list[CartSelectedDeliveryOptionInput]
    ) -> PayloadRecord:
        """Choose delivery options."""
        return await _select(info, cart_id, selected_delivery_options)

    @strawberry.field(
        graphql_type=CartLinesDeliveryUpdatePayload | None,
        description="Say how single lines reach the buyer, so that one order can carry one out and send another.",
    )
    async def cart_lines_delivery_update(
        self, info: Info, cart_id: CartId, lines: list[CartLineDeliveryInput]
    ) -> PayloadRecord:
        """Say how lines reach the buyer."""
        return await _set_ways(info, cart_id, lines)
