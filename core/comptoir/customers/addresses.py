"""Postal addresses ready to be answered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressRecord:
    """An address in the reader's language; attribute names are those of `MailingAddress`."""

    id: str
    first_name: str | None = None
    last_name: str | None = None
    name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: str | None = None
    province: str | None = None
    province_code: str | None = None
    country: str | None = None
    """Name of the country."""
    country_code_v2: str | None = None
    phone: str | None = None
    formatted_area: str | None = None
    latitude: float | None = None
    longitude: float | None = None
