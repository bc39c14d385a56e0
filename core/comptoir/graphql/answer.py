"""From errors to answers: codes for what a client can mend, an incident id for what it cannot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from graphql import GraphQLError

from comptoir.errors import DomainError, Refusal, RefusalCode
from comptoir.ids import new_token

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class GraphQLAnswer:
    """The answer to a request: `data` is absent (not null) when nothing was executed."""

    data: Mapping[str, Any] | None
    errors: Sequence[Mapping[str, Any]]
    executed: bool

    def body(self) -> dict[str, Any]:
        """Return the answer as GraphQL over HTTP writes it."""
        body: dict[str, Any] = {}
        if self.errors:
            body["errors"] = list(self.errors)
        if self.executed:
            body["data"] = self.data
        return body


def refused(code: RefusalCode, message: str) -> GraphQLAnswer:
    """Return an answer that executed nothing."""
    return GraphQLAnswer(None, [{"message": message, "extensions": {"code": code.value}}], executed=False)


def not_executed(errors: Sequence[GraphQLError]) -> GraphQLAnswer:
    """Return the answer for a document that failed before execution."""
    return GraphQLAnswer(None, [_formatted_as_given(error) for error in errors], executed=False)


def executed(data: Mapping[str, Any] | None, errors: Sequence[GraphQLError]) -> GraphQLAnswer:
    """Return the answer of an execution."""
    return GraphQLAnswer(data, [_formatted(error) for error in errors], executed=True)


def _formatted(error: GraphQLError) -> dict[str, Any]:
    cause = _cause(error)
    formatted: dict[str, Any] = dict(error.formatted)
    if isinstance(cause, Refusal):
        formatted["extensions"] = {"code": cause.code.value}
    elif isinstance(cause, DomainError):
        formatted["extensions"] = {"code": cause.code}
    elif cause is not None:
        incident = new_token(64)
        log.error("graphql.unexpected_error", incident=incident, path=error.path, exc_info=cause)
        formatted["message"] = f"Something went wrong on our side; incident {incident}"
        formatted["extensions"] = {"code": RefusalCode.INTERNAL.value, "incident": incident}
    else:
        formatted = _formatted_as_given(error)
    return formatted


def _formatted_as_given(error: GraphQLError) -> dict[str, Any]:
    code = (error.extensions or {}).get("code", RefusalCode.BAD_USER_INPUT)
    return {**error.formatted, "extensions": {**(error.extensions or {}), "code": str(code)}}


def _cause(error: GraphQLError) -> BaseException | None:
    cause: BaseException | None = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if cause is None and error.path is not None and not error.extensions and _is_ours(error):
        return error
    return cause


def _is_ours(error: GraphQLError) -> bool:
    # A null in a non-null field has a path but no cause that a client could mend.
    return error.message.startswith("Cannot return null for non-nullable field")
