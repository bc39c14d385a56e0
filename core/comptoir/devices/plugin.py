"""What devices contribute to the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.devices.graphql import DeviceMutations, DeviceQueries, DeviceStaffMutations, DeviceStaffQueries
from comptoir.hooks.contributions import GraphQLContribution, Migrations
from comptoir.markers import hookimpl


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the table of devices."""
    return [Migrations(owner="devices", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return what a screen may ask about itself, how it signs in, and what staff do to screens."""
    return [
        GraphQLContribution(queries=(DeviceQueries,), mutations=(DeviceMutations,)),
        GraphQLContribution(schema="staff", queries=(DeviceStaffQueries,), mutations=(DeviceStaffMutations,)),
    ]
