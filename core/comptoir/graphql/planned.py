"""What is known of an operation before any request: its fragments, and how its variables are to be coerced.

graphql-core works these out anew for every request. Here they are kept with the document; a request whose
variables are as they should be is executed at once. Any other takes graphql-core's own way, so that answers and
errors are the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    OperationDefinitionNode,
    Undefined,
    default_type_resolver,
)
from graphql.execution import default_field_resolver
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource
from graphql.type import is_required_input_field
from graphql.utilities.coerce_input_value import coerce_default_value

from comptoir.graphql.schema import AssembledSchema
from comptoir.graphql.shortcuts import ShortcutExecutor, maybe_awaitable

Coerce = Callable[[Any], Any]


class _UnusualError(Exception):
    """A value that graphql-core has to look at: it is wrong, or its default is needed."""


@dataclass(frozen=True, slots=True)
class _Variable:
    signature: GraphQLVariableSignature
    coerce: Coerce
    may_be_absent: bool


class PlannedOperation:
    """An operation of a valid document, ready to be executed for one request after another."""

    __slots__ = ("_fragment_definitions", "_fragments", "_operation", "_schema", "_variables")

    def __init__(self, built: ShortcutExecutor, *, schema: AssembledSchema) -> None:
        self._schema = schema
        self._operation: OperationDefinitionNode = built.operation
        self._fragment_definitions = built.fragment_definitions
        self._fragments = built.fragments
        known = schema.coercions
        self._variables: list[_Variable] = []
        for node in built.operation.variable_definitions or ():
            signature = get_variable_signature(schema.core, node)
            assert isinstance(signature, GraphQLVariableSignature), "validation has seen its type"
            absent = signature.default is None and not isinstance(signature.type, GraphQLNonNull)
            self._variables.append(_Variable(signature, coercion(signature.type, known), absent))

    def executor(self, variables: Mapping[str, Any], *, context: Any) -> ShortcutExecutor | None:
        """Return an executor for a request, or none where graphql-core has to look at its variables."""
        try:
            values = self._values(variables)
        except Exception:  # noqa: BLE001 - told in its place, in graphql-core's words
            return None
        return ShortcutExecutor(
            self._schema.core,
            self._fragment_definitions,
            self._fragments,
            None,
            context,
            self._operation,
            values,
            default_field_resolver,
            default_type_resolver,
            default_field_resolver,
            is_awaitable=maybe_awaitable,
            shortcuts=self._schema.shortcuts,
        )

    def _values(self, variables: Mapping[str, Any]) -> VariableValues:
        sources: dict[str, VariableValueSource] = {}
        coerced: dict[str, Any] = {}
        for variable in self._variables:
            name = variable.signature.name
            value = variables.get(name, Undefined)
            if value is Undefined:
                if not variable.may_be_absent:
                    raise _UnusualError
                sources[name] = VariableValueSource(variable.signature)
                continue
            sources[name] = VariableValueSource(variable.signature, value)
            coerced[name] = variable.coerce(value)
        return VariableValues(sources, coerced)


def coercion(kind: GraphQLInputType, known: dict[str, Coerce]) -> Coerce:
    """Return what turns a value from JSON into one of an input type; it raises where the value is wrong."""
    if isinstance(kind, GraphQLNonNull):
        return _present(coercion(kind.of_type, known))
    if isinstance(kind, GraphQLList):
        return _absent_or(_each(coercion(kind.of_type, known)))
    if isinstance(kind, GraphQLInputObjectType):
        if kind.name not in known:
            # Known before it is made, since an input type may hold itself.
            known[kind.name] = _later(kind.name, known)
            known[kind.name] = _absent_or(_object(kind, known))
        return known[kind.name]
    return _absent_or(kind.coerce_input_value)


def _later(name: str, known: Mapping[str, Coerce]) -> Coerce:
    def coerce(value: Any) -> Any:
        return known[name](value)

    return coerce


def _present(coerce: Coerce) -> Coerce:
    def check(value: Any) -> Any:
        if value is None:
            raise _UnusualError
        return coerce(value)

    return check


def _absent_or(coerce: Coerce) -> Coerce:
    return lambda value: None if value is None else coerce(value)


def _each(coerce: Coerce) -> Coerce:
    def convert(value: Any) -> Any:
        if type(value) is not list:
            raise _UnusualError
        return [coerce(item) for item in value]

    return convert


def _object(kind: GraphQLInputObjectType, known: dict[str, Coerce]) -> Coerce:
    fields = {
        name: (field.out_name or name, coercion(field.type, known)) for name, field in kind.fields.items()
    }
    required = [name for name, field in kind.fields.items() if is_required_input_field(field)]
    defaults = {}
    for name, field in kind.fields.items():
        default = coerce_default_value(field)
        if default is not Undefined:
            defaults[name] = (field.out_name or name, default)

    def convert(value: Any) -> Any:
        if type(value) is not dict or any(name not in value for name in required):
            raise _UnusualError
        made = {}
        for name, part in value.items():
            out_name, coerce = fields[name]
            made[out_name] = coerce(part)
        for name, (out_name, default) in defaults.items():
            if name not in value:
                made[out_name] = default
        return kind.out_type(made)

    if kind.is_one_of:
        return _refuse
    return convert


def _refuse(value: Any) -> Any:
    raise _UnusualError(value)
