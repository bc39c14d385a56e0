"""Postal addresses: one record for carts, orders and customers, checked and written as each country does."""

from comptoir.addresses.checking import AddressFault, check_address, checked_country
from comptoir.addresses.fields import AddressField, address_fields
from comptoir.addresses.formatting import format_address
from comptoir.addresses.places import Province, find_province, provinces_of
from comptoir.addresses.record import Address

__all__ = [
    "Address",
    "AddressFault",
    "AddressField",
    "Province",
    "address_fields",
    "check_address",
    "checked_country",
    "find_province",
    "format_address",
    "provinces_of",
]
