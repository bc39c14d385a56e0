"""What a schema with permissions asks of its executor: one check, before anything of an operation runs.

The whole operation is judged by the fields that it selects, so that no mutation is carried out whose answer
would then be refused.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from graphql import DocumentNode, OperationDefinitionNode

if TYPE_CHECKING:
    from comptoir.graphql.context import RequestContext


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """A field that an operation selects, such as `Query.products`, and the permission that it asks for."""

    field: str
    permission: str


class Guard(Protocol):
    """Decides who may run an operation."""

    def needs(self, document: DocumentNode, operation: OperationDefinitionNode) -> frozenset[Need]:
        """Return what a valid operation asks for, whatever its variables."""
        ...

    def check(self, needs: frozenset[Need], context: "RequestContext") -> None:
        """Raise `Refusal` for a request that may not run the operation."""
        ...
