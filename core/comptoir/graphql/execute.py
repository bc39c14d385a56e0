"""`Executor.execute()` and, for streams, `Executor.subscribe()`: the only path to a schema.

Every request, from HTTP, a channel or a test, is bounded, validated, put into its market and executed here,
so that a cache or a compiled plan can be added in one place.
"""

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import DocumentNode, ExecutionResult, GraphQLError, OperationType
from graphql.execution import Executor as CoreExecutor
from graphql.execution import (
    create_source_event_stream,
    execute_root_selection_set,
    execute_subscription_event,
)

from comptoir.errors import Refusal, RefusalCode
from comptoir.graphql.answer import GraphQLAnswer, executed, not_executed, refused
from comptoir.graphql.context import RequestContext
from comptoir.graphql.documents import DocumentCache, PreparedOperation
from comptoir.graphql.guard import Guard
from comptoir.graphql.limits import check_cost, check_variables
from comptoir.graphql.planned import PlannedOperation
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


@dataclass(frozen=True, slots=True)
class _Ready:
    """A request that may be executed."""

    document: DocumentNode
    operation: PreparedOperation
    variables: dict[str, Any]


class Executor:
    """Executes requests against one schema."""

    def __init__(self, schema: AssembledSchema, *, limits: GraphQLLimits, guard: Guard | None = None) -> None:
        self.schema = schema
        self.limits = limits
        self.guard = guard
        self.documents = DocumentCache(schema.core, limits, guard=guard)

    async def execute(self, request: GraphQLRequest, context: RequestContext) -> GraphQLAnswer:
        """Answer a request; never raises for what a client sends."""
        ready = self._make_ready(request, context, streaming=False)
        if isinstance(ready, GraphQLAnswer):
            return ready
        executor = self._planned(ready, context) or self._build(ready, context)
        if isinstance(executor, list):
            return _answer(ExecutionResult(errors=executor))
        running = execute_root_selection_set(executor)
        result = running if isinstance(running, ExecutionResult) else await running
        return _answer(result)

    def is_subscription(self, request: GraphQLRequest) -> bool:
        """Tell whether a request is for a stream of answers."""
        try:
            operation = self.documents.get(request.query).operation(request.operation_name)
        except Refusal:
            return False
        return operation.kind is OperationType.SUBSCRIPTION

    async def subscribe(
        self, request: GraphQLRequest, context: RequestContext
    ) -> AsyncGenerator[GraphQLAnswer, None]:
        """Answer a subscription at each of its events, each time at that moment; other requests once.

        A field of `Subscription` may yield functions: they get the context of the moment and give the value.
        """
        if not self.is_subscription(request):
            yield await self.execute(request, context)
            return
        ready = self._make_ready(request, context, streaming=True)
        if isinstance(ready, GraphQLAnswer):
            yield ready
            return
        events = await self._events(ready, context)
        if isinstance(events, ExecutionResult):
            yield _answer(events)
            return
        try:
            async for event in events:
                yield await self._answer_event(ready, event, await context.renewed())
        except Exception as error:  # noqa: BLE001 - told as the last answer of the stream
            yield executed(None, [GraphQLError(str(error), original_error=error)])
        finally:
            if isinstance(events, AsyncGenerator):
                await events.aclose()

    async def _events(self, ready: "_Ready", context: RequestContext) -> AsyncIterable[Any] | ExecutionResult:
        executor = self._build(ready, context)
        if isinstance(executor, list):
            return ExecutionResult(errors=executor)
        events = create_source_event_stream(executor)
        return await events if isinstance(events, Awaitable) else events

    async def _answer_event(self, ready: "_Ready", event: Any, context: RequestContext) -> GraphQLAnswer:
        value = event(context) if callable(event) else event
        executor = self._build(ready, context, root=value)
        assert isinstance(executor, CoreExecutor), "the variables were good at the beginning"
        running = execute_subscription_event(executor)
        return _answer(running if isinstance(running, ExecutionResult) else await running)

    def _planned(self, ready: "_Ready", context: RequestContext) -> CoreExecutor[Any] | None:
        plan = ready.operation.planned
        return plan.executor(ready.variables, context=context) if plan is not None else None

    def _build(
        self, ready: "_Ready", context: RequestContext, *, root: Any = None
    ) -> list[GraphQLError] | CoreExecutor[Any]:
        # Not needed for a plan, which coerces variables no deeper than their types go.
        try:
            check_variables(ready.variables, self.limits)
        except Refusal as refusal:
            return [GraphQLError(refusal.message, extensions={"code": refusal.code.value})]
        built = ShortcutExecutor.build(
            self.schema.core,
            ready.document,
            root_value=root,
            context_value=context,
            raw_variable_values=ready.variables,
            operation_name=ready.operation.name,
            is_awaitable=maybe_awaitable,
            shortcuts=self.schema.shortcuts,
        )
        if isinstance(built, ShortcutExecutor) and ready.operation.planned is None:
            ready.operation.planned = PlannedOperation(built, schema=self.schema)
        return built

    def _make_ready(
        self, request: GraphQLRequest, context: RequestContext, *, streaming: bool
    ) -> "_Ready | GraphQLAnswer":
        prepared = self.documents.get(request.query)
        if prepared.errors or prepared.document is None:
            return not_executed(prepared.errors)
        variables = dict(request.variables or {})
        try:
            operation = prepared.operation(request.operation_name)
            if self.guard is not None:
                self.guard.check(operation.needs, context)
            self._check(operation, request, variables, streaming=streaming)
            _check_preview(operation, context)
        except Refusal as refusal:
            return refused(refusal.code, refusal.message)
        country, language = operation.in_context.values(variables)
        context.country = country or context.country
        context.language = language or context.language
        return _Ready(prepared.document, operation, variables)

    def _check(
        self,
        operation: PreparedOperation,
        request: GraphQLRequest,
        variables: Mapping[str, Any],
        *,
        streaming: bool,
    ) -> None:
        if not streaming:
            if request.read_only and operation.kind is not OperationType.QUERY:
                raise Refusal(RefusalCode.BAD_USER_INPUT, "Only queries are taken by GET; send a POST")
            if operation.kind is OperationType.SUBSCRIPTION:
                raise Refusal(RefusalCode.BAD_USER_INPUT, "A subscription needs a streaming connection")
        check_cost(operation.cost, variables, self.limits)


def _check_preview(operation: PreparedOperation, context: RequestContext) -> None:
    # A preview is checked when it arrives: a stream would go on after it has expired.
    if context.customer.preview and operation.kind is not OperationType.QUERY:
        raise Refusal(RefusalCode.FORBIDDEN, "A preview is for looking: it changes and follows nothing")


def _answer(result: ExecutionResult) -> GraphQLAnswer:
    errors = result.errors or []
    before_execution = result.data is None and errors and all(error.path is None for error in errors)
    if before_execution:
        return not_executed([_as_input_error(error) for error in errors])
    return executed(result.data, errors)


def _as_input_error(error: GraphQLError) -> GraphQLError:
    error.extensions = {"code": RefusalCode.BAD_USER_INPUT, **(error.extensions or {})}
    return error
