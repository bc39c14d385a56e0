"""What service contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir.hooks.contributions import Check, GraphQLContribution, Job, Migrations
from comptoir.markers import hookimpl
from comptoir.service.consistency import check_service
from comptoir.service.ending import SWEEP, expire_requests, forget_notes
from comptoir.service.graphql.shopper import ServiceMutations, ServiceQueries, load_request
from comptoir.service.graphql.staff import ServiceStaffMutations, ServiceStaffQueries

if TYPE_CHECKING:
    from comptoir.shop import Shop

SWEEP_SECONDS = 30.0
"""How often requests that are past their moment are ended; they show so at once, and their pieces are free."""
_HOURLY = 3_600.0


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the table of requests."""
    return [Migrations(owner="service", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return requests for shoppers, and the queue for staff."""
    return [
        GraphQLContribution(
            queries=(ServiceQueries,),
            mutations=(ServiceMutations,),
            nodes={"ServiceRequest": load_request},
        ),
        GraphQLContribution(
            schema="staff", queries=(ServiceStaffQueries,), mutations=(ServiceStaffMutations,)
        ),
    ]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Return the sweep that ends requests past their moment, and the one that forgets what old ones told."""
    return [
        Job(name="service.expire", run=_sweep, every_seconds=SWEEP_SECONDS),
        Job(name="service.forget_notes", run=_forget, every_seconds=_HOURLY),
    ]


async def _sweep(shop: "Shop") -> None:
    while await shop.db.write_in_thread(expire_requests) == SWEEP:
        pass


async def _forget(shop: "Shop") -> None:
    while await shop.db.write_in_thread(forget_notes) == SWEEP:
        pass


@hookimpl
def register_checks() -> Sequence[Check]:
    """Return the check of requests against what they hold."""
    return [Check(name="service", run=check_service)]
