"""Prepared documents: parsed, bounded, validated once, and kept by their text."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    parse,
    validate,
)

from comptoir.errors import Refusal, RefusalCode
from comptoir.graphql.guard import Guard, Need
from comptoir.graphql.in_context import InContext, read_in_context
from comptoir.graphql.limits import CostRule, check_size
from comptoir.settings import GraphQLLimits

if TYPE_CHECKING:
    from comptoir.graphql.planned import PlannedOperation

_MOST_ERRORS = 20


@dataclass(slots=True)
class PreparedOperation:
    """An operation of a document, with what is known of it before any variables."""

    name: str | None
    kind: OperationType
    in_context: InContext
    cost: CostRule
    needs: frozenset[Need] = frozenset()
    """What whoever runs it must be permitted."""
    planned: "PlannedOperation | None" = None
    """How it is executed; known once it was."""


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document that may be executed, or the errors that say why not."""

    document: DocumentNode | None
    operations: tuple[PreparedOperation, ...] = ()
    errors: list[GraphQLError] = field(default_factory=list)

    def operation(self, name: str | None) -> PreparedOperation:
        """Return the operation to run; raises `Refusal` where the name does not settle it."""
        if name is None and len(self.operations) == 1:
            return self.operations[0]
        for operation in self.operations:
            if name is not None and operation.name == name:
                return operation
        wanted = f"no operation named '{name[:80]}'" if name else "several operations: name one"
        raise Refusal(RefusalCode.BAD_USER_INPUT, f"The document has {wanted}")


class DocumentCache:
    """The most recently used documents, bounded by number and by characters."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: GraphQLLimits,
        *,
        entries: int = 1_000,
        characters: int = 8_000_000,
        guard: Guard | None = None,
    ) -> None:
        self._guard = guard
        self._schema = schema
        self._limits = limits
        self._entries = entries
        self._characters = characters
        self._size = 0
        self._known: OrderedDict[str, PreparedDocument] = OrderedDict()

    def __len__(self) -> int:
        return len(self._known)

    def get(self, text: str) -> PreparedDocument:
        """Return the prepared document for a text."""
        found = self._known.get(text)
        if found is not None:
            self._known.move_to_end(text)
            return found
        prepared = prepare(text, schema=self._schema, limits=self._limits, guard=self._guard)
        self._known[text] = prepared
        self._size += len(text)
        while len(self._known) > self._entries or self._size > self._characters:
            evicted, _ = self._known.popitem(last=False)
            self._size -= len(evicted)
        return prepared


def prepare(
    text: str, *, schema: GraphQLSchema, limits: GraphQLLimits, guard: Guard | None = None
) -> PreparedDocument:
    """Parse, bound and validate a document."""
    try:
        return _prepare(text, schema=schema, limits=limits, guard=guard)
    except GraphQLSyntaxError as error:
        error.extensions = {"code": RefusalCode.PARSE_FAILED}
        return PreparedDocument(None, errors=[error])
    except Refusal as refusal:
        return PreparedDocument(
            None, errors=[GraphQLError(refusal.message, extensions={"code": refusal.code})]
        )
    except RecursionError:
        message = f"The query is more than {limits.depth} levels deep; ask for less at once"
        refused = GraphQLError(message, extensions={"code": RefusalCode.LIMIT_EXCEEDED})
        return PreparedDocument(None, errors=[refused])


def _prepare(
    text: str, *, schema: GraphQLSchema, limits: GraphQLLimits, guard: Guard | None
) -> PreparedDocument:
    document = parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
    check_size(document, limits)
    errors = validate(schema, document, max_errors=_MOST_ERRORS)
    for found in errors:
        found.extensions = {"code": RefusalCode.VALIDATION_FAILED, **(found.extensions or {})}
    if errors:
        # The document itself is not kept: it is never executed, and takes many times the room of its text.
        return PreparedDocument(None, errors=errors)
    operations = tuple(
        PreparedOperation(
            node.name.value if node.name else None,
            node.operation,
            read_in_context(node),
            CostRule(document, node),
            guard.needs(document, node) if guard is not None else frozenset(),
        )
        for node in document.definitions
        if isinstance(node, OperationDefinitionNode)
    )
    if not operations:
        missing = GraphQLError(
            "The document has no operation", extensions={"code": RefusalCode.BAD_USER_INPUT}
        )
        return PreparedDocument(None, errors=[missing])
    return PreparedDocument(document, operations)
