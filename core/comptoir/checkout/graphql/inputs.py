"""What delivery mutations take, and how it becomes what commands take."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

import strawberry

from comptoir.addresses import Address
from comptoir.cart.graphql.inputs import CartInput, given
from comptoir.checkout.records import AddressChange, AddressDraft
from comptoir.codes import CountryCode
from comptoir.errors import BadUserInputError
from comptoir.ids import split_gid


@strawberry.enum(description="How closely an address is looked at when it is given.")
class DeliveryAddressValidationStrategy(StrEnum):
    """How closely an address is looked at: its country and what was filled in, or all that a parcel needs."""

    COUNTRY_CODE_ONLY = "COUNTRY_CODE_ONLY"
    STRICT = "STRICT"


@strawberry.input(description="A postal address.")
class CartDeliveryAddressInput:
    """A postal address."""

    address1: str | None = strawberry.UNSET
    address2: str | None = strawberry.UNSET
    city: str | None = strawberry.UNSET
    company: str | None = strawberry.UNSET
    country_code: CountryCode | None = strawberry.UNSET
    first_name: str | None = strawberry.UNSET
    last_name: str | None = strawberry.UNSET
    phone: str | None = strawberry.UNSET
    province_code: str | None = strawberry.UNSET
    zip: str | None = strawberry.UNSET


@strawberry.input(description="An address, or the id of one that the customer has.", one_of=True)
class CartAddressInput:
    """An address, or the id of one that the customer has."""

    copy_from_customer_address_id: strawberry.ID | None = strawberry.UNSET
    delivery_address: CartDeliveryAddressInput | None = strawberry.UNSET


@strawberry.input(description="An address to add.")
class CartSelectableAddressInput:
    """An address to add."""

    address: CartAddressInput
    one_time_use: bool | None = strawberry.UNSET
    selected: bool | None = strawberry.UNSET
    validation_strategy: DeliveryAddressValidationStrategy | None = (
        DeliveryAddressValidationStrategy.COUNTRY_CODE_ONLY
    )


@strawberry.input(description="Where a new cart goes.")
class CartDeliveryInput:
    """Where a new cart goes."""

    addresses: list[CartSelectableAddressInput] | None = strawberry.UNSET


@strawberry.input(name="CartInput", description="A new cart.")
class NewCartInput(CartInput):
    """A new cart, with where it goes."""

    delivery: CartDeliveryInput | None = strawberry.UNSET


@strawberry.input(description="The change of an address; what is left out stays.")
class CartSelectableAddressUpdateInput:
    """The change of an address."""

    id: strawberry.ID
    address: CartAddressInput | None = strawberry.UNSET
    one_time_use: bool | None = strawberry.UNSET
    selected: bool | None = strawberry.UNSET
    validation_strategy: DeliveryAddressValidationStrategy | None = (
        DeliveryAddressValidationStrategy.COUNTRY_CODE_ONLY
    )


def read_addresses(addresses: Sequence[CartSelectableAddressInput]) -> list[AddressDraft]:
    """Return addresses as commands take them."""
    return [_draft(each) for each in addresses]


def read_new_addresses(value: NewCartInput | None) -> list[AddressDraft]:
    """Return the addresses that a new cart is given."""
    delivery = None if value is None else given(value.delivery)
    return [] if delivery is None else read_addresses(given(delivery.addresses) or [])


def read_changes(changes: Sequence[CartSelectableAddressUpdateInput]) -> list[AddressChange]:
    """Return changes of addresses as commands take them."""
    return [
        AddressChange(handle=read_handle(each.id), given_id=each.id, draft=_draft(each)) for each in changes
    ]


def read_handle(value: str) -> str | None:
    """Return the handle in the id of an address, or none where it is another kind of id."""
    kind, handle, _ = split_gid(value)
    return handle if kind == "CartSelectableAddress" else None


def _draft(each: CartSelectableAddressInput | CartSelectableAddressUpdateInput) -> AddressDraft:
    address = given(each.address)
    return AddressDraft(
        address=None if address is None else _address(address),
        selected=given(each.selected),
        one_time_use=given(each.one_time_use),
        whole=each.validation_strategy is DeliveryAddressValidationStrategy.STRICT,
    )


def _address(value: CartAddressInput) -> Address:
    written: Any = given(value.delivery_address)
    if written is None:
        raise BadUserInputError("'copyFromCustomerAddressId' names no address: there are no accounts")
    return postal_address(written)


def postal_address(written: CartDeliveryAddressInput) -> Address:
    """Return an address as it was given."""
    country = given(written.country_code)
    return Address(
        first_name=given(written.first_name),
        last_name=given(written.last_name),
        company=given(written.company),
        address1=given(written.address1),
        address2=given(written.address2),
        city=given(written.city),
        province_code=given(written.province_code),
        zip=given(written.zip),
        country_code=None if country is None else str(country.value),
        phone=given(written.phone),
    )
