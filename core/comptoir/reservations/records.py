"""Reservations as values."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comptoir.ids import gid
from comptoir.inventory import Owner
from comptoir.reservations.codes import scan_text


class ReservationStatus(StrEnum):
    """How a reservation stands. Only ACTIVE ones keep pieces back; the others are how one can end."""

    ACTIVE = "ACTIVE"
    COLLECTED = "COLLECTED"
    RELEASED = "RELEASED"
    EXPIRED = "EXPIRED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who comes, and how to reach them: an email address, a phone number, or both."""

    name: str
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """Pieces of a variant kept at a location. One that is past its moment is EXPIRED, swept or not."""

    number: int
    code: str
    status: ReservationStatus
    variant_id: int | None
    """None once the variant is gone from the catalogue."""
    title: str
    """What the product was called when it was reserved."""
    sku: str | None
    quantity: int
    location_id: int
    contact: Contact
    pickup_by: datetime
    expires_at: datetime
    created_at: datetime
    closed_at: datetime | None
    reference: str
    """Of the order or receipt that it was collected with."""
    channel: str | None
    language: str

    @property
    def id(self) -> str:
        """The global id that staff know it by; shoppers have one of their own, which is a secret."""
        return gid("Reservation", self.number)

    @property
    def scan_text(self) -> str:
        """What its QR code holds."""
        return scan_text(self.code)


def owner_of(number: int) -> Owner:
    """Return the owner that a reservation's pieces are held for."""
    return Owner(kind="reservation", ident=str(number))


def token_digest(token: str) -> str:
    """Return what is kept of a reservation's token; tokens are random, so that a plain digest tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
