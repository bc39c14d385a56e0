"""Customers as the dialect shows them.

Accounts are not open in this edition: no token is ever issued, so `customer` knows nobody. The types stand
so that documents of published storefronts, which name them in every cart fragment, are valid.
"""

from typing import Any

import strawberry

from comptoir.codes import CountryCode
from comptoir.customers.addresses import AddressRecord
from comptoir.graphql.context import Info
from comptoir.graphql.node import Node
from comptoir.graphql.scalars import DateTime, UnsignedInt64


@strawberry.type(description="A postal address.")
class MailingAddress(Node):
    """A postal address."""

    address1: str | None
    address2: str | None
    city: str | None
    company: str | None
    country: str | None
    country_code_v2: CountryCode | None
    first_name: str | None
    formatted_area: str | None
    last_name: str | None
    latitude: float | None
    longitude: float | None
    name: str | None
    phone: str | None
    province: str | None
    province_code: str | None
    zip: str | None

    @strawberry.field(description="The lines of the address.")
    def formatted(self: Any, with_name: bool | None = False, with_company: bool | None = True) -> list[str]:
        """Return the lines that are not empty."""
        town = " ".join(part for part in (self.zip, self.city) if part)
        name, company = (self.name if with_name else None), (self.company if with_company else None)
        lines = (name, company, self.address1, self.address2, town, self.country)
        return [line for line in lines if line]

    @classmethod
    def is_type_of(cls, obj: object, _info: object) -> bool:
        """Tell whether a record is an address."""
        return isinstance(obj, AddressRecord)


@strawberry.type(description="A customer of the shop.")
class Customer:
    """A customer of the shop."""

    accepts_marketing: bool
    created_at: DateTime
    default_address: MailingAddress | None
    display_name: str
    email: str | None
    first_name: str | None
    id: strawberry.ID
    last_name: str | None
    number_of_orders: UnsignedInt64
    phone: str | None
    tags: list[str]
    updated_at: DateTime


@strawberry.type
class CustomerQueries:
    """The signed-in customer."""

    @strawberry.field(
        graphql_type=Customer | None,
        description="The customer that a token was issued to; none for a token that was not issued or has expired.",
    )
    def customer(self, info: Info, customer_access_token: str) -> Any:  # noqa: ARG002
        """Return the customer of a token: none, as long as no tokens are issued."""
        return None
