"""The addresses of a cart, as the dialect has them."""

from typing import Annotated, Any

import strawberry

from comptoir.addresses import Address, format_address
from comptoir.cart.graphql.payloads import CartPayload
from comptoir.graphql.context import Info
from comptoir.markets import locale_of


@strawberry.type(description="An address that a cart may be sent to.")
class CartDeliveryAddress:
    """An address that a cart may be sent to."""

    address1: str | None
    address2: str | None
    city: str | None
    company: str | None
    country_code: str | None
    first_name: str | None
    last_name: str | None
    latitude: float | None
    longitude: float | None
    name: str | None
    phone: str | None
    province_code: str | None
    zip: str | None

    @strawberry.field(description="The lines of the address, by the custom of its country.")
    def formatted(
        self: Any, info: Info, with_name: bool | None = False, with_company: bool | None = True
    ) -> list[str]:
        """Return the lines that are not empty."""
        return format_address(
            self,
            language=locale_of(info.context).language,
            with_name=bool(with_name),
            with_company=bool(with_company),
        )

    @strawberry.field(description="Town, province and country in short.")
    def formatted_area(self: Any) -> str | None:
        """Return what says where it is, without the street."""
        return ", ".join(part for part in (self.city, self.province_code, self.country_code) if part) or None

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether this is an address."""
        return isinstance(obj, Address)


CartAddress = Annotated[CartDeliveryAddress, strawberry.union("CartAddress")]


@strawberry.type(description="An address of a cart; the selected one is where it goes.")
class CartSelectableAddress:
    """An address of a cart."""

    id: strawberry.ID
    selected: bool
    one_time_use: bool = strawberry.field(description="Not to be kept with the customer.")

    @strawberry.field(graphql_type=CartAddress, description="The address.")
    def address(self: Any) -> Address:
        """Return the address."""
        found: Address = self.address
        return found


@strawberry.type(description="Where a cart goes.")
class CartDelivery:
    """Where a cart goes; resolvers get its addresses."""

    @strawberry.field(
        graphql_type=list[CartSelectableAddress], description="Addresses that the shopper gave."
    )
    def addresses(self: Any, selected: bool | None = None) -> Any:
        """Return the addresses, or those that are selected or are not."""
        return [found for found in self.addresses if selected is None or found.selected is selected]


@strawberry.type(description="What `cartDeliveryAddressesAdd` answers.")
class CartDeliveryAddressesAddPayload(CartPayload):
    """What `cartDeliveryAddressesAdd` answers."""


@strawberry.type(description="What `cartDeliveryAddressesUpdate` answers.")
class CartDeliveryAddressesUpdatePayload(CartPayload):
    """What `cartDeliveryAddressesUpdate` answers."""


@strawberry.type(description="What `cartDeliveryAddressesRemove` answers.")
class CartDeliveryAddressesRemovePayload(CartPayload):
    """What `cartDeliveryAddressesRemove` answers."""


@strawberry.type(description="What `cartDeliveryAddressesReplace` answers.")
class CartDeliveryAddressesReplacePayload(CartPayload):
    """What `cartDeliveryAddressesReplace` answers."""
