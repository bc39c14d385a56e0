"""`Executor.execute()`: the only path to a schema.

Every request, from HTTP, a channel or a test, is bounded, validated, put into its market and executed here,
so that a cache or a compiled plan can be added in one place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import ExecutionResult, GraphQLError, OperationType, execute

from comptoir.errors import Refusal, RefusalCode
from comptoir.graphql.answer import GraphQLAnswer, executed, not_executed, refused
from comptoir.graphql.context import RequestContext
from comptoir.graphql.documents import DocumentCache, PreparedOperation
from comptoir.graphql.limits import check_cost, check_variables
from comptoir.graphql.schema import AssembledSchema
from comptoir.graphql.shortcuts import ShortcutExecutor, maybe_awaitable
from comptoir.settings import GraphQLLimits


@dataclass(frozen=True, slots=True, kw_only=True)
class GraphQLRequest:
    """A GraphQL request, as a client wrote it."""

    query: str
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    read_only: bool = False
    """Refuse mutations: set for requests by HTTP GET."""


class Executor:
    """Executes requests against one schema."""

    def __init__(self, schema: AssembledSchema, *, limits: GraphQLLimits) -> None:
        self.schema = schema
        self.limits = limits
        self.documents = DocumentCache(schema.core, limits)

    async def execute(self, request: GraphQLRequest, context: RequestContext) -> GraphQLAnswer:
        """Answer a request; never raises for what a client sends."""
        prepared = self.documents.get(request.query)
        if prepared.errors or prepared.document is None:
            return not_executed(prepared.errors)
        variables = dict(request.variables or {})
        try:
            operation = prepared.operation(request.operation_name)
            self._check(operation, request, variables)
        except Refusal as refusal:
            return refused(refusal.code, refusal.message)
        country, language = operation.in_context.values(variables)
        context.country = country or context.country
        context.language = language or context.language
        running = execute(
            self.schema.core,
            prepared.document,
            context_value=context,
            variable_values=variables,
            operation_name=operation.name,
            executor_class=ShortcutExecutor,
            is_awaitable=maybe_awaitable,
            shortcuts=self.schema.shortcuts,
        )
        result = running if isinstance(running, ExecutionResult) else await running
        return _answer(result)

    def _check(
        self, operation: PreparedOperation, request: GraphQLRequest, variables: Mapping[str, Any]
    ) -> None:
        if request.read_only and operation.kind is not OperationType.QUERY:
            raise Refusal(RefusalCode.BAD_USER_INPUT, "Only queries are taken by GET; send a POST")
        if operation.kind is OperationType.SUBSCRIPTION:
            raise Refusal(RefusalCode.BAD_USER_INPUT, "A subscription needs a streaming connection")
        check_variables(dict(variables), self.limits)
        check_cost(operation.cost, variables, self.limits)


def _answer(result: ExecutionResult) -> GraphQLAnswer:
    errors = result.errors or []
    before_execution = result.data is None and errors and all(error.path is None for error in errors)
    if before_execution:
        return not_executed([_as_input_error(error) for error in errors])
    return executed(result.data, errors)


def _as_input_error(error: GraphQLError) -> GraphQLError:
    error.extensions = {"code": RefusalCode.BAD_USER_INPUT, **(error.extensions or {})}
    return error
