# ruff: noqa: E501 - tables of cases read better in one line each
"""GraphQL over HTTP on the whole application: paths, methods, statuses, and whatever is not GraphQL."""

import asyncio
import json

import httpx2
import pytest
from comptoir.app import serve
from comptoir.testing import open_shop
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rig.serving import serving

QUERY = "{ shop { name } }"
ANSWER = {"data": {"shop": {"name": "Atelier"}}}
MODERN = "application/graphql-response+json"
ASKED = (
    "content-type", "x-shopify-storefront-access-token", "shopify-storefront-private-token",
    "shopify-storefront-buyer-ip", "x-sdk-variant", "x-sdk-version", "x-sdk-variant-source",
    "shopify-storefront-id", "custom-storefront-request-group-id", "x-shopify-uniquetoken",
    "x-shopify-visittoken", "shopify-storefront-y", "shopify-storefront-s",
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    with open_shop(tmp_path_factory.mktemp("http"), base_url="") as found:
        # The first request would else take in the catalogue, in whichever test that happens to be.
        asyncio.run(found.shop.readmodel.current())
        yield found


@pytest.fixture(scope="module")
def app(opened):
    return serve(opened.shop)


@pytest.fixture(scope="module")
def send(app):
    def call(method="POST", path="/graphql", **options):
        async def once():
            transport = httpx2.ASGITransport(app=app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://shop.test") as client:
                return await client.request(method, path, **options)

        return asyncio.run(once())

    return call


def code(response):
    return response.json()["errors"][0]["extensions"]["code"]


@pytest.mark.parametrize(
    "path",
    ["/graphql", "/graphql/", "/api/2026-04/graphql.json", "/api/2023-01/graphql", "/api/unstable/graphql.json",
     "/api/unstable/graphql"],
)  # fmt: skip
def test_every_path_of_the_dialect_serves_the_schema(send, path):
    response = send(path=path, json={"query": QUERY})
    assert (response.status_code, response.json()) == (200, ANSWER)
    assert response.headers["content-type"] == "application/json; charset=utf-8"
    assert response.headers["x-request-id"]
    assert response.headers["access-control-allow-origin"] == "*"


def test_a_preflight_allows_what_storefronts_send_by_name(send):
    response = send(
        "OPTIONS", headers={"origin": "https://front.example", "access-control-request-method": "POST"}
    )
    assert response.status_code == 204
    allowed = response.headers["access-control-allow-headers"].split(", ")
    assert set(ASKED) <= set(allowed)
    assert "*" not in allowed
    assert int(response.headers["access-control-max-age"]) > 0


@pytest.mark.parametrize(("accept", "status"), [("*/*", 200), ("application/json", 200), (MODERN, 400)])
def test_errors_before_execution_have_the_status_that_the_client_understands(send, accept, status):
    response = send(json={"query": "{ nonsense }"}, headers={"accept": accept})
    assert response.status_code == status
    assert code(response) == "GRAPHQL_VALIDATION_FAILED"
    assert response.headers["content-type"].startswith(accept if status == 400 else "application/json")
    assert "data" not in response.json()


def test_an_executed_query_with_an_error_has_data_and_status_200(send):
    response = send(json={"query": '{ shop { name } node(id: "x") { id } }'}, headers={"accept": MODERN})
    assert response.status_code == 200
    assert response.json()["data"] == {"shop": {"name": "Atelier"}, "node": None}
    assert code(response) == "BAD_USER_INPUT"


def test_queries_go_by_get_and_mutations_do_not(send):
    assert send("GET", params={"query": QUERY}).json() == ANSWER
    refused = send(
        "GET", params={"query": "mutation { cartCreate { cart { id } } }"}, headers={"accept": MODERN}
    )
    assert (refused.status_code, code(refused)) == (400, "BAD_USER_INPUT")
    assert (
        send(
            "GET",
            params={"query": "query($n: Int!) { products(first: $n) { nodes { id } } }", "variables": "{"},
        ).status_code
        == 400
    )


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD"])
def test_other_methods_are_not_allowed(send, method):
    response = send(method)
    assert response.status_code == 405
    assert response.headers["allow"] == "GET, POST, OPTIONS"


BODIES = {
    "empty": b"", "text": b"hello", "list": b"[]", "number": b"7", "null": b"null", "no query": b"{}",
    "query is a number": b'{"query": 7}', "query is blank": b'{"query": " "}', "bad utf-8": b'{"query": "\xff"}',
    "half a surrogate": b'{"query": "\\ud800"}', "nul": b"\0", "brackets": b"[" * 100_000,
    "deep": b'{"query":' + b'{"a":' * 100_000, "variables are a list": b'{"query": "{a}", "variables": []}',
    "name is a number": b'{"query": "{a}", "operationName": 1}',
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_not_graphql_is_a_400_with_a_code(send, name):
    response = send(content=BODIES[name], headers={"content-type": "application/json"})
    assert (response.status_code, code(response)) == (400, "BAD_USER_INPUT")


def test_a_body_of_two_megabytes_is_too_large_and_another_type_is_not_taken(send):
    large = send(json={"query": "{" + "a " * 1_000_000 + "}"})
    assert (large.status_code, code(large)) == (413, "BAD_USER_INPUT")
    form = send(data={"query": QUERY})
    assert (form.status_code, code(form)) == (415, "BAD_USER_INPUT")


def nested(depth):
    return json.loads('{"a":' * depth + "1" + "}" * depth)


BAD = {
    "60 deep": ("{" + "shop {" * 60 + "name" + "}" * 61, None, "LIMIT_EXCEEDED"),
    "aliases": ("{" + " ".join(f"a{n}: __typename" for n in range(3_000)) + "}", None, "LIMIT_EXCEEDED"),
    "repeats": ("{" + "shop { name } " * 2_000 + "}", None, "LIMIT_EXCEEDED"),
    "directives": ("{ __typename " + "@skip(if: false) " * 1_500 + "}", None, "LIMIT_EXCEEDED"),
    "tokens": ("{" + "a " * 20_000 + "}", None, "GRAPHQL_PARSE_FAILED"),
    "cycle": ("{ shop { ...A } } fragment A on Shop { ...B } fragment B on Shop { ...A }", None, "GRAPHQL_VALIDATION_FAILED"),
    "bomb": (
        "{ shop { ...F0 } } " + " ".join(f"fragment F{n} on Shop {{ a: id ...F{n + 1} ...F{n + 1} }}" for n in range(40))
        + " fragment F40 on Shop { name }", None, "LIMIT_EXCEEDED",
    ),
    "chain": (
        "{ shop { ...F0 } } " + " ".join(f"fragment F{n} on Shop {{ ...F{n + 1} }}" for n in range(900))
        + " fragment F900 on Shop { name }", None, "LIMIT_EXCEEDED",
    ),
    "cost": ("{ products(first: 250) { nodes { variants(first: 250) { nodes { metafields(identifiers: []) { id } product { variants(first: 250) { nodes { id } } } } } } } }", None, "LIMIT_EXCEEDED"),
    "cost by default": (
        "query($n: Int = 250) { products(first: $n) { nodes { variants(first: $n) { nodes { product { variants(first: $n) { nodes { id } } } } } } } }", None, "LIMIT_EXCEEDED",
    ),
    "endless number": ("{ products(first: " + "9" * 5_000 + ") { nodes { id } } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "below zero": ("{ products(first: -1) { nodes { id } } }", None, "BAD_USER_INPUT"),
    "deep variables": ("query($a: String) { product(handle: $a) { id } }", {"a": nested(60)}, "LIMIT_EXCEEDED"),
    "wrong variable": ("query($n: Int) { products(first: $n) { nodes { id } } }", {"n": "many"}, "BAD_USER_INPUT"),
    "fraction": ("query($n: Int) { products(first: $n) { nodes { id } } }", {"n": 1.5}, "BAD_USER_INPUT"),
    "huge": ("query($n: Int) { products(first: $n) { nodes { id } } }", {"n": 2**40}, "LIMIT_EXCEEDED"),
    "cursor": ('{ products(first: 1, after: "nonsense") { nodes { id } } }', None, "BAD_USER_INPUT"),
    "country": ("query($c: CountryCode) @inContext(country: $c) { shop { name } }", {"c": "XX"}, "BAD_USER_INPUT"),
    "language": ("query @inContext(language: QQQ) { shop { name } }", None, "GRAPHQL_VALIDATION_FAILED"),
    "no id": ('{ node(id: "1") { id } }', None, "BAD_USER_INPUT"),
    "no operation": ("fragment A on Shop { name }", None, "GRAPHQL_VALIDATION_FAILED"),
    "several": ("query A { shop { name } } query B { shop { name } }", None, "BAD_USER_INPUT"),
    "subscription": ("subscription { x }", None, "GRAPHQL_VALIDATION_FAILED"),
    "nul": ("{ shop\0 { name } }", None, "GRAPHQL_PARSE_FAILED"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_a_code_and_nothing_changes(send, opened, name):
    query, variables, expected = BAD[name]
    before = opened.shop.readmodel.snapshot
    response = send(json={"query": query, "variables": variables})
    assert response.status_code == 200
    assert code(response) == expected
    assert "incident" not in response.text
    assert opened.shop.readmodel.snapshot is before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["query", "variables", "id", "a"]), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip
PIECES = st.sampled_from(["{", "}", "(", ")", "shop", "name", "product", "handle:", '"x"', "$a", ":", "Int", "query", "...", "on",
                          "fragment", "@skip", "mutation", "cartCreate", "cart", "id", "first:", "-1", "1e9", "null", "[", "]", "\0"])  # fmt: skip
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def assert_sound(response):
    assert response.status_code < 500
    body = response.json()
    codes = [error["extensions"]["code"] for error in body.get("errors", ())]
    assert codes or "data" in body
    assert "INTERNAL_SERVER_ERROR" not in codes


@FUZZ
@given(body=st.binary(max_size=200))
def test_random_bytes_never_bring_it_down(send, body):
    assert_sound(send(content=body, headers={"content-type": "application/json"}))


@FUZZ
@given(body=JSON)
def test_random_json_never_brings_it_down(send, body):
    assert_sound(send(json=body))


@FUZZ
@given(pieces=st.lists(PIECES, max_size=30), variables=st.none() | st.dictionaries(st.just("a"), JSON))
def test_random_documents_never_bring_it_down(send, pieces, variables):
    assert_sound(send(json={"query": " ".join(pieces), "variables": variables}))


def test_a_browser_gets_the_ide_which_asks_no_other_host_for_anything(send):
    page = send("GET", headers={"accept": "text/html,*/*"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "://" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert send("GET", headers={"accept": "application/json"}).status_code == 400


def test_over_a_real_socket(app):
    with serving(app) as address, httpx2.Client(base_url=address) as client:
        assert client.post("/api/2026-04/graphql.json", json={"query": QUERY}).json() == ANSWER
        assert client.head("/graphql").status_code == 405
        assert client.get("/healthz").text == "ok"
        assert client.get("/readyz").json() == {
            "ready": True,
            "database": "ok",
            "snapshot": "ok",
            "failed_plugins": {},
        }
        assert "comptoir_documents" in client.get("/metrics").text
