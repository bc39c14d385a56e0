"""`@inContext(country:, language:)`: which market and language an operation is in.

A plain directive of the built schema, read before execution: strawberry's own operation directives run for
each field and cost as much.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import strawberry
from graphql import (
    DirectiveLocation,
    EnumValueNode,
    GraphQLArgument,
    GraphQLDirective,
    GraphQLID,
    GraphQLInputType,
    GraphQLSchema,
    OperationDefinitionNode,
    VariableNode,
)

NAME = "inContext"


@strawberry.input(description="The signed-in buyer that an operation is for.")
class BuyerInput:
    """The signed-in buyer that an operation is for."""

    customer_access_token: str
    company_location_id: strawberry.ID | None = None


@strawberry.input(description="What a visitor consented to.")
class VisitorConsent:
    """What a visitor consented to."""

    analytics: bool | None = None
    marketing: bool | None = None
    preferences: bool | None = None
    sale_of_data: bool | None = None


def directive(schema: GraphQLSchema) -> GraphQLDirective:
    """Return the directive for a schema that has the types of its arguments."""
    argument_types: dict[str, GraphQLInputType] = {
        "buyer": schema.type_map["BuyerInput"],  # type: ignore[dict-item]
        "country": schema.type_map["CountryCode"],  # type: ignore[dict-item]
        "language": schema.type_map["LanguageCode"],  # type: ignore[dict-item]
        "preferredLocationId": GraphQLID,
        "visitorConsent": schema.type_map["VisitorConsent"],  # type: ignore[dict-item]
    }
    return GraphQLDirective(
        NAME,
        [DirectiveLocation.QUERY, DirectiveLocation.MUTATION, DirectiveLocation.SUBSCRIPTION],
        {name: GraphQLArgument(kind) for name, kind in argument_types.items()},
        description="The country and language that the operation is answered for.",
    )


@dataclass(frozen=True, slots=True)
class InContext:
    """The directive's arguments: each a literal, the name of a variable, or absent."""

    country: str | None = None
    country_variable: str | None = None
    language: str | None = None
    language_variable: str | None = None

    def values(self, variables: Mapping[str, Any]) -> tuple[str | None, str | None]:
        """Return country and language for the given variables (coerced or raw).

        A variable that is left out has its default, which stands in `country` and `language`.
        """
        return (
            _value(variables, self.country_variable, default=self.country),
            _value(variables, self.language_variable, default=self.language),
        )


def _value(variables: Mapping[str, Any], name: str | None, *, default: str | None) -> str | None:
    value = default if name is None else variables.get(name, default)
    return value if isinstance(value, str) else None


def read_in_context(operation: OperationDefinitionNode) -> InContext:
    """Return what the operation's directive says, with the defaults of the variables that it names."""
    defaults = {
        node.variable.name.value: node.default_value.value
        for node in operation.variable_definitions or ()
        if isinstance(node.default_value, EnumValueNode)
    }
    found: dict[str, str | None] = {}
    for node in operation.directives or ():
        if node.name.value != NAME:
            continue
        for argument in node.arguments or ():
            name, value = argument.name.value, argument.value
            if name not in {"country", "language"}:
                continue
            if isinstance(value, VariableNode):
                found[f"{name}_variable"] = value.name.value
                found[name] = defaults.get(value.name.value)
            elif isinstance(value, EnumValueNode):
                found[name] = value.value
    return InContext(**found)
