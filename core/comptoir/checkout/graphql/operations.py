"""Where a cart goes: reading and changing it."""

from dataclasses import dataclass
from typing import Any

import strawberry

from comptoir.cart.graphql.operations import CartId, edit_cart
from comptoir.cart.graphql.payloads import PayloadRecord
from comptoir.checkout.commands.addresses import (
    add_addresses,
    remove_addresses,
    replace_addresses,
    update_addresses,
)
from comptoir.checkout.graphql import addresses as types
from comptoir.checkout.graphql.addresses import CartDelivery
from comptoir.checkout.graphql.inputs import (
    CartSelectableAddressInput,
    CartSelectableAddressUpdateInput,
    read_addresses,
    read_changes,
    read_handle,
)
from comptoir.checkout.queries import find_addresses
from comptoir.checkout.records import SelectableAddress
from comptoir.graphql.context import Info


@dataclass(frozen=True, slots=True)
class DeliveryRecord:
    """Where a cart goes, as its holder may see it."""

    addresses: tuple[SelectableAddress, ...]


@strawberry.type
class CartDeliveryFields:
    """What checkout adds to the cart."""

    @strawberry.field(graphql_type=CartDelivery, description="Where the cart goes.")
    async def delivery(self: Any, info: Info) -> DeliveryRecord:
        """Return the addresses; none to a device that took the cart over by a code."""
        if self.stored.guest:
            return DeliveryRecord(())
        return DeliveryRecord(await info.context.shop.db.read(find_addresses, cart_id=self.stored.id))


@strawberry.type
class DeliveryMutations:
    """Saying where a cart goes."""

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
