"""`/graphql/staff` over HTTP: the rules of `/graphql`, and no answer for pages of other sites."""

import pytest

ME = "{ me { role } }"
MODERN = "application/graphql-response+json"


def headers(office, role="owner", **more):
    return {"authorization": f"Bearer {office.tokens[role]}", **more}


def test_a_query_may_come_by_get_and_a_mutation_may_not(small_office):
    office = small_office
    response = office.send("GET", "/graphql/staff?query={me{role}}", headers=headers(office))
    assert response.json() == {"data": {"me": {"role": "OWNER"}}}
    assert response.headers["cache-control"] == "no-store"
    response = office.send(
        "GET", "/graphql/staff?query=mutation{staffSignOut{signedOut}}", headers=headers(office)
    )
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert office.ask(ME)["me"] == {"role": "OWNER"}


def test_pages_of_other_sites_get_no_permission_to_read(small_office):
    office = small_office
    origin = {"origin": "https://elsewhere.example"}
    answer = office.send(json={"query": ME}, headers=headers(office, **origin))
    preflight = office.send("OPTIONS", headers=origin | {"access-control-request-method": "POST"})
    assert preflight.status_code == 204
    for response in (answer, preflight):
        assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("options", "status", "code"),
    [
        ({"content": b"{", "headers": {"content-type": "application/json"}}, 400, "BAD_USER_INPUT"),
        ({"content": b"[]", "headers": {"content-type": "application/json"}}, 400, "BAD_USER_INPUT"),
        ({"content": b"\xff", "headers": {"content-type": "application/json"}}, 400, "BAD_USER_INPUT"),
        ({"data": {"query": ME}}, 415, "BAD_USER_INPUT"),
        ({"json": {"query": "{"}}, 400, "GRAPHQL_PARSE_FAILED"),
        ({"json": {"query": "{ nothing }"}}, 400, "GRAPHQL_VALIDATION_FAILED"),
        ({"json": {"query": "{ me { role } }"}}, 401, "UNAUTHENTICATED"),
        ({"json": {"query": "{ " + "__typename " * 300 + "}"}}, 400, "LIMIT_EXCEEDED"),
        ({"content": b"x" * 600_000, "headers": {"content-type": "application/json"}}, 413, "BAD_USER_INPUT"),
    ],
)
def test_what_is_no_request_is_refused_with_its_status(small_office, options, status, code):
    given = options.pop("headers", {}) | {"accept": MODERN}
    response = small_office.send(headers=given, **options)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (status, code)


def test_a_costly_query_is_refused_for_staff_too(small_office):
    fields = (
        "id handle title vendor status variants { id sku barcode levels { onHand } prices { priceList } }"
    )
    costly = " ".join(f"p{i}: products(first: 250) {{ nodes {{ {fields} }} }}" for i in range(190))
    assert small_office.code(f"{{ {costly} }}") == "LIMIT_EXCEEDED"
    assert "data" in small_office.body(f"{{ products(first: 250) {{ nodes {{ {fields} }} }} }}")


def test_a_browser_gets_the_page_that_signs_in_first(small_office):
    response = small_office.send("GET", headers={"accept": "text/html"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert 'id="sign-in"' in response.text
    assert small_office.send("GET", "/graphql-ide/staff.js").status_code == 200


def test_without_the_ide_a_browser_gets_no_page(furnish):
    assert furnish(ide=False).send("GET", headers={"accept": "text/html"}).status_code == 400
