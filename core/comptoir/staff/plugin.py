"""What staff contribute to the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.hooks.contributions import GraphQLContribution, Migrations
from comptoir.markers import hookimpl
from comptoir.staff.graphql.account import StaffMutations, StaffQueries
from comptoir.staff.graphql.audit import AuditQueries
from comptoir.staff.graphql.sign_in import SignInMutations
from comptoir.staff.graphql.token import TokenMutations


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of accounts, tokens and the audit log."""
    return [Migrations(owner="staff", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return accounts, signing in and the audit log, for the staff schema."""
    return [
        GraphQLContribution(
            schema="staff",
            queries=(StaffQueries, AuditQueries),
            mutations=(SignInMutations, StaffMutations, TokenMutations),
        )
    ]
