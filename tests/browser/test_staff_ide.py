"""The GraphQL IDE of staff: behind a sign-in, with the token in the page alone."""

import re

import pytest
from comptoir.app import serve
from comptoir.staff.accounts import add_account
from comptoir.staff.passwords import hash_now
from comptoir.staff.permissions import Role
from comptoir.testing import open_shop
from playwright.sync_api import expect

from tests.rig.browser import tab
from tests.rig.serving import serving

PASSWORD = "correct horse battery"
STORED = "() => JSON.stringify({...localStorage, ...sessionStorage}) + document.cookie"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with open_shop(tmp_path_factory.mktemp("staff-ide"), base_url="") as opened:
        opened.shop.db.write_now(
            add_account,
            email="ana@shop.test",
            name="Ana",
            role=Role.OWNER,
            password_digest=hash_now(PASSWORD),
        )
        with serving(serve(opened.shop)) as found:
            yield f"{found}/graphql/staff"


def sign_in(page, password):
    page.get_by_label("E-mail").fill("ana@shop.test")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.browser
def test_staff_sign_in_ask_and_are_signed_out_by_a_reload(browser, address):
    with tab(browser) as page:
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(address)
        sign_in(page, "wrong horse battery")
        expect(page.get_by_role("alert")).to_have_text("the address or the password is wrong", timeout=30_000)
        sign_in(page, PASSWORD)
        page.locator(".graphiql-execute-button").click(timeout=60_000)
        expect(page.locator(".result-window")).to_contain_text(re.compile("OWNER"), timeout=60_000)
        expect(page.locator("#sign-in")).to_have_count(0)
        stored = page.evaluate(STORED)
        assert "cst_" not in stored
        assert PASSWORD not in stored
        page.reload()
        expect(page.get_by_label("Password")).to_be_visible(timeout=30_000)
        assert page.strays == []
        assert faults == []
