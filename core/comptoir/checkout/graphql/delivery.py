"""Delivery groups of a cart, as the dialect has them, and the way of single lines, which is beyond it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import strawberry

from comptoir.addresses import Address
from comptoir.cart.delivery import PICK_UP, RETAIL
from comptoir.cart.graphql.line import BaseCartLineConnection
from comptoir.cart.graphql.payloads import CartPayload
from comptoir.cart.view import GroupView, LineView
from comptoir.checkout.offering import ask_for_delivery, shown_address
from comptoir.checkout.options import Option, location_of, options_for, selected_option
from comptoir.customers.addresses import AddressRecord
from comptoir.customers.graphql import MailingAddress
from comptoir.graphql.money import MoneyRecord, MoneyV2, money_v2
from comptoir.graphql.pagination import Page, PageInfo, paginate
from comptoir.graphql.scalars import DateTime
from comptoir.inventory.graphql.location import Location
from comptoir.markets import locale_of
from comptoir.orders.delivery import DeliveryMethod
from comptoir.orders.view import show_address


@strawberry.enum(description="What kind of purchase a group is.")
class CartDeliveryGroupType(StrEnum):
    """What kind of purchase a group is."""

    ONE_TIME_PURCHASE = "ONE_TIME_PURCHASE"
    SUBSCRIPTION = "SUBSCRIPTION"


@strawberry.type(description="A way in which a group can reach the buyer.")
class CartDeliveryOption:
    """A way in which a group can reach the buyer."""

    handle: str = strawberry.field(description="Names it in `cartSelectedDeliveryOptionsUpdate`.")
    title: str | None
    description: str | None = strawberry.field(description="When the goods are there.")

    promised_until: DateTime | None = strawberry.field(
        description="By when a store brings the goods on the same day; null for other ways."
    )

    location: Location | None = strawberry.field(
        description="Where the goods are collected, carried out or brought from; null for parcels."
    )

    @strawberry.field(description="The handle.")
    def code(self: Any) -> str | None:
        """Return the handle."""
        return str(self.handle)

    @strawberry.field(graphql_type=MoneyV2, description="What it costs before promotions.")
    def estimated_cost(self: Any) -> MoneyRecord:
        """Return what it costs, as the market shows prices."""
        return money_v2(self.cost)

    @strawberry.field(description="How the goods travel.")
    def delivery_method_type(self: Any) -> DeliveryMethod:
        """Return the method."""
        return DeliveryMethod(self.way.method)


@dataclass(frozen=True)
class OfferedGroup:
    """A delivery group with what it can go by."""

    group: GroupView

    @property
    def id(self) -> str:
        """The global id."""
        return self.group.id

    @cached_property
    def options(self) -> list[Option]:
        """The ways for the group; they have to have been asked for."""
        return options_for(self.group)

    def destination(self, shown: Address | None) -> AddressRecord:
        """Return where the group goes: a store, the address, or no more than the country where that is not told."""
        language = locale_of(self.group.cart.context).language
        way = self.group.way
        store = location_of(self.group, way.location_id) if way.method in {PICK_UP, RETAIL} else None
        if store is not None:
            names = (
                "address1",
                "address2",
                "city",
                "zip",
                "province",
                "province_code",
                "country_code",
                "phone",
            )
            address = Address(company=store.name, **{name: getattr(store, name) for name in names})
        else:
            address = shown or Address(country_code=self.group.cart.stored.country)
        return show_address(address, ident=f"{self.id}&model_name=CartDeliveryGroup", language=language)


@strawberry.type(description="Lines that reach the buyer the same way.")
class CartDeliveryGroup:
    """Lines that reach the buyer the same way."""

    id: strawberry.ID

    @strawberry.field(graphql_type=BaseCartLineConnection, description="The lines.")
    def cart_lines(
        self: Any,
        first: int | None = None,
        after: str | None = None,
        last: int | None = None,
        before: str | None = None,
        reverse: bool | None = False,
    ) -> Page[LineView]:
        """Return a window of the lines."""
        found: Sequence[LineView] = self.group.lines[::-1] if reverse else self.group.lines
        return paginate(found, first=first, after=after, last=last, before=before)

    @strawberry.field(graphql_type=MailingAddress, description="Where they go, or are collected.")
    async def delivery_address(self: Any) -> AddressRecord:
        """Return the destination; no more than the country until there is an address, and for other devices."""
        found: AddressRecord = self.destination(await shown_address(self.group.cart))
        return found

    @strawberry.field(graphql_type=list[CartDeliveryOption], description="The ways to choose from.")
    async def delivery_options(self: Any) -> list[Option]:
        """Return the options."""
        await ask_for_delivery(self.group.cart)
        found: list[Option] = self.options
        return found

    @strawberry.field(graphql_type=CartDeliveryOption | None, description="The way that was chosen.")
    async def selected_delivery_option(self: Any) -> Option | None:
        """Return the choice; none where there is none, or it no longer holds."""
        await ask_for_delivery(self.group.cart)
        return selected_option(self.group, self.options)

    @strawberry.field(description="What kind of purchase it is.")
    def group_type(self: Any) -> CartDeliveryGroupType:
        """Return that it is bought once."""
        return CartDeliveryGroupType.ONE_TIME_PURCHASE


@strawberry.type(description="A group with its cursor.")
class CartDeliveryGroupEdge:
    """A group with its cursor."""

    cursor: str
    node: CartDeliveryGroup


@strawberry.type(description="Delivery groups of a cart.")
class CartDeliveryGroupConnection:
    """Delivery groups of a cart."""

    edges: list[CartDeliveryGroupEdge]
    nodes: list[CartDeliveryGroup]
    page_info: PageInfo


@strawberry.input(description="The option chosen for a group.")
class CartSelectedDeliveryOptionInput:
    """The option chosen for a group."""

    delivery_group_id: strawberry.ID
    delivery_option_handle: str


@strawberry.enum(description="How a single line reaches the buyer.")
class CartLineDeliveryMethod(StrEnum):
    """How a single line reaches the buyer."""

    PICK_UP = "PICK_UP"
    RETAIL = "RETAIL"
    SHIPPING = "SHIPPING"


@strawberry.input(
    description="How a line reaches the buyer: sent, collected at a location, or carried out of one."
)
class CartLineDeliveryInput:
    """How a line reaches the buyer."""

    line_id: strawberry.ID
    method: CartLineDeliveryMethod
    location_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET, description="For PICK_UP and RETAIL: where."
    )


@strawberry.type(description="What `cartSelectedDeliveryOptionsUpdate` answers.")
class CartSelectedDeliveryOptionsUpdatePayload(CartPayload):
    """What `cartSelectedDeliveryOptionsUpdate` answers."""


@strawberry.type(description="What `cartLinesDeliveryUpdate` answers.")
class CartLinesDeliveryUpdatePayload(CartPayload):
    """What `cartLinesDeliveryUpdate` answers."""
