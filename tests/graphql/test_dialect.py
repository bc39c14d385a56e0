"""The schema has what storefronts of the dialect ask for, to the letter.

`dialect_fields.txt` holds names, types, arguments and defaults: the fields that three or more public storefronts
use, with the input types and enums that they need. A field of a type that is not there yet stands in the
section of absent ones, and must be moved up with the change that adds it. What takes more than the dialect
does, so that documents of its earlier versions stay valid, has a section of its own.
"""

from pathlib import Path

import pytest
from comptoir.hooks.registry import PluginRegistry
from comptoir.settings import PluginSettings
from comptoir.startup import assemble_schema
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    Undefined,
    introspection_from_schema,
)

FACTS = Path(__file__).with_name("dialect_fields.txt")
SERVED = ("fields", "input fields", "enum values", "wider than the dialect")
ABSENT = ("absent: customer accounts", "absent: metafields and companies of carts")


def read_sections():
    sections, current = {}, None
    for line in FACTS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            current = sections.setdefault(line[3:], [])
        elif line and not line.startswith("# "):
            current.append(line)
    return sections


@pytest.fixture(scope="module")
def schema():
    registry = PluginRegistry(PluginSettings())
    registry.take_core()
    return assemble_schema(registry).core


def name_of(line):
    return line.split("(", maxsplit=1)[0].split(":", maxsplit=1)[0]


def written(kind):
    if kind["kind"] == "NON_NULL":
        return written(kind["ofType"]) + "!"
    return f"[{written(kind['ofType'])}]" if kind["kind"] == "LIST" else kind["name"]


def with_default(value):
    default = "" if value["defaultValue"] is None else f" = {value['defaultValue']}"
    return f"{value['name']}: {written(value['type'])}{default}"


def lines_of(kind):
    name = kind["name"]
    for field in kind.get("fields") or ():
        arguments = ", ".join(sorted(map(with_default, field["args"])))
        yield f"{name}.{field['name']}{f'({arguments})' if arguments else ''}: {written(field['type'])}"
    for value in kind.get("inputFields") or ():
        yield f"{name}.{with_default(value)}"
    for value in kind.get("enumValues") or ():
        yield f"{name}.{value['name']}"


@pytest.fixture(scope="module")
def ours(schema):
    kinds = introspection_from_schema(schema, input_value_deprecation=True)["__schema"]["types"]
    return {name_of(line): line for kind in kinds for line in lines_of(kind)}


@pytest.mark.parametrize("section", SERVED)
def test_everything_that_storefronts_use_is_there_to_the_letter(ours, section):
    facts = read_sections()[section]
    wrong = [
        f"{name_of(fact)}: expected {fact}, found {ours.get(name_of(fact), 'nothing')}"
        for fact in facts
        if ours.get(name_of(fact)) != fact
    ]
    assert wrong == []


@pytest.mark.parametrize("section", ABSENT)
def test_what_is_listed_as_absent_is_absent(ours, section):
    assert [fact for fact in read_sections()[section] if name_of(fact) in ours] == []


def test_every_fact_of_372_fields_107_inputs_and_756_values_stands_in_one_section():
    sections = read_sections()
    names = [name_of(fact) for facts in sections.values() for fact in facts]
    assert len(names) == len(set(names)) == 372 + 107 + 756
    assert sorted(sections) == sorted([*SERVED, *ABSENT])


def test_no_argument_or_input_field_shows_null_as_a_default(schema):
    shown = []
    for name, kind in schema.type_map.items():
        values = []
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            values = [(f"{n}({a})", v) for n, f in kind.fields.items() for a, v in f.args.items()]
        elif isinstance(kind, GraphQLInputObjectType):
            values = list(kind.fields.items())
        shown += [f"{name}.{label}" for label, value in values if value.default_value is None]
    assert shown == []


def test_enums_answer_the_text_that_records_hold(schema):
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLEnumType) and not kind.name.startswith("__"):
            assert {name: kind.serialize(name) for name in kind.values} == {n: n for n in kind.values}


def test_undefined_is_what_an_argument_without_default_has(schema):
    assert schema.query_type.fields["products"].args["first"].default_value is Undefined
