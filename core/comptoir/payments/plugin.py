"""What payments contribute to the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.hooks.contributions import Check, GraphQLContribution, Job, Migrations
from comptoir.hooks.payments import PaymentProvider
from comptoir.markers import hookimpl
from comptoir.payments.checks import check_payments, check_providers
from comptoir.payments.graphql import PaymentQueries
from comptoir.payments.graphql.staff import PaymentStaffMutations, PaymentStaffQueries
from comptoir.payments.recovery import forget_messages, recover_payments
from comptoir.payments.sandbox.delivery import deliver_due
from comptoir.payments.sandbox.provider import SandboxProvider
from comptoir.shop import Shop


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of payments."""
    return [Migrations(owner="payments", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return who takes payments, and what staff do with them."""
    return [
        GraphQLContribution(queries=(PaymentQueries,)),
        GraphQLContribution(
            schema="staff", queries=(PaymentStaffQueries,), mutations=(PaymentStaffMutations,)
        ),
    ]


@hookimpl
def register_payment_providers(shop: Shop) -> Sequence[PaymentProvider]:
    """Return the sandbox where the settings ask for it: it gives goods away."""
    return [SandboxProvider(shop)] if shop.settings.sandbox_payments else []


@hookimpl
def register_jobs() -> Sequence[Job]:
    """Return the recovery of payments, and the clearing of their inbox."""
    return [
        Job(name="payments.recover", run=recover, every_seconds=5),
        Job(name="payments.forget", run=forget_messages, every_seconds=3600),
    ]


@hookimpl
def register_checks() -> Sequence[Check]:
    """Return the checks of sums, and of what providers told."""
    return [
        Check(name="payments", run=check_payments),
        Check(name="payment providers", run=check_providers),
    ]


async def recover(shop: Shop) -> None:
    """Tell what the sandbox has to tell by now, then look up what hangs."""
    if SandboxProvider.name in shop.payment_providers:
        await deliver_due(shop)
    await recover_payments(shop)
