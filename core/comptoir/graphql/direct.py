"""Resolvers called directly: arguments are converted by functions that are made once, at start-up.

strawberry finds out at every call how each argument is to be converted, and passes the call through layers for
extensions. Most resolvers have none of these; theirs are called with the least that does the same. Whatever is
not that plain keeps strawberry's own way.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from typing import Any

import strawberry
from graphql import GraphQLInterfaceType, GraphQLObjectType
from strawberry.relay.types import GlobalID
from strawberry.scalars import is_scalar
from strawberry.schema import Schema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.base import (
    StrawberryList,
    StrawberryMaybe,
    StrawberryObjectDefinition,
    StrawberryOptional,
    has_object_definition,
)
from strawberry.types.enum import StrawberryEnumDefinition, has_enum_definition
from strawberry.types.field import StrawberryField
from strawberry.types.lazy_type import LazyType

Convert = Callable[[Any], Any]


class _UnusualError(Exception):
    """A type whose values strawberry converts in a way of its own."""


def call_directly(schema: Schema) -> None:
    """Give every plain resolver of a schema a direct way to be called."""
    converter = schema.schema_converter
    for kind in schema._schema.type_map.values():  # noqa: SLF001 - the schema that is executed has no public name
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field in kind.fields.values():
                definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
                if isinstance(definition, StrawberryField) and _is_plain(definition):
                    try:
                        field.resolve = _resolver(definition, _arguments(definition, converter), converter)
                    except _UnusualError:
                        continue


def _is_plain(definition: StrawberryField) -> bool:
    """Whether a field has a resolver and nothing around it."""
    resolver = definition.base_resolver
    if resolver is None or definition.permission_classes or definition.extensions:
        return False
    return not (definition.is_subscription or resolver.parent_parameter or resolver.root_parameter)


def _resolver(
    definition: StrawberryField, arguments: Mapping[str, tuple[str, Convert | None]], converter: Any
) -> Callable[..., Any]:
    resolver = definition.base_resolver
    assert resolver is not None, "a plain field has a resolver"
    call: Callable[..., Any] = resolver.wrapped_func  # type: ignore[assignment]
    info_class = converter.config.info_class
    takes_self = resolver.self_parameter is not None
    info_name = resolver.info_parameter.name if resolver.info_parameter else None

    def resolve(source: Any, info: Any, **given: Any) -> Any:
        taken = {}
        for name, value in given.items():
            python_name, convert = arguments[name]
            taken[python_name] = value if convert is None or value is None else convert(value)
        if info_name is not None:
            taken[info_name] = info_class(_raw_info=info, _field=definition)
        return call(source, **taken) if takes_self else call(**taken)

    return resolve


def _arguments(definition: StrawberryField, converter: Any) -> dict[str, tuple[str, Convert | None]]:
    """Return the arguments of a field by their names in GraphQL: the name in Python, and how to convert."""
    name_of = converter.config.name_converter.from_argument
    made: dict[Any, Convert] = {}
    return {
        name_of(argument): (argument.python_name, _converter(argument.type, converter, made))
        for argument in definition.arguments
    }


def _converter(kind: Any, converter: Any, made: dict[Any, Convert]) -> Convert | None:
    """Return how a value that is not null becomes what a resolver takes; none where it is that already.

    `made` holds what was made for input types so far: an input may hold inputs of its own type.
    """
    if isinstance(kind, StrawberryMaybe) or kind is GlobalID:
        raise _UnusualError
    if isinstance(kind, StrawberryOptional):
        return _converter(kind.of_type, converter, made)
    if isinstance(kind, LazyType):
        return _converter(kind.resolve_type(), converter, made)
    if isinstance(kind, StrawberryList):
        return _list_converter(_converter(kind.of_type, converter, made))
    if is_scalar(kind, converter.scalar_registry) or isinstance(kind, StrawberryEnumDefinition):
        return None
    if has_enum_definition(kind):
        return None
    if has_object_definition(kind):
        return made[kind] if kind in made else _input_converter(kind, converter, made)
    raise _UnusualError


def _list_converter(convert: Convert | None) -> Convert:
    if convert is None:
        # Copied: graphql-core gives the same default to every request that leaves the value out.
        return list
    return lambda values: [None if value is None else convert(value) for value in values]


def _input_converter(kind: Any, converter: Any, made: dict[Any, Convert]) -> Convert:
    definition: StrawberryObjectDefinition = kind.__strawberry_definition__
    if definition.from_input is not None or not definition.is_input:
        raise _UnusualError
    known: dict[str, tuple[str, Convert | None]] = {}
    absent: dict[str, None] = {}

    def convert(value: Mapping[str, Any]) -> Any:
        taken: dict[str, Any] = dict(absent)
        for name, part in value.items():
            python_name, inner = known[name]
            plain = inner is None or part is None or part is strawberry.UNSET
            taken[python_name] = part if plain else inner(part)  # type: ignore[misc]
        return kind(**taken)

    made[kind] = convert
    for field in definition.fields:
        inner_type = field.resolve_type(type_definition=definition)
        name = converter.config.name_converter.from_field(field)
        known[name] = (field.python_name, _converter(inner_type, converter, made))
        if field.default_value is MISSING and field.default_factory is MISSING:
            absent[field.python_name] = None
    return convert
