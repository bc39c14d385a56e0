"""What reservations contribute to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir.hooks.contributions import Check, GraphQLContribution, Job, Migrations
from comptoir.markers import hookimpl
from comptoir.reservations.closing import SWEEP, expire_reservations, forget_contacts
from comptoir.reservations.consistency import check_reservations
from comptoir.reservations.graphql.shopper import (
    ReservationMutations,
    ReservationQueries,
    load_reservation,
)
from comptoir.reservations.graphql.staff import ReservationStaffMutations, ReservationStaffQueries

if TYPE_CHECKING:
    from comptoir.shop import Shop

SWEEP_SECONDS = 30.0
"""How often reservations that are past their moment are ended; their pieces are free by then."""
_HOURLY = 3_600.0


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the table of reservations."""
    return [Migrations(owner="reservations", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return reservations for shoppers, and for staff."""
    return [
        GraphQLContribution(
            queries=(ReservationQueries,),
            mutations=(ReservationMutations,),
            nodes={"Reservation": load_reservation},
        ),
        GraphQLContribution(
            schema="staff", queries=(ReservationStaffQueries,), mutations=(ReservationStaffMutations,)
        ),
    ]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Return the sweep that ends reservations past their moment, and the one that forgets who made old ones."""
    return [
        Job(name="reservations.expire", run=_sweep, every_seconds=SWEEP_SECONDS),
        Job(name="reservations.forget_contacts", run=_forget, every_seconds=_HOURLY),
    ]


async def _sweep(shop: "Shop") -> None:
    while await shop.db.write_in_thread(expire_reservations) == SWEEP:
        pass


async def _forget(shop: "Shop") -> None:
    while await shop.db.write_in_thread(forget_contacts) == SWEEP:
        pass


@hookimpl
def register_checks() -> Sequence[Check]:
    """Return the check of reservations against what they hold."""
    return [Check(name="reservations", run=check_reservations)]
