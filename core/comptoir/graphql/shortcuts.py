"""Simple fields answered at once: most of a catalogue query reads ready-made values off records.

graphql-core and strawberry resolve and complete every field in some twenty calls. For a field that is asked for
without arguments, whose value is an attribute or one plain call away, and which is of a scalar, enum or object
type, most of them come to nothing; this executor skips them. Whatever is not that simple, and whatever goes
wrong, takes the ordinary way, so that answers and errors are the same. Root fields always take it: nothing is
ever done twice.
"""

import asyncio
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
    is_list_type,
    is_non_null_type,
)
from graphql.pyutils import Path, is_awaitable
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext
from strawberry.types.field import StrawberryField

_TEXTS = frozenset({"String", "ID", "URL", "HTML", "Decimal", "JSON", "Color", "UnsignedInt64"})
_ROOTS = frozenset({"Query", "Mutation", "Subscription"})
_PLAIN = frozenset({str, bool, int, float, dict, list, tuple, type(None)})
_LISTS = frozenset({list, tuple})
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
    """For an object, or a list of objects: its type."""
    many: bool
    """Whether it is a list of objects, none of them null."""


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
    many = _item_of(kind) is not None
    scalar, names, inner = _output(_item_of(kind) or kind)
    read, takes_info = _reader(definition)
    if read is None or (scalar is None and names is None and inner is None):
        return None
    nullable = not is_non_null_type(field.type)
    return Shortcut(field, definition, read, takes_info, nullable, scalar, names, inner, many)


def _item_of(kind: Any) -> GraphQLObjectType | None:
    """Return the type of the items of a list of objects that may not be null."""
    if not is_list_type(kind) or not is_non_null_type(kind.of_type):
        return None
    item: Any = kind.of_type.of_type
    return item if isinstance(item, GraphQLObjectType) else None


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


def _fits(shortcut: Shortcut, value: Any) -> bool:
    """Whether a value is an object of the shortcut's type, or a plain list of such."""
    inner = shortcut.inner
    if shortcut.many:
        if type(value) not in _LISTS or any(item is None or maybe_awaitable(item) for item in value):
            return False
        belongs = inner.is_type_of if inner is not None else None
        return belongs is None or all(belongs(item, cast("Any", None)) for item in value)
    if value is None or inner is None:
        return False
    return inner.is_type_of is None or bool(inner.is_type_of(value, cast("Any", None)))


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
        if maybe_awaitable(value):
            if type(value) is CoroutineType:
                # Made again by the ordinary way, which awaits it.
                value.close()
            simple = False
        elif shortcut.names is not None:
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
        try:
            fits = _fits(shortcut, value)
        except Exception:  # noqa: BLE001 - asked again the ordinary way, which tells the error in its place
            fits = False
        if not fits:
            return super().execute_field(parent_type, source, field_details_list, path, position_context)
        try:
            go = self._list if shortcut.many else self.collect_and_execute_subfields
            completed = go(cast("Any", shortcut.inner), field_details_list, path, value, position_context)
        except Exception as error:  # noqa: BLE001 - told in its place, and null where null may be
            self.handle_field_error(error, shortcut.field.type, field_details_list, path)
            return None
        if maybe_awaitable(completed):
            return self._finish(completed, shortcut, field_details_list, path)
        return completed

    def _list(
        self, inner: GraphQLObjectType, details: Any, path: Any, items: Any, position_context: Any
    ) -> Any:
        results: list[Any] = []
        waiting = False
        try:
            for index, item in enumerate(items):
                place = Path(path, index, None)
                result = self.collect_and_execute_subfields(inner, details, place, item, position_context)
                waiting = waiting or type(result) is not dict
                results.append(result)
        except Exception:
            if waiting:
                self.settle_in_background([result for result in results if maybe_awaitable(result)])
            raise
        return self._gathered(results) if waiting else results

    @staticmethod
    async def _gathered(results: list[Any]) -> list[Any]:
        places = [index for index, result in enumerate(results) if maybe_awaitable(result)]
        found = await asyncio.gather(*(results[index] for index in places))
        for index, result in zip(places, found, strict=True):
            results[index] = result
        return results

    async def _finish(self, completed: Any, shortcut: Shortcut, field_details_list: Any, path: Any) -> Any:
        try:
            return await completed
        except Exception as error:  # noqa: BLE001 - told in its place, and null where null may be
            self.handle_field_error(error, shortcut.field.type, field_details_list, path)
            return None
