"""What staff contribute to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comptoir.hooks.contributions import GraphQLContribution, Job, Migrations
from comptoir.markers import hookimpl
from comptoir.staff.graphql.account import StaffMutations, StaffQueries
from comptoir.staff.graphql.audit import AuditQueries
from comptoir.staff.graphql.sign_in import SignInMutations
from comptoir.staff.graphql.token import TokenMutations
from comptoir.staff.once import prune_keys
from comptoir.staff.tokens import prune_tokens

if TYPE_CHECKING:
    from comptoir.shop import Shop

_DAY = 24 * 3600.0


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of accounts, tokens and the audit log."""
    return [Migrations(owner="staff", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Return the removal of tokens and keys that ended long ago."""
    return [Job(name="staff.prune_tokens", run=_prune, every_seconds=_DAY)]


async def _prune(shop: "Shop") -> None:
    await shop.db.write_in_thread(prune_tokens)
    await shop.db.write_in_thread(prune_keys)


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
