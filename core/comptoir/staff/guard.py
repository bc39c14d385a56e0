"""Permissions of the staff schema: declared on fields and types, checked in one place.

`@requires(permission)` stands on a field, or on a class for all its fields. Every field of the schema has to be
covered: its own word counts, then that of the class in which it is written, then that of the type it joins. A field
that joins Query, Mutation or a type of another context needs a word of its own or of its class. What is not
covered stops start-up.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, TypeVar, cast

from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLInterfaceType,
    GraphQLObjectType,
    OperationDefinitionNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    visit,
)
from graphql.language import FragmentDefinitionNode, FragmentSpreadNode
from strawberry.types.field import StrawberryField

from comptoir.errors import ConfigurationError, Refusal, RefusalCode
from comptoir.graphql.context import RequestContext
from comptoir.graphql.guard import Need
from comptoir.graphql.money import MoneyV2
from comptoir.graphql.pagination import PageInfo
from comptoir.graphql.schema import AssembledSchema, Mutation, Query, Subscription
from comptoir.staff.permissions import ANYONE, SIGNED_IN

_KEY = "comptoir.permission"
_ATTRIBUTE = "__comptoir_permission__"
_ROOTS = (Query, Mutation, Subscription)
_VALUES = (MoneyV2, PageInfo)
"""Types of the kernel that hold nothing of their own: whoever got to them may read them."""
_INTROSPECTION = frozenset({"__schema", "__type"})
_FREE = "__typename"

T = TypeVar("T")


class requires:  # noqa: N801 - reads as a decorator
    """Declare which permission a staff field, or every field of a class, asks for.

    Above `@strawberry.field`, `@strawberry.mutation` or `@strawberry.type`.
    """

    def __init__(self, permission: str) -> None:
        self._permission = str(permission)

    def __call__(self, target: T) -> T:
        """Mark a field or a class."""
        if isinstance(target, StrawberryField):
            target.metadata = MappingProxyType({**target.metadata, _KEY: self._permission})
        elif isinstance(target, type):
            setattr(target, _ATTRIBUTE, self._permission)
        else:
            raise TypeError("requires() stands above a strawberry field or type")
        return target


class StaffGuard:
    """Knows what each field of the staff schema asks for, and refuses whoever may not have it.

    What a field asks for is added to its description, where that is not what its whole type asks for.
    Raises `ConfigurationError` for a schema with a field that declares no permission.
    """

    def __init__(self, schema: AssembledSchema) -> None:
        self._schema = schema.core
        self._permissions = dict(_permissions(schema))
        self._describe()

    def permission_of(self, kind: str, field: str) -> str:
        """Return what a field asks for."""
        return self._permissions[kind, field]

    def _describe(self) -> None:
        for (kind, name), permission in self._permissions.items():
            described = cast("GraphQLObjectType", self._schema.type_map[kind])
            owner = _origin(described)
            usual = None if owner in _ROOTS or owner is None else vars(owner).get(_ATTRIBUTE)
            if owner in _ROOTS or permission not in {ANYONE, SIGNED_IN, usual}:
                field = described.fields[name]
                note = f"Asks for {permission}."
                if note not in (field.description or ""):
                    field.description = f"{field.description or ''} {note}".strip()

    def needs(self, document: DocumentNode, operation: OperationDefinitionNode) -> frozenset[Need]:
        """Return what each field that a valid operation selects asks for."""
        collector = _Collector(TypeInfo(self._schema), self._permissions)
        fragments = {
            node.name.value: node for node in document.definitions if isinstance(node, FragmentDefinitionNode)
        }
        waiting: list[Any] = [operation]
        seen: set[str] = set()
        while waiting:
            collector.spreads.clear()
            visit(waiting.pop(), TypeInfoVisitor(collector.type_info, collector))
            fresh = collector.spreads - seen
            seen |= fresh
            waiting.extend(fragments[name] for name in sorted(fresh))
        return frozenset(collector.found)

    def check(self, needs: frozenset[Need], context: RequestContext) -> None:
        """Raise `Refusal` naming the first field that a request may not use."""
        for need in sorted(needs):
            check_permission(context, need.permission, wanted=need.field)


def check_permission(context: RequestContext, *permissions: str, wanted: str) -> None:
    """Raise `Refusal` where whoever asks for something has none of the permissions for it."""
    signed_in = context.actor.kind == "staff"
    held = {ANYONE, *(context.permissions | {SIGNED_IN} if signed_in else ())}
    if not held.isdisjoint(permissions):
        return
    if not signed_in:
        raise Refusal(
            RefusalCode.UNAUTHENTICATED,
            "Sign in with the mutation staffSignIn, and send its token as Authorization: Bearer …",
        )
    asked = " or ".join(permissions)
    raise Refusal(RefusalCode.FORBIDDEN, f"{wanted} asks for the permission {asked}")


class _Collector(Visitor):
    """Notes the fields that a selection names, and the fragments that it spreads."""

    def __init__(self, type_info: TypeInfo, permissions: dict[tuple[str, str], str]) -> None:
        super().__init__()
        self.type_info = type_info
        self.found: set[Need] = set()
        self.spreads: set[str] = set()
        self._permissions = permissions

    def enter_field(self, node: FieldNode, *_: Any) -> None:
        """Note a field."""
        name = node.name.value
        parent = self.type_info.get_parent_type()
        assert parent is not None, "the document is valid"
        if name == _FREE:
            return
        permission = SIGNED_IN if name in _INTROSPECTION else self._permissions.get((parent.name, name))
        if permission is None and parent.name.startswith("__"):
            return
        assert permission is not None, "every field was covered at the start"
        self.found.add(Need(f"{parent.name}.{name}", permission))

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: Any) -> None:
        """Note a fragment."""
        self.spreads.add(node.name.value)


def _permissions(schema: AssembledSchema) -> Iterator[tuple[tuple[str, str], str]]:
    bare: list[str] = []
    for kind in schema.core.type_map.values():
        if not isinstance(kind, GraphQLObjectType | GraphQLInterfaceType) or kind.name.startswith("__"):
            continue
        owner = _origin(kind)
        for name, field in kind.fields.items():
            permission = _declared(owner, (field.extensions or {}).get("strawberry-definition"))
            if permission is None:
                bare.append(f"{kind.name}.{name}")
            else:
                yield (kind.name, name), permission
    if bare:
        raise ConfigurationError(
            f"staff fields without a permission: {', '.join(bare)}; put @requires(…) on each, or on its class"
        )


def _origin(kind: GraphQLObjectType | GraphQLInterfaceType) -> type | None:
    definition = (kind.extensions or {}).get("strawberry-definition")
    found: type | None = getattr(definition, "origin", None)
    return found


def _declared(owner: type | None, field: Any) -> str | None:
    if not isinstance(field, StrawberryField):
        return None
    own: str | None = field.metadata.get(_KEY)
    if own is not None:
        return own
    written_in: Any = field.origin
    word: str | None = vars(written_in).get(_ATTRIBUTE) if written_in is not None else None
    if word is not None:
        return word
    if owner is None or owner in _ROOTS or written_in is None or not issubclass(owner, written_in):
        return None
    return SIGNED_IN if owner in _VALUES else vars(owner).get(_ATTRIBUTE)
