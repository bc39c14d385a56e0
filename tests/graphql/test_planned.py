"""Operations that are planned once answer as graphql-core does, for any variables."""

from typing import Any

import pytest
from comptoir.graphql.planned import coercion
from comptoir.testing import open_shop
from graphql import build_schema, get_variable_values
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

DOCUMENT = """
query Read($first: Int = 3, $key: ProductSortKeys, $reverse: Boolean, $query: String!, $ids: [ID!]!,
           $filters: [ProductFilter!]) {
  products(first: $first, sortKey: $key, reverse: $reverse, query: $query) { nodes { handle } }
  nodes(ids: $ids) { id }
  search(query: $query, first: 1, productFilters: $filters) { totalCount }
}
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with open_shop(tmp_path_factory.mktemp("planned")) as found:
        yield found


@pytest.fixture(scope="module")
def planned(opened):
    executor = opened.shop.executors["storefront"]
    opened.data(DOCUMENT, query="shirt", ids=[])
    operation = executor.documents.get(DOCUMENT).operation("Read")
    assert operation.planned is not None
    return executor, operation


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**40), 2**40)
    | st.sampled_from([1.0, 1.5, "", "TITLE", "PRICE", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["available", "price", "min", "max", "tag", "other"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
VARIABLES = st.fixed_dictionaries(
    {},
    optional={
        "first": st.integers(0, 5) | VALUES,
        "key": st.sampled_from(["TITLE", "PRICE", "NONSENSE"]) | VALUES,
        "reverse": st.booleans() | VALUES,
        "query": st.just("shirt") | VALUES,
        "ids": st.just(["gid://shopify/Product/1"]) | VALUES,
        "filters": st.lists(
            st.fixed_dictionaries(
                {},
                optional={"available": st.booleans(), "price": st.fixed_dictionaries({"min": st.just(1.5)})},
            ),
            max_size=2,
        )
        | VALUES,
    },
)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(variables=VARIABLES)
def test_variables_are_coerced_as_graphql_core_does_or_are_left_to_it(planned, variables: dict[str, Any]):
    executor, operation = planned
    node = executor.documents.get(DOCUMENT).document.definitions[0]
    expected = get_variable_values(executor.schema.core, node.variable_definitions, variables, max_errors=50)
    made = operation.planned.executor(variables, context=None)
    if isinstance(expected, list):
        assert made is None
    elif made is not None:
        assert made.variable_values.coerced == expected.coerced
        assert set(made.variable_values.sources) >= set(expected.sources)


def test_good_variables_take_the_planned_way(planned):
    _, operation = planned
    good = {"first": 2, "query": "a", "ids": ["gid://shopify/Product/1"], "filters": [{"available": True}]}
    assert operation.planned.executor(good, context=None) is not None


def test_a_wrong_variable_is_told_in_the_same_words_the_second_time(opened):
    query = "query Only($n: Int!) { products(first: $n) { nodes { id } } }"
    first = opened.ask(query, n="many")
    assert "errors" not in opened.ask(query, n=1)
    assert opened.ask(query, n="many") == first
    assert first["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_an_input_type_that_holds_itself_is_coerced():
    schema = build_schema(
        'input Tree { name: String = "leaf" left: Tree } type Query { sum(tree: Tree): Int }'
    )
    coerce = coercion(schema.get_type("Tree"), {})
    given = {"name": "root", "left": {"left": None}}
    assert coerce(given) == {"name": "root", "left": {"left": None, "name": "leaf"}}
