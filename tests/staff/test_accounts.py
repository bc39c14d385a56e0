"""Accounts of staff: added, changed, locked out; the shop is never without an owner."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from comptoir.errors import DomainError
from comptoir.staff.accounts import change_account, disable_account, find_accounts
from comptoir.staff.models import ACCOUNTS
from comptoir.staff.permissions import Role
from sqlalchemy import select

from tests.staff.office import PASSWORD

ADD = """mutation ($input: StaffAccountInput!) { staffAccountCreate(input: $input) {
  account { id email name role hasPassword disabledAt } userErrors { code field } } }"""
UPDATE = """mutation ($id: ID!, $name: String, $role: StaffRole, $reason: String) {
  staffAccountUpdate(id: $id, name: $name, role: $role, reason: $reason) {
    account { name role } userErrors { code field } } }"""
DISABLE = """mutation ($id: ID!) { staffAccountDisable(id: $id, reason: "left") {
  account { disabledAt permissions } userErrors { code field } } }"""
ENABLE = "mutation ($id: ID!) { staffAccountEnable(id: $id) { account { disabledAt } userErrors { code } } }"
SET = """mutation ($id: ID!, $password: String!) { staffPasswordSet(id: $id, password: $password) {
  account { id } userErrors { code field } } }"""
CHANGE = """mutation ($current: String!, $password: String!) {
  staffPasswordChange(current: $current, password: $password) { changed userErrors { code field } } }"""
SIGN_IN = """mutation ($email: String!, $password: String!) {
  staffSignIn(email: $email, password: $password) { accessToken userErrors { code } } }"""
ME = "{ me { id role } }"
ANA = {"email": "Ana@Shop.test", "name": " Ana  Duarte ", "role": "SUPPORT", "password": PASSWORD}


def sign_in(office, email, password=PASSWORD):
    found = office.ask(SIGN_IN, {"email": email, "password": password}, role=None)["staffSignIn"]
    return found["accessToken"]


def test_an_owner_adds_a_member_of_staff_who_can_sign_in(office):
    added = office.ask(ADD, {"input": ANA})["staffAccountCreate"]
    ident = added["account"].pop("id")
    assert added == {
        "account": {
            "email": "ana@shop.test",
            "name": "Ana Duarte",
            "role": "SUPPORT",
            "hasPassword": True,
            "disabledAt": None,
        },
        "userErrors": [],
    }
    assert office.ask(ME, token=sign_in(office, "ana@shop.test"))["me"] == {"id": ident, "role": "SUPPORT"}
    rows = office.shop.db.read_now(lambda tx: tx.all(select(ACCOUNTS)))
    assert PASSWORD not in str(rows)
    assert all(row.password_digest.startswith("$argon2id$") for row in rows)
    assert "argon2" not in str(office.audit())


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"email": "owner@shop.test"}, "TAKEN", ["email"]),
        ({"email": " OWNER@shop.test"}, "TAKEN", ["email"]),
        ({"email": "ana"}, "INVALID", ["email"]),
        ({"email": "ana@" + "x" * 300}, "INVALID", ["email"]),
        ({"name": " "}, "INVALID", ["name"]),
        ({"name": "A\u202eB"}, "INVALID", ["name"]),
        ({"password": "short"}, "PASSWORD_WEAK", ["password"]),
        ({"password": "a" * 12}, "PASSWORD_WEAK", ["password"]),
        ({"password": "ANA@shop.test"}, "PASSWORD_WEAK", ["password"]),
        ({"password": "x" * 201}, "PASSWORD_WEAK", ["password"]),
    ],
)
def test_an_account_with_a_fault_is_refused_and_nothing_is_changed(small_office, changes, code, field):
    before = small_office.shop.db.read_now(find_accounts), small_office.audit()
    payload = small_office.ask(ADD, {"input": ANA | changes})["staffAccountCreate"]
    assert payload == {"account": None, "userErrors": [{"code": code, "field": field}]}
    assert (small_office.shop.db.read_now(find_accounts), small_office.audit()) == before


def test_a_disabled_account_is_locked_out_at_once_and_its_old_tokens_stay_dead(office):
    account = office.accounts["support"]
    token = sign_in(office, account.email)
    disabled = office.ask(DISABLE, {"id": account.id})["staffAccountDisable"]
    assert disabled["account"] == {"disabledAt": "2026-03-02T12:00:00Z", "permissions": []}
    for dead in (token, office.tokens["support"]):
        assert office.code(ME, token=dead) == "UNAUTHENTICATED"
    assert sign_in(office, account.email) is None
    assert office.ask(ENABLE, {"id": account.id})["staffAccountEnable"]["account"] == {"disabledAt": None}
    assert office.code(ME, token=token) == "UNAUTHENTICATED"
    assert office.ask(ME, token=sign_in(office, account.email))["me"]["role"] == "SUPPORT"


def test_the_last_owner_stays_one(office):
    owner = office.accounts["owner"]
    expected = [{"code": "LAST_OWNER", "field": ["id"]}]
    demoted = office.ask(UPDATE, {"id": owner.id, "role": "AUDITOR"})["staffAccountUpdate"]
    assert demoted == {"account": None, "userErrors": expected}
    assert office.ask(DISABLE, {"id": owner.id})["staffAccountDisable"]["userErrors"] == expected
    assert office.ask(ME)["me"]["role"] == "OWNER"
    office.ask(UPDATE, {"id": office.accounts["support"].id, "role": "OWNER"})
    assert office.ask(UPDATE, {"id": owner.id, "role": "AUDITOR"})["staffAccountUpdate"]["userErrors"] == []
    assert office.ask(UPDATE, {"id": owner.id, "name": "X"}, role="support")["staffAccountUpdate"] == {
        "account": {"name": "X", "role": "AUDITOR"},
        "userErrors": [],
    }


def test_two_owners_who_demote_each_other_at_once_leave_one(office):
    db = office.shop.db
    second = office.accounts["support"].number
    db.write_now(change_account, number=second, role=Role.OWNER)

    def lock_out(number):
        try:
            db.write_now(disable_account, number=number)
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(lock_out, [office.accounts["owner"].number, second]))
    assert results == ["LAST_OWNER", "done"]
    active = [a for a in db.read_now(find_accounts) if a.role is Role.OWNER and a.disabled_at is None]
    assert len(active) == 1


def test_whoever_knows_a_password_can_replace_it_and_other_tokens_end(office):
    account = office.accounts["associate"]
    used, other = sign_in(office, account.email), sign_in(office, account.email)
    wrong = office.ask(CHANGE, {"current": "not this one", "password": "another fine one"}, token=used)
    assert wrong["staffPasswordChange"] == {
        "changed": False,
        "userErrors": [{"code": "INVALID_CREDENTIALS", "field": ["current"]}],
    }
    weak = office.ask(CHANGE, {"current": PASSWORD, "password": "short"}, token=used)["staffPasswordChange"]
    assert weak["userErrors"] == [{"code": "PASSWORD_WEAK", "field": ["password"]}]
    changed = office.ask(CHANGE, {"current": PASSWORD, "password": "another fine one"}, token=used)
    assert changed["staffPasswordChange"] == {"changed": True, "userErrors": []}
    assert office.ask(ME, token=used)["me"]["id"] == account.id
    assert office.code(ME, token=other) == "UNAUTHENTICATED"
    assert sign_in(office, account.email) is None
    assert sign_in(office, account.email, "another fine one")


def test_an_owner_sets_the_password_of_another_and_all_its_tokens_end(office):
    account = office.accounts["auditor"]
    set_it = office.ask(SET, {"id": account.id, "password": "a fresh password"})["staffPasswordSet"]
    assert set_it == {"account": {"id": account.id}, "userErrors": []}
    assert office.code(ME, role="auditor") == "UNAUTHENTICATED"
    assert sign_in(office, account.email, "a fresh password")
    assert office.ask(ME)["me"]["role"] == "OWNER"


def test_tokens_are_issued_listed_and_revoked(office):
    create = """mutation ($id: ID!, $label: String!, $days: Int!) {
      staffTokenCreate(accountId: $id, label: $label, days: $days) {
        accessToken token { id label expiresAt } userErrors { code field } } }"""
    account = office.accounts["merchandiser"]
    issued = office.ask(create, {"id": account.id, "label": "import", "days": 2})["staffTokenCreate"]
    assert issued["token"]["expiresAt"] == "2026-03-04T12:00:00Z"
    token = issued["accessToken"]
    assert office.ask(ME, token=token)["me"]["id"] == account.id
    revoke = (
        """mutation ($id: ID!) { staffTokenRevoke(id: $id) { token { revokedAt } userErrors { code } } }"""
    )
    revoked = office.ask(revoke, issued["token"])["staffTokenRevoke"]
    assert revoked == {"token": {"revokedAt": "2026-03-02T12:00:00Z"}, "userErrors": []}
    assert office.code(ME, token=token) == "UNAUTHENTICATED"
    assert token not in str(office.audit())
    for wrong in ({"days": 0}, {"days": 367}, {"days": 2**31 - 1}, {"label": " "}):
        given = {"id": account.id, "label": "x", "days": 1} | wrong
        assert office.ask(create, given)["staffTokenCreate"]["userErrors"][0]["code"] == "INVALID"


@pytest.mark.parametrize(
    "ident", ["gid://shopify/StaffAccount/999", "gid://shopify/StaffAccount/9007199254740991"]
)
def test_an_account_that_is_not_there_is_told_the_same_way_everywhere(small_office, ident):
    for document, name in ((UPDATE, "staffAccountUpdate"), (DISABLE, "staffAccountDisable")):
        assert small_office.ask(document, {"id": ident})[name]["userErrors"] == [
            {"code": "NOT_FOUND", "field": ["id"]}
        ]
    given = {"id": ident, "password": PASSWORD}
    assert small_office.ask(SET, given)["staffPasswordSet"]["userErrors"][0]["code"] == "NOT_FOUND"


@pytest.mark.parametrize(
    "ident",
    [
        "1",
        "",
        "gid://shopify/Product/1",
        "gid://shopify/StaffAccount/0",
        "gid://shopify/StaffAccount/1?x",
        "gid://x/y",
    ],
)
def test_an_id_of_something_else_is_refused(small_office, ident):
    if ident.endswith("?x"):
        assert small_office.ask(UPDATE, {"id": ident})["staffAccountUpdate"]["userErrors"] == []
        return
    assert small_office.code(UPDATE, {"id": ident}) == "BAD_USER_INPUT"
