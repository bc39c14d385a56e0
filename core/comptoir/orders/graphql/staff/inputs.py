"""What staff send about orders."""

from collections.abc import Sequence

import strawberry

from comptoir.addresses import Address
from comptoir.ids import numeric_id
from comptoir.orders.records import Tracking


@strawberry.input(description="So many pieces of a line.")
class OrderPiecesInput:
    """So many pieces of a line."""

    line_id: strawberry.ID
    quantity: int


@strawberry.input(description="Where a parcel can be followed.")
class FulfillmentTrackingInput:
    """Where a parcel can be followed."""

    company: str | None = None
    number: str | None = None
    url: str | None = None


@strawberry.input(description="A postal address, whole.")
class OrderAddressInput:
    """A postal address."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    address1: str | None = None
    address2: str | None = None
    city: str | None = None
    zip: str | None = None
    province_code: str | None = None
    country_code: str | None = None
    phone: str | None = None


def read_pieces(pieces: Sequence[OrderPiecesInput] | None) -> dict[int, int] | None:
    """Return quantities by line; raises `BadUserInputError` for an id that is not one of a line."""
    if pieces is None:
        return None
    return {numeric_id(each.line_id, "LineItem"): each.quantity for each in pieces}


def read_tracking(given: FulfillmentTrackingInput | None) -> Tracking | None:
    """Return a tracking as commands take it."""
    if given is None:
        return None
    return Tracking(company=given.company, number=given.number, url=given.url)


def read_address(given: OrderAddressInput | None) -> Address | None:
    """Return an address as commands take it."""
    if given is None:
        return None
    return Address(
        first_name=given.first_name,
        last_name=given.last_name,
        company=given.company,
        address1=given.address1,
        address2=given.address2,
        city=given.city,
        zip=given.zip,
        province_code=given.province_code,
        country_code=given.country_code,
        phone=given.phone,
    )
