"""`comptoir staff`: the first owner, and whoever was locked out."""

import pytest
from comptoir.cli.main import app
from comptoir.errors import ComptoirError
from comptoir.staff.audit import find_audit
from comptoir.testing import settings_of
from typer.testing import CliRunner

PASSWORD = "correct horse battery"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `comptoir staff` in a folder of its own; refusals are raised."""
    disabled = settings_of(tmp_path).plugins.disabled
    monkeypatch.setenv("COMPTOIR_DATA_DIR", str(tmp_path / "shop"))
    monkeypatch.setenv("COMPTOIR_PLUGINS__DISABLED", str(sorted(disabled)).replace("'", '"'))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments, typed=""):
        result = CliRunner().invoke(app, ["staff", *arguments], input=typed)
        if isinstance(result.exception, ComptoirError):
            raise result.exception
        assert result.exit_code == 0, result.output
        return result.output

    return call


@pytest.fixture
def ask(furnish, tmp_path):
    """Ask the shop of the command line over HTTP, without an account of the tests."""
    from comptoir.testing import make_shop

    from tests.staff.office import Office

    shops = []

    def call(query, variables=None, token=None):
        shop = make_shop(tmp_path / "shop")
        shops.append(shop)
        office = Office(shop, clock=None, accounts={}, tokens={})
        return office.body(query, variables, role=None, token=token)

    yield call
    for shop in shops:
        shop.db.close_now()


SIGN_IN = """mutation ($password: String!) { staffSignIn(email: "ana@shop.example", password: $password) {
  accessToken userErrors { code } } }"""


def add(run, email="ana@shop.example", role="owner", *, typed=PASSWORD + "\n"):
    return run("add", email, "--name", "Ana", "--role", role, typed=typed)


def test_the_first_owner_is_added_and_signs_in(run, ask):
    assert "comptoir staff add" in run("list")
    assert add(run) == "ana@shop.example is added as owner.\n"
    line = run("list").splitlines()[1].split()
    assert line == ["1", "ana@shop.example", "Ana", "owner", "password", "active"]
    signed = ask(SIGN_IN, {"password": PASSWORD})["data"]["staffSignIn"]
    assert ask("{ me { role } }", token=signed["accessToken"])["data"] == {"me": {"role": "OWNER"}}


def test_roles_passwords_and_tokens_are_changed_and_told_to_the_log(run, ask, tmp_path):
    add(run)
    add(run, "bo@shop.example", "support")
    assert run("role", "bo@shop.example", "auditor") == "bo@shop.example is auditor now.\n"
    token = run("token", "bo@shop.example", "--label", "reports", "--days", "7").splitlines()[1]
    assert ask("{ me { role } }", token=token)["data"] == {"me": {"role": "AUDITOR"}}
    assert "revoked" in run("password", "ana@shop.example", typed="another fine one\n")
    assert ask(SIGN_IN, {"password": PASSWORD})["data"]["staffSignIn"]["accessToken"] is None
    assert run("disable", "bo@shop.example") == "bo@shop.example is disabled.\n"
    assert ask("{ me { role } }", token=token)["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    from comptoir.testing import make_shop

    shop = make_shop(tmp_path / "shop")
    told = [(entry.actor_kind, entry.action) for entry in shop.db.read_now(find_audit, count=50)][::-1]
    shop.db.close_now()
    assert told[:6] == [
        ("system", "staff.added"),
        ("system", "staff.added"),
        ("system", "staff.changed"),
        ("system", "token.issued"),
        ("system", "staff.password_changed"),
        ("system", "staff.disabled"),
    ]


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (("add", "ana@shop.example", "--name", "A", "--role", "owner"), PASSWORD, "TAKEN"),
        (("add", "bo@shop.example", "--name", "A", "--role", "owner"), "short", "PASSWORD_WEAK"),
        (("add", "nonsense", "--name", "A", "--role", "owner", "--without-password"), "", "INVALID"),
        (("role", "ana@shop.example", "support"), "", "LAST_OWNER"),
        (("disable", "ana@shop.example"), "", "LAST_OWNER"),
        (("role", "nobody@shop.example", "support"), "", "NOT_FOUND"),
        (("token", "nobody@shop.example", "--label", "x"), "", "NOT_FOUND"),
    ],
)
def test_what_cannot_be_done_is_told(run, arguments, typed, code):
    add(run)
    with pytest.raises(ComptoirError) as caught:
        run(*arguments, typed=typed)
    assert caught.value.code == code
    assert run("list").count("shop.example") == 1
