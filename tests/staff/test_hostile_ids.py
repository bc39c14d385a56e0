"""Ids that are of nothing, of something else, or no ids at all: every field of the staff schema, one by one."""

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)

PLAIN = {
    "String": "x",
    "Int": 1,
    "Float": 1.0,
    "Boolean": True,
    "Decimal": "1",
    "DateTime": "2026-03-02T12:00:00Z",
    "URL": "https://shop.example/",
    "HTML": "x",
    "JSON": "{}",
}
HOSTILE = [
    "",
    "1",
    "gid://shopify/Nothing/1",
    "gid://shopify/Product/0",
    "gid://shopify/Product/x",
    "é" * 5_000,
]


def value_for(kind, ident):
    """Return the least that an argument takes, with the id wherever it takes one."""
    if isinstance(kind, GraphQLNonNull):
        return value_for(kind.of_type, ident)
    if isinstance(kind, GraphQLList):
        return [value_for(kind.of_type, ident)]
    if isinstance(kind, GraphQLInputObjectType):
        return {
            name: value_for(field.type, ident)
            for name, field in kind.fields.items()
            if isinstance(field.type, GraphQLNonNull) or get_named_type(field.type).name == "ID"
        }
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    return ident if kind.name == "ID" else PLAIN[kind.name]


def takes_id(kind):
    """Tell whether an argument, or an input directly within it, takes an id."""
    named = get_named_type(kind)
    if isinstance(named, GraphQLInputObjectType):
        return any(get_named_type(field.type).name == "ID" for field in named.fields.values())
    return named.name == "ID"


def calls(office, ident):
    """Yield a document with its variables for each root field that takes an id."""
    schema = office.shop.executors["staff"].schema.core
    for root, word in (("Query", "query"), ("Mutation", "mutation")):
        for name, field in schema.type_map[root].fields.items():
            taken = {
                argument: part.type
                for argument, part in field.args.items()
                if isinstance(part.type, GraphQLNonNull) or takes_id(part.type)
            }
            if not any(takes_id(kind) for kind in taken.values()):
                continue
            heads = ", ".join(f"${argument}: {kind}" for argument, kind in taken.items())
            gives = ", ".join(f"{argument}: ${argument}" for argument in taken)
            inner = "" if is_leaf_type(get_named_type(field.type)) else " { __typename }"
            variables = {argument: value_for(kind, ident) for argument, kind in taken.items()}
            yield name, f"{word} ({heads}) {{ {name}({gives}){inner} }}", variables


@pytest.mark.parametrize("ident", HOSTILE, ids=range(len(HOSTILE)))
def test_no_field_stumbles_over_an_id_that_is_none(small_office, ident):
    before = small_office.audit()
    codes = {}
    for name, document, variables in calls(small_office, ident):
        body = small_office.body(document, variables)
        codes[name] = [error["extensions"]["code"] for error in body.get("errors", [])]
    assert len(codes) > 30
    assert {name: found for name, found in codes.items() if "INTERNAL_SERVER_ERROR" in found} == {}
    named = {
        name for name in codes if name.startswith(("product", "collection", "staff", "device", "divergence"))
    }
    expected = {name: ["BAD_USER_INPUT"] for name in named if name != "divergenceRecord"}
    assert {name: codes[name] for name in expected} == expected
    assert small_office.audit() == before
