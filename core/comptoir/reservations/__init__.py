"""Reservations: pieces kept unpaid at a store for somebody who comes to collect them."""

from comptoir.reservations.closing import (
    cancel_reservation,
    collect_reservation,
    expire_reservations,
    hand_over_reservation,
    release_reservation,
)
from comptoir.reservations.queries import find_reservations, get_reservation, lookup_reservation
from comptoir.reservations.records import Contact, Reservation, ReservationStatus, owner_of
from comptoir.reservations.reserving import reserve

__all__ = [
    "Contact",
    "Reservation",
    "ReservationStatus",
    "cancel_reservation",
    "collect_reservation",
    "expire_reservations",
    "find_reservations",
    "get_reservation",
    "hand_over_reservation",
    "lookup_reservation",
    "owner_of",
    "release_reservation",
    "reserve",
]
