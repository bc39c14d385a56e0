"""What customers contribute to the core."""

from collections.abc import Sequence

from comptoir.customers.graphql import CustomerQueries
from comptoir.hooks.contributions import GraphQLContribution
from comptoir.markers import hookimpl


@hookimpl
def register_graphql() -> Sequence[GraphQLContribution]:
    """Return the types of customers."""
    return [GraphQLContribution(queries=(CustomerQueries,))]
