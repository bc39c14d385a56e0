"""Service requests as values."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from comptoir.ids import gid
from comptoir.inventory import Owner


class RequestKind(StrEnum):
    """What a shopper asks for: a piece at the fitting room, or somebody to help."""

    FITTING_ROOM = "FITTING_ROOM"
    ASSISTANCE = "ASSISTANCE"


class RequestStatus(StrEnum):
    """How a request stands; the last three are how one can end."""

    REQUESTED = "REQUESTED"
    ACCEPTED = "ACCEPTED"
    FETCHED = "FETCHED"
    DONE = "DONE"
    CANCELLED = "CANCELLED"
    EXPIRED = "EXPIRED"


OPEN = (RequestStatus.REQUESTED, RequestStatus.ACCEPTED, RequestStatus.FETCHED)
"""What staff still have to see to."""


class Party(StrEnum):
    """Who called a request off."""

    SHOPPER = "SHOPPER"
    STAFF = "STAFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequest:
    """A request at a location. One that is past its moment is EXPIRED, swept or not."""

    number: int
    kind: RequestKind
    status: RequestStatus
    variant_id: int | None
    """None where it is about no piece, or once the variant is gone from the catalogue."""
    title: str | None
    """What the product was called when it was asked for."""
    sku: str | None
    quantity: int
    quantity_brought: int
    held: int
    """Pieces in the ledger for it while it is FETCHED; none of a variant whose stock is not counted."""
    location_id: int
    place: str
    note: str
    language: str
    channel: str | None
    accepted_by: str | None
    """The name of the member of staff who took it on."""
    cancelled_by: Party | None
    reason: str
    """Why staff called it off; for staff alone."""
    created_at: datetime
    accepted_at: datetime | None
    fetched_at: datetime | None
    closed_at: datetime | None
    expires_at: datetime

    @property
    def id(self) -> str:
        """The global id that staff know it by; shoppers have one of their own, which is a secret."""
        return gid("ServiceRequest", self.number)

    def seconds_since_change(self, now: datetime) -> int:
        """Return for how many whole seconds it has stood as it does."""
        if self.closed_at is None and self.status is RequestStatus.EXPIRED:
            since = self.expires_at
        else:
            since = self.closed_at or self.fetched_at or self.accepted_at or self.created_at
        return max(0, int((now - since).total_seconds()))


def owner_of(number: int) -> Owner:
    """Return the owner that a request's pieces are held for."""
    return Owner(kind="service", ident=str(number))


def place_key(place: str) -> str:
    """Return what tells places of a location apart, however they are typed."""
    return place.casefold()


def token_digest(token: str) -> str:
    """Return what is kept of a request's token; tokens are random, so that a plain digest tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
