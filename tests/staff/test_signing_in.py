"""Signing in and out: what a password gives, what a token is good for, and what strangers learn."""

from datetime import timedelta

import pytest
from comptoir.staff.attempts import AT_ONCE, PER_CALLER, SignInAttempts
from comptoir.staff.models import TOKENS
from comptoir.staff.once import claim_key, prune_keys
from comptoir.staff.tokens import prune_tokens
from pwdlib import PasswordHash
from sqlalchemy import select

from tests.staff.office import PASSWORD

SIGN_IN = """mutation ($email: String!, $password: String!) {
  staffSignIn(email: $email, password: $password) { accessToken expiresAt userErrors { code field message } } }"""
ME = "{ me { id email name role permissions } }"


def sign_in(office, email="owner@shop.test", password=PASSWORD, **options):
    variables = {"email": email, "password": password}
    return office.ask(SIGN_IN, variables, role=None, **options)["staffSignIn"]


def test_a_password_gives_a_token_that_tells_who_one_is(office):
    signed = sign_in(office, email=" Merchandiser@Shop.test")
    assert signed["userErrors"] == []
    assert signed["expiresAt"] == "2026-03-03T00:00:00Z"
    me = office.ask(ME, token=signed["accessToken"])["me"]
    account = office.accounts["merchandiser"]
    assert me == {
        "id": account.id,
        "email": "merchandiser@shop.test",
        "name": "Merchandiser",
        "role": "MERCHANDISER",
        "permissions": sorted(account.permissions),
    }


def test_only_a_digest_of_the_token_is_kept(office):
    token = sign_in(office)["accessToken"]
    assert token.startswith("cst_")
    assert len(token) == 4 + 64
    rows = office.shop.db.read_now(lambda tx: tx.all(select(TOKENS)))
    assert token.removeprefix("cst_") not in str(rows)
    assert token not in str(office.audit())


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("owner@shop.test", "wrong horse battery"),
        ("nobody@shop.test", PASSWORD),
        ("gone@shop.test", PASSWORD),
        ("program@shop.test", PASSWORD),
        ("", ""),
        ("owner@shop.test", ""),
        ("owner@shop.test\0", PASSWORD),
        ("x" * 10_000, "y" * 10_000),
    ],
)
def test_every_refusal_is_in_the_same_words(small_office, email, password):
    office = small_office
    add = """mutation ($email: String!, $password: String) { staffAccountCreate(input:
        {email: $email, name: "A", role: SUPPORT, password: $password}) { account { id } userErrors { code } } }"""
    gone = office.ask(add, {"email": "gone@shop.test", "password": PASSWORD})["staffAccountCreate"]["account"]
    office.ask(add, {"email": "program@shop.test"})
    office.ask("mutation ($id: ID!) { staffAccountDisable(id: $id) { userErrors { code } } }", gone)
    before = office.audit()
    assert sign_in(office, email=email, password=password) == {
        "accessToken": None,
        "expiresAt": None,
        "userErrors": [
            {"code": "INVALID_CREDENTIALS", "field": None, "message": "the address or the password is wrong"}
        ],
    }
    assert office.audit() == before


def test_a_guesser_is_slowed_down_whether_or_not_the_account_exists(small_office):
    for email, address in (("owner@shop.test", "10.0.0.1"), ("nobody@shop.test", "10.0.0.2")):
        variables = {"email": email, "password": "wrong horse battery"}
        for _ in range(PER_CALLER.amount):
            small_office.ask(SIGN_IN, variables, role=None, address=address)
        assert small_office.code(SIGN_IN, variables, role=None, address=address) == "RATE_LIMITED"
    # The right password is not told apart either, and others are not locked out.
    right = {"email": "owner@shop.test", "password": PASSWORD}
    assert small_office.code(SIGN_IN, right, role=None, address="10.0.0.1") == "RATE_LIMITED"
    assert sign_in(small_office, address="10.0.0.3")["accessToken"]


def test_an_unknown_address_costs_as_much_work_as_a_wrong_password(small_office, monkeypatch):
    worked = []
    verify = PasswordHash.verify_and_update

    def spied(self, password, digest):
        worked.append(digest.split("$")[:4])
        return verify(self, password, digest)

    monkeypatch.setattr(PasswordHash, "verify_and_update", spied)
    for email in ("owner@shop.test", "nobody@shop.test"):
        small_office.ask(SIGN_IN, {"email": email, "password": "wrong horse battery"}, role=None)
    assert len(worked) == 2
    assert worked[0] == worked[1], "the same function with the same parameters"


def test_few_attempts_run_at_once_from_however_many_places():
    attempts = SignInAttempts()
    callers = [
        {"address": f"10.1.0.{number}", "email": f"a{number}@shop.test"} for number in range(AT_ONCE + 1)
    ]
    assert [attempts.admit(**caller) for caller in callers] == [True] * AT_ONCE + [False]
    attempts.release(**callers[0], failed=True)
    assert attempts.admit(**callers[-1])


def test_addresses_of_one_household_are_counted_as_one():
    attempts = SignInAttempts()
    for number in range(PER_CALLER.amount):
        caller = {"address": f"2001:db8:0:1::{number:x}", "email": f"a{number}@shop.test"}
        assert attempts.admit(**caller)
        attempts.release(**caller, failed=True)
    assert not attempts.admit(address="2001:db8:0:1:ffff::1", email="b@shop.test")
    assert attempts.admit(address="2001:db8:0:2::1", email="b@shop.test")


def test_tokens_and_keys_are_forgotten_a_month_after_their_end(office):
    sign_in(office)
    office.clock.advance(timedelta(hours=12, days=30))
    db = office.shop.db
    assert db.write_now(prune_tokens) == 0
    office.clock.advance(timedelta(seconds=1))
    assert db.write_now(prune_tokens) == 1
    db.write_now(claim_key, key="a")
    assert db.write_now(prune_keys) == 0
    office.clock.advance(timedelta(days=30, seconds=1))
    assert db.write_now(prune_keys) == 1


def test_a_token_ends_by_itself(office):
    token = sign_in(office)["accessToken"]
    office.clock.advance(timedelta(hours=12) - timedelta(seconds=1))
    assert office.ask(ME, token=token)["me"]["role"] == "OWNER"
    office.clock.advance(timedelta(seconds=1))
    assert office.code(ME, token=token) == "UNAUTHENTICATED"


def test_signing_out_revokes_the_token_in_use_alone(office):
    first, second = sign_in(office)["accessToken"], sign_in(office)["accessToken"]
    answer = office.ask("mutation { staffSignOut { signedOut userErrors { code } } }", token=first)
    assert answer == {"staffSignOut": {"signedOut": True, "userErrors": []}}
    assert office.code(ME, token=first) == "UNAUTHENTICATED"
    assert office.ask(ME, token=second)["me"]["role"] == "OWNER"


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer cst_",
        "Bearer cst_" + "0" * 64,
        "Basic b3duZXI6eA==",
        "cst_0",
        "Bearer é",
        "",
    ],
)
def test_other_credentials_are_refused_outright(small_office, header):
    headers = {"authorization": header.encode("latin-1")}
    payload = {"query": "{ __typename }"}
    response = small_office.send(json=payload, headers=headers)
    assert response.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    modern = headers | {"accept": "application/graphql-response+json"}
    assert small_office.send(json=payload, headers=modern).status_code == 401


def test_the_use_of_a_token_is_noted_once_in_five_minutes(office):
    tokens = "{ me { tokens { label lastUsedAt } } }"

    def used():
        return office.ask(tokens)["me"]["tokens"]

    assert used() == [{"label": "tests", "lastUsedAt": "2026-03-02T12:00:00Z"}]
    office.clock.advance(timedelta(minutes=4))
    assert used() == [{"label": "tests", "lastUsedAt": "2026-03-02T12:00:00Z"}]
    office.clock.advance(timedelta(minutes=1))
    assert used() == [{"label": "tests", "lastUsedAt": "2026-03-02T12:05:00Z"}]
