# ruff: noqa: E501 - documents read better in one line
"""Simple fields answered at once give the very answer of the ordinary way, errors included."""

import asyncio

import pytest
import strawberry
from comptoir.catalog.graphql.product import Product
from comptoir.graphql.context import Info
from comptoir.graphql.money import MoneyV2
from comptoir.graphql.shortcuts import ShortcutExecutor, maybe_awaitable
from comptoir.hooks.contributions import GraphQLContribution, TypeExtension
from comptoir.principal import VISITOR
from comptoir.testing import open_shop
from graphql import ExecutionResult, execute, parse, validate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from tests.hooks.plugins_of_tests import plugin

CALLS = []


@strawberry.type
class Part:
    name: str
    number: int

    @strawberry.field
    def broken(self) -> str | None:
        raise ValueError("part")

    @strawberry.field
    def strict(self) -> str:
        raise ValueError("strict part")


async def later():
    return Part(name="later", number=2)


@strawberry.type
class Grafts:
    @strawberry.field
    def nothing(self) -> str | None:
        return None

    @strawberry.field
    def fails(self) -> str | None:
        raise ValueError("fails")

    @strawberry.field
    async def fails_later(self) -> str | None:
        raise ValueError("later")

    @strawberry.field
    def part(self, info: Info) -> Part | None:
        return Part(name=str(info.context.country), number=1)

    @strawberry.field
    def promised(self) -> Part | None:
        return later()

    @strawberry.field
    def parts(self) -> list[Part] | None:
        return [Part(name="a", number=1), Part(name="b", number=2)]

    @strawberry.field
    def wrong(self) -> list[MoneyV2] | None:
        return [None]


@strawberry.type
class Change:
    @strawberry.mutation
    def count(self) -> Part:
        CALLS.append(1)
        return Part(name="done", number=len(CALLS))


GRAFTS = plugin(
    "grafts",
    register_graphql=[
        GraphQLContribution(mutations=(Change,), extensions=(TypeExtension(target=Product, fields=Grafts),))
    ],
)
LEAVES = [
    "__typename",
    "id",
    "title",
    "handle",
    "nothing",
    "fails",
    "failsLater",
    "tags",
    "availableForSale",
    "createdAt",
]
PART = st.lists(st.sampled_from(["name", "number", "broken", "strict", "__typename"]), min_size=1, max_size=3)
NESTED = st.one_of(
    st.builds(lambda field, inner: f"{field} {{ {' '.join(inner)} }}", st.sampled_from(["part", "promised", "parts"]), PART),
    st.sampled_from([
        "wrong { amount }", "priceRange { minVariantPrice { amount currencyCode } }", "featuredImage { url }",
        "options { name optionValues { name } }", "variants(first: 2) { nodes { id sku price { amount } selectedOptions { name value } } }",
        "seo { title description }", "returnPolicy { id finalSale summary }", "... on Node { id }", "...More",
    ]),
)  # fmt: skip
GUARDS = st.sampled_from(["", "", "", " @skip(if: true)", " @include(if: true)", " @include(if: $no)"])


@st.composite
def selections(draw):
    chosen = draw(
        st.lists(st.tuples(st.sampled_from(LEAVES) | NESTED, GUARDS, st.booleans()), min_size=1, max_size=8)
    )
    found = []
    for index, (field, guard, alias) in enumerate(chosen):
        name, brace, rest = field.partition(" {")
        plain = not field.startswith("...")
        found.append(
            (f"x{index}: " if alias and plain else "") + (name + guard + brace + rest if plain else field)
        )
    return " ".join(found)


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with open_shop(tmp_path_factory.mktemp("shortcuts"), plugins=[GRAFTS]) as found:
        yield found


async def run(shop, document, **options):
    context = await shop.context(base_url="https://shop.example", actor=VISITOR)
    schema = shop.executors["storefront"].schema
    result = execute(schema.core, document, context_value=context, variable_values={"no": False}, **options)
    return result if isinstance(result, ExecutionResult) else await result


def both(shop, text):
    schema = shop.executors["storefront"].schema
    document = parse(text)
    faults = validate(schema.core, document)
    assert not faults, faults
    quick = asyncio.run(
        run(
            shop,
            document,
            executor_class=ShortcutExecutor,
            is_awaitable=maybe_awaitable,
            shortcuts=schema.shortcuts,
        )
    )
    return quick, asyncio.run(run(shop, document, executor_class=StrawberryGraphQLCoreExecutionContext))


def shown(result):
    errors = sorted((str(error.path), error.message) for error in result.errors or ())
    return str(result.data), errors


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(selection=selections())
def test_both_ways_give_one_answer(opened, selection):
    text = (
        f'query($no: Boolean!) {{ shop {{ name @skip(if: $no) }} one: product(handle: "shirt") {{ title {selection} ...More }} '
        f"products(first: 3) {{ nodes {{ {selection} }} edges {{ cursor }} }} }} fragment More on Product {{ vendor part {{ name }} }}"
    )
    schema = opened.shop.executors["storefront"].schema
    if validate(schema.core, parse(text)):
        return  # two fields of one name that differ
    quick, ordinary = both(opened.shop, text)
    assert shown(quick) == shown(ordinary)


def test_what_a_plain_resolver_promises_is_awaited(opened):
    quick, ordinary = both(
        opened.shop,
        'query($no: Boolean!) { product(handle: "shirt") { title @skip(if: $no) promised { name number } } }',
    )
    assert quick.data["product"]["promised"] == {"name": "later", "number": 2}
    assert shown(quick) == shown(ordinary)


def test_a_mutation_runs_once(opened):
    CALLS.clear()
    answer = opened.ask("mutation { count { number name broken } }")
    assert answer["data"] == {"count": {"number": 1, "name": "done", "broken": None}}
    assert len(CALLS) == 1


def test_an_unexpected_error_is_masked_with_an_incident(opened, capfd):
    answer = opened.ask('{ product(handle: "shirt") { title fails } }')
    (error,) = answer["errors"]
    assert error["path"] == ["product", "fails"]
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert error["extensions"]["incident"] in error["message"]
    assert "fails" not in error["message"]
    assert answer["data"] == {"product": {"title": "Shirt", "fails": None}}
