"""Returns policies through the staff schema: published, put in force, withdrawn, never changed."""

import pytest

PUBLISH = """mutation ($input: ReturnPolicyInput!, $reason: String) {
  returnPolicyPublish(input: $input, reason: $reason) {
    version { id handle version scope market withdrawn effectiveFrom publishedBy
      terms { finalSale windowDays resolutions methods { kind fees fee { amount } } restockingFee { percent } } }
    userErrors { code field } } }"""
TERMS = {
    "windowDays": 60,
    "resolutions": ["REFUND", "EXCHANGE"],
    "methods": [{"kind": "IN_STORE"}, {"kind": "BY_MAIL", "fees": "CUSTOMER_RESPONSIBILITY"}],
}


def publish(office, role="merchandiser", **changes):
    given = {"handle": "house", "terms": TERMS} | changes
    return office.ask(PUBLISH, {"input": given, "reason": "spring"}, role=role)["returnPolicyPublish"]


def promised(office):
    query = '{ product(handle: "shirt") { returnPolicy { windowDays } } }'
    return office.ask(query, role=None, path="/graphql")["product"]["returnPolicy"]["windowDays"]


def test_a_version_that_staff_publish_is_what_shoppers_are_promised(office):
    built_in = promised(office)
    payload = publish(office)
    assert payload["userErrors"] == []
    version = payload["version"]
    assert (version["handle"], version["version"], version["scope"]) == ("house", 1, "MARKET")
    assert version["publishedBy"] == f"staff:{office.accounts['merchandiser'].number}"
    assert version["terms"] == {
        "finalSale": False,
        "windowDays": 60,
        "resolutions": ["REFUND", "EXCHANGE"],
        "methods": [
            {"kind": "IN_STORE", "fees": "FREE", "fee": None},
            {"kind": "BY_MAIL", "fees": "CUSTOMER_RESPONSIBILITY", "fee": None},
        ],
        "restockingFee": None,
    }
    assert promised(office) == 60
    withdraw = """mutation { returnPolicyWithdraw(handle: "house") {
      version { version withdrawn } userErrors { code } } }"""
    assert office.ask(withdraw)["returnPolicyWithdraw"]["version"] == {"version": 2, "withdrawn": True}
    assert promised(office) == built_in
    versions = office.ask("{ returnPolicyVersions { nodes { version withdrawn } } }")["returnPolicyVersions"]
    assert versions["nodes"] == [{"version": 2, "withdrawn": True}, {"version": 1, "withdrawn": False}]
    entries = office.audit()[-2:]
    assert [(entry.action, entry.subject, entry.reason) for entry in entries] == [
        ("returns_policy.published", "returns-policy:house", "spring"),
        ("returns_policy.withdrawn", "returns-policy:house", None),
    ]


def test_the_next_version_stands_beside_the_last(small_office):
    publish(small_office)
    second = publish(small_office, terms=TERMS | {"windowDays": 90})["version"]
    assert second["version"] == 2
    again = publish(small_office, terms=TERMS | {"windowDays": 90})["version"]
    assert again == second
    query = (
        '{ returnPolicyVersions(first: 1, handle: "house") { nodes { version } pageInfo { hasNextPage } } }'
    )
    assert small_office.ask(query)["returnPolicyVersions"] == {
        "nodes": [{"version": 2}],
        "pageInfo": {"hasNextPage": True},
    }


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"terms": TERMS | {"windowDays": 7}}, "UNLAWFUL"),
        ({"market": "mars"}, "MARKET_NOT_FOUND"),
        ({"handle": "No Handle"}, "INVALID"),
        ({"scope": "PRODUCT"}, "INVALID"),
        ({"terms": TERMS | {"windowDays": 0}}, "INVALID"),
    ],
)
def test_what_may_not_be_promised_is_refused(small_office, changes, code):
    before = small_office.audit()
    payload = publish(small_office, **changes)
    assert payload["version"] is None
    assert [error["code"] for error in payload["userErrors"]] == [code]
    assert small_office.audit() == before


def test_a_policy_that_was_never_published_cannot_be_withdrawn(small_office):
    withdraw = 'mutation { returnPolicyWithdraw(handle: "none") { version { id } userErrors { code } } }'
    assert small_office.ask(withdraw)["returnPolicyWithdraw"] == {
        "version": None,
        "userErrors": [{"code": "NOT_FOUND"}],
    }
