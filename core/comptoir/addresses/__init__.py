"""Postal addresses: one record for carts, orders and customers, checked and written as each country does."""

from comptoir.addresses.areas import MOST_ZIPS, ZipArea, ZipIndex, check_areas, index_areas
from comptoir.addresses.checking import AddressFault, check_address, checked_country
from comptoir.addresses.fields import AddressField, address_fields
from comptoir.addresses.formatting import format_address
from comptoir.addresses.places import Province, find_province, provinces_of
from comptoir.addresses.record import Address

__all__ = [
    "MOST_ZIPS",
    "Address",
    "AddressFault",
    "AddressField",
    "Province",
    "ZipArea",
    "ZipIndex",
    "address_fields",
    "check_address",
    "check_areas",
    "checked_country",
    "find_province",
    "format_address",
    "index_areas",
    "provinces_of",
]
