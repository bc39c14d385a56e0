"""Simple fields answered at once: most of a catalogue query reads ready-made values off records.

graphql-core and strawberry resolve and complete every field in some twenty calls. For a field that is asked for
without arguments, whose value is an attribute or one plain call away, and which is of a scalar, enum or object
type, most of them come to nothing; this executor skips them. Whatever is not that simple, and whatever goes
wrong, takes the ordinary way, so that answers and errors are the same. Root fields always take it: nothing is
ever done twice.
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from types import CoroutineType
from typing import Any, TypeGuard, cast

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLScalarType,
    GraphQLSchema,
    is_non_null_type,
)
from graphql.pyutils import is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.field import StrawberryField

_TEXTS = frozenset({"String", "ID", "URL", "HTML", "Decimal", "JSON", "Color", "UnsignedInt64"})
_ROOTS = frozenset({"Query", "Mutation", "Subscription"})
_PLAIN = frozenset({str, bool, int, float, dict, list, tuple, type(None)})
_OWN_ARGUMENTS = ("self", "info")


@dataclass(frozen=True, slots=True)
class Shortcut:
    """How a simple field is answered: read a value off the source, then give it out or go into it."""

    field: GraphQLField
    definition: StrawberryField
    read: Callable[..., Any]
    takes_info: bool
    nullable: bool
    scalar: type | None
    """The type of a value that is given out as it is."""
    names: frozenset[str] | None
    """For an enum: the values that are given out as they are."""
    inner: GraphQLObjectType | None
    """For an object: its type."""


Shortcuts = Mapping[GraphQLObjectType, Mapping[str, Shortcut]]


def find_shortcuts(schema: GraphQLSchema) -> Shortcuts:
    """Return the simple fields of every object type but the roots."""
    return {
        kind: {name: found for name, field in kind.fields.items() if (found := _shortcut(field)) is not None}
        if kind.name not in _ROOTS
        else {}
        for kind in schema.type_map.values()
        if isinstance(kind, GraphQLObjectType)
    }


def _shortcut(field: GraphQLField) -> Shortcut | None:
    definition = (field.extensions or {}).get("strawberry-definition")
    if not isinstance(definition, StrawberryField):
        return None
    kind = field.type.of_type if is_non_null_type(field.type) else field.type
    scalar, names, inner = _output(kind)
    read, takes_info = _reader(definition)
    if read is None or (scalar is None and names is None and inner is None):
        return None
    nullable = not is_non_null_type(field.type)
    return Shortcut(field, definition, read, takes_info, nullable, scalar, names, inner)


def _output(kind: Any) -> tuple[type | None, frozenset[str] | None, GraphQLObjectType | None]:
    if isinstance(kind, GraphQLEnumType):
        return None, frozenset(kind.values), None
    if isinstance(kind, GraphQLScalarType):
        return (str if kind.name in _TEXTS else {"Boolean": bool}.get(kind.name)), None, None
    return None, None, kind if isinstance(kind, GraphQLObjectType) else None


def _reader(definition: StrawberryField) -> tuple[Callable[..., Any] | None, bool]:
    """Return how to read a field's value, if that is an attribute or a plain call, and whether it takes info."""
    if definition.is_basic_field:
        return attrgetter(definition.python_name), False
    resolver = definition.base_resolver
    special = definition.permission_classes or any(definition.extensions)
    if resolver is None or special or resolver.is_async:
        return None, False
    call: Callable[..., Any] = resolver.wrapped_func  # type: ignore[assignment]
    parameters = list(inspect.signature(call).parameters.values())
    own = [parameter.name for parameter in parameters if parameter.name in _OWN_ARGUMENTS]
    others = [parameter for parameter in parameters if parameter.name not in _OWN_ARGUMENTS]
    plain = own[:1] == ["self"] and all(
        parameter.default is not inspect.Parameter.empty for parameter in others
    )
    return (call, "info" in own) if plain else (None, False)


def maybe_awaitable(value: Any) -> TypeGuard[Awaitable[Any]]:
    """Whether a value can be awaited; quick for what resolvers mostly return."""
    kind = type(value)
    return kind not in _PLAIN and (kind is CoroutineType or is_awaitable(value))


class ShortcutExecutor(StrawberryGraphQLCoreExecutionContext):
    """Executes an operation, with simple fields answered at once."""

    def __init__(self, *args: Any, shortcuts: Shortcuts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shortcuts = shortcuts

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: Any,
        path: Any,
        position_context: Any,
    ) -> Any:
        """Answer one field."""
        node = field_details_list[0].node
        shortcut = self._shortcuts[parent_type].get(node.name.value)
        if shortcut is None or node.arguments:
            return super().execute_field(parent_type, source, field_details_list, path, position_context)
        try:
            value = self._read(shortcut, parent_type, source, field_details_list, path)
        except Exception:  # noqa: BLE001 - read again the ordinary way, which tells the error in its place
            return super().execute_field(parent_type, source, field_details_list, path, position_context)
        if value is None and shortcut.nullable:
            return None
        if type(value) is CoroutineType:
            value.close()
        if shortcut.names is not None:
            simple = type(value) is str and value in shortcut.names
        elif shortcut.inner is None:
            simple = type(value) is shortcut.scalar
        else:
            return self._enter(
                shortcut, value, parent_type, source, field_details_list, path, position_context
            )
        if simple:
            return value
        return super().execute_field(parent_type, source, field_details_list, path, position_context)

    def _read(
        self, shortcut: Shortcut, parent_type: GraphQLObjectType, source: Any, details: Any, path: Any
    ) -> Any:
        if not shortcut.takes_info:
            return shortcut.read(source)
        nodes = [detail.node for detail in details]
        raw = self.build_resolve_info(shortcut.field, nodes, parent_type, path)
        return shortcut.read(source, info=self._info(raw, shortcut.definition))

    def _info(self, raw: Any, definition: StrawberryField) -> Any:
        return self.schema._strawberry_schema.config.info_class(_raw_info=raw, _field=definition)  # type: ignore[attr-defined]  # noqa: SLF001

    def _enter(
        self,
        shortcut: Shortcut,
        value: Any,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: Any,
        path: Any,
        position_context: Any,
    ) -> Any:
        inner = shortcut.inner
        assert inner is not None
        if value is None or (inner.is_type_of is not None and not inner.is_type_of(value, cast("Any", None))):
            return super().execute_field(parent_type, source, field_details_list, path, position_context)
        try:
            completed = self.collect_and_execute_subfields(
                inner, field_details_list, path, value, position_context
            )
        except Exception as error:  # noqa: BLE001 - told in its place, and null where null may be
            self.handle_field_error(error, shortcut.field.type, field_details_list, path)
            return None
        if maybe_awaitable(completed):
            return self._finish(completed, shortcut, field_details_list, path)
        return completed

    async def _finish(self, completed: Any, shortcut: Shortcut, field_details_list: Any, path: Any) -> Any:
        try:
            return await completed
        except Exception as error:  # noqa: BLE001 - told in its place, and null where null may be
            self.handle_field_error(error, shortcut.field.type, field_details_list, path)
            return None
