"""Assembles a GraphQL schema from what contexts and plugins contribute."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    Undefined,
    print_schema,
)
from strawberry.types.base import StrawberryObjectDefinition
from strawberry.types.field import StrawberryField

from comptoir.errors import ConfigurationError
from comptoir.graphql import in_context
from comptoir.graphql.direct import call_directly
from comptoir.graphql.scalars import schema_config
from comptoir.graphql.shortcuts import find_shortcuts
from comptoir.hooks.contributions import GraphQLContribution, SchemaName

Owned = tuple[str, GraphQLContribution]


@strawberry.type
class Query:
    """What can be read."""


@strawberry.type
class Mutation:
    """What can be changed."""


@strawberry.type
class Subscription:
    """What can be followed."""


class AssembledSchema(strawberry.Schema):
    """A schema whose types have the fields that others grafted onto them; no class is changed for it."""

    def __init__(
        self,
        *,
        grafts: dict[type, list[StrawberryField]],
        types: Iterable[Any],
        name: SchemaName = "storefront",
    ) -> None:
        self._grafts = grafts
        in_markets = name == "storefront"
        directive_types = [in_context.BuyerInput, in_context.VisitorConsent] if in_markets else []
        super().__init__(
            query=Query,
            mutation=Mutation if grafts.get(Mutation) else None,
            subscription=Subscription if grafts.get(Subscription) else None,
            types=[*types, *directive_types],
            config=schema_config(),
        )
        call_directly(self)
        self.shortcuts = find_shortcuts(self.core)
        self.coercions: dict[str, Callable[[Any], Any]] = {}
        """How values of input types are coerced, by the type's name; filled as operations need them."""
        if in_markets:
            self.core.directives = (*self.core.directives, in_context.directive(self.core))
        _drop_null_defaults(self.core)

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """Return a type's own fields and the grafted ones."""
        return [*type_definition.fields, *self._grafts.get(type_definition.origin, ())]

    @property
    def core(self) -> GraphQLSchema:
        """The graphql-core schema that is executed."""
        return self._schema

    def printed(self) -> str:
        """Return the schema in the schema definition language, sorted."""
        from graphql import lexicographic_sort_schema

        return print_schema(lexicographic_sort_schema(self.core)) + "\n"


def _drop_null_defaults(schema: GraphQLSchema) -> None:
    """Show what may be left out without a default, as the dialect does, where python has None for one."""
    for value in _values_taken(schema):
        if value.default_value is None:
            value.default_value = Undefined


def _values_taken(schema: GraphQLSchema) -> Iterator[GraphQLArgument | GraphQLInputField]:
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLInputObjectType):
            yield from kind.fields.values()
        elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for field in kind.fields.values():
                yield from field.args.values()


def assemble(contributions: Sequence[Owned], *, name: SchemaName = "storefront") -> AssembledSchema:
    """Build the schema of that name from the contributions to it.

    The same contributions give the same schema again: it knows nothing of a shop, so that shops of one process
    share it. Raises `ConfigurationError` naming both owners where two claim one field.
    """
    parts = (
        _Part(owner=owner, types=part.types, joins=_joins(part))
        for owner, part in contributions
        if part.schema == name
    )
    return _assemble(tuple(parts), name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What one contribution adds: types, and pairs of a type and of the class whose fields join it."""

    owner: str
    types: tuple[Any, ...]
    joins: tuple[tuple[type, type], ...]


def _joins(part: GraphQLContribution) -> tuple[tuple[type, type], ...]:
    return (
        *((Query, fields) for fields in part.queries),
        *((Mutation, fields) for fields in part.mutations),
        *((Subscription, fields) for fields in part.subscriptions),
        *((extension.target, extension.fields) for extension in part.extensions),
    )


@lru_cache(maxsize=8)
def _assemble(parts: tuple[_Part, ...], name: SchemaName) -> AssembledSchema:
    grafts: dict[type, list[StrawberryField]] = defaultdict(list)
    claims: dict[tuple[type, str], str] = {}
    types: list[Any] = []
    for part in parts:
        types.extend(part.types)
        for target, fields in part.joins:
            for field in _fields(fields):
                _claim(claims, target=target, field=field, owner=part.owner)
                grafts[target].append(field)
    return AssembledSchema(grafts=dict(grafts), types=types, name=name)


def _fields(source: type) -> list[StrawberryField]:
    return list(source.__strawberry_definition__.fields)  # type: ignore[attr-defined]


def _claim(claims: dict[tuple[type, str], str], *, target: type, field: StrawberryField, owner: str) -> None:
    own = {known.python_name for known in _fields(target)}
    holder = claims.setdefault((target, field.python_name), owner)
    if holder != owner or field.python_name in own:
        claimant = holder if holder != owner else "the type's own context"
        raise ConfigurationError(
            f"{owner} adds the field '{field.python_name}' to {target.__name__}, which {claimant} has "
            "already; rename one of them or disable one of the plugins"
        )
