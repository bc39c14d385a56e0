"""What happens to reservations, for subscribers."""

from dataclasses import dataclass
from typing import ClassVar

from comptoir.events.event import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationMade(Event):
    """Pieces were reserved."""

    name: ClassVar[str] = "reservation.made"
    reservation_id: int
    location_id: int
    channel: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReservationClosed(Event):
    """A reservation ended; `status` says how."""

    name: ClassVar[str] = "reservation.closed"
    reservation_id: int
    status: str
