"""What happens to service requests, for subscribers."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequested(Event):
    """A shopper called staff, or asked for a piece; `kind` says which."""

    name: ClassVar[str] = "service.requested"
    request_id: int
    kind: str
    location_id: int
    channel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequestAccepted(Event):
    """Somebody of the staff is on the way."""

    name: ClassVar[str] = "service.accepted"
    request_id: int
    location_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequestFetched(Event):
    """Pieces were fetched to the fitting room."""

    name: ClassVar[str] = "service.fetched"
    request_id: int
    location_id: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRequestClosed(Event):
    """A request ended; `status` says how: DONE, CANCELLED or EXPIRED."""

    name: ClassVar[str] = "service.closed"
    request_id: int
    location_id: int
    status: str
