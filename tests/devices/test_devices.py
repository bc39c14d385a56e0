"""Devices: a screen of the shop's own gets a token once, and learns from it where it stands."""

import asyncio
from dataclasses import replace

import pytest
from comptoir.cli.main import app
from comptoir.devices.commands import enrol_device, revoke_device
from comptoir.devices.models import DEVICES
from comptoir.devices.queries import find_devices
from comptoir.errors import DomainError
from comptoir.inventory import LocationDraft, save_location
from comptoir.testing import open_shop
from sqlalchemy import select
from typer.testing import CliRunner

DEVICE = "query ($token: String!) { device(token: $token) { id name channel location { id name address { city } } } }"
STORE = LocationDraft(handle="lyon", name="Lyon", kind="store", city="Lyon", pickup_enabled=True)


@pytest.fixture
def shop(tmp_path, clock, empty_database_url):
    with open_shop(tmp_path / "shop", clock=clock, database_url=empty_database_url) as opened:
        opened.shop.db.write_now(save_location, draft=STORE)
        yield opened


def enrol(shop, **given):
    given = {"name": "Kiosk by the door", "channel": "kiosk", "location": "lyon"} | given
    return shop.shop.db.write_now(enrol_device, **given)


def ask(shop, token):
    return shop.data(DEVICE, token=token)["device"]


def test_a_token_tells_a_device_where_it_stands(shop):
    enrolled = enrol(shop, name="  Kiosk  by the door ")
    device = ask(shop, enrolled.token)
    location = device.pop("location")
    assert device == {"id": enrolled.id, "name": "Kiosk by the door", "channel": "kiosk"}
    assert location["id"].startswith("gid://shopify/Location/")
    assert location | {"id": ""} == {"id": "", "name": "Lyon", "address": {"city": "Lyon"}}


def test_only_a_digest_of_the_token_is_kept(shop):
    token = enrol(shop).token
    assert len(token) == 40
    row = shop.shop.db.read_now(lambda tx: tx.first(select(DEVICES)))
    assert token not in str(row)


def test_every_device_has_a_token_of_its_own(shop):
    first, second = enrol(shop), enrol(shop, channel="pos")
    assert first.token != second.token
    assert (ask(shop, first.token)["channel"], ask(shop, second.token)["channel"]) == ("kiosk", "pos")


@pytest.mark.parametrize("token", ["", "x", "0" * 40, "'", "é", "\u0000", "x" * 100_000])
def test_an_unknown_token_tells_nothing(shop, token):
    enrol(shop)
    assert ask(shop, token) is None


SIGN_IN = """
mutation ($token: String!, $session: String, $takeOver: Boolean! = false) {
  deviceSignIn(token: $token, session: $session, takeOver: $takeOver) {
    session device { name signedInElsewhere } userErrors { code field message }
  }
}
"""
SEEN = "query ($token: String!, $session: String) { device(token: $token, session: $session) { signedInElsewhere } }"
IN_USE = {"code": "IN_USE", "field": ["token"], "message": "another screen is signed in with this token"}


def sign_in(shop, token, **given):
    """Return the session that signing in gave, and the errors."""
    payload = shop.data(SIGN_IN, token=token, **given)["deviceSignIn"]
    return payload["session"], payload["userErrors"]


def elsewhere(shop, token, session=None):
    return shop.data(SEEN, token=token, session=session)["device"]["signedInElsewhere"]


def test_a_device_has_one_session_and_another_screen_is_refused(shop):
    token = enrol(shop).token
    assert elsewhere(shop, token) is False
    first, errors = sign_in(shop, token)
    assert errors == []
    assert sign_in(shop, token) == (None, [IN_USE])
    assert sign_in(shop, token, session="0" * 40) == (None, [IN_USE])
    assert [elsewhere(shop, token, session) for session in (first, None, "", "0" * 40)] == [
        False,
        True,
        True,
        True,
    ]


def test_who_takes_over_ends_the_session_before(shop):
    token, other = enrol(shop).token, enrol(shop).token
    first, _ = sign_in(shop, token)
    untouched, _ = sign_in(shop, other)
    second, errors = sign_in(shop, token, takeOver=True)
    assert errors == []
    assert second != first
    assert [elsewhere(shop, token, session) for session in (first, second)] == [True, False]
    assert elsewhere(shop, other, untouched) is False
    assert sign_in(shop, token, session=first) == (None, [IN_USE])


def test_a_screen_signs_in_anew_with_its_own_session(shop):
    token = enrol(shop).token
    first, _ = sign_in(shop, token)
    again, errors = sign_in(shop, token, session=first)
    assert errors == []
    assert [elsewhere(shop, token, session) for session in (first, again)] == [True, False]


def test_of_screens_that_sign_in_at_once_one_wins(shop):
    async def run(token):
        return await asyncio.gather(*(shop.answer(SIGN_IN, {"token": token}) for _ in range(6)))

    payloads = [answer["data"]["deviceSignIn"] for answer in asyncio.run(run(enrol(shop).token))]
    assert sum(payload["session"] is not None for payload in payloads) == 1
    assert [payload["userErrors"] for payload in payloads if payload["session"] is None] == [[IN_USE]] * 5


@pytest.mark.parametrize("token", ["", "x", "0" * 40, "\u0000", "x" * 100_000])
def test_nobody_signs_in_with_an_unknown_token(shop, token):
    kept = enrol(shop).token
    session, errors = sign_in(shop, token, takeOver=True)
    assert (session, [error["code"] for error in errors]) == (None, ["NOT_FOUND"])
    assert elsewhere(shop, kept) is False


def test_nobody_signs_in_with_a_revoked_token(shop):
    device = enrol(shop)
    sign_in(shop, device.token)
    shop.shop.db.write_now(revoke_device, number=device.number)
    assert [error["code"] for error in sign_in(shop, device.token, takeOver=True)[1]] == ["NOT_FOUND"]


def test_only_a_digest_of_the_session_is_kept(shop):
    session, _ = sign_in(shop, enrol(shop).token)
    row = shop.shop.db.read_now(lambda tx: tx.first(select(DEVICES)))
    assert session not in str(row)


def test_a_revoked_token_tells_nothing_and_others_go_on(shop):
    gone, kept = enrol(shop), enrol(shop)
    shop.shop.db.write_now(revoke_device, number=gone.number)
    assert ask(shop, gone.token) is None
    assert ask(shop, kept.token) is not None
    with pytest.raises(DomainError) as caught:
        shop.shop.db.write_now(revoke_device, number=gone.number)
    assert caught.value.code == "NOT_FOUND"


def test_a_device_at_a_closed_location_stands_nowhere(shop):
    token = enrol(shop).token
    shop.shop.db.write_now(save_location, draft=replace(STORE, active=False))
    assert ask(shop, token)["location"] is None


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"name": ""}, "INVALID", ("name",)),
        ({"name": "  "}, "INVALID", ("name",)),
        ({"name": "x" * 81}, "INVALID", ("name",)),
        ({"name": "bell\x07"}, "INVALID", ("name",)),
        ({"channel": ""}, "INVALID", ("channel",)),
        ({"channel": "Kiosk!"}, "INVALID", ("channel",)),
        ({"location": "paris"}, "NOT_FOUND", ("location",)),
        ({"location": ""}, "NOT_FOUND", ("location",)),
    ],
)
def test_a_device_that_cannot_be_is_not_enrolled(shop, given, code, field):
    with pytest.raises(DomainError) as caught:
        enrol(shop, **given)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert shop.shop.db.read_now(find_devices) == []


def test_an_unknown_location_is_answered_with_those_there_are(shop):
    with pytest.raises(DomainError) as caught:
        enrol(shop, location="paris")
    assert caught.value.message == "there is no location 'paris'; there are: depot, lyon"


@pytest.fixture
def comptoir(tmp_path, monkeypatch):
    """Run the command line on a shop with the web channel."""
    with open_shop(tmp_path, catalogue=False) as opened:
        opened.shop.db.write_now(save_location, draft=STORE)
    monkeypatch.setenv("COMPTOIR_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, ["device", *words])


def test_the_command_line_enrols_lists_and_revokes(comptoir):
    assert "no devices are enrolled" in comptoir("list").output
    result = comptoir("enrol", "Till", "--channel", "web", "--location", "lyon")
    assert result.exit_code == 0
    token = result.output.splitlines()[-1]
    assert len(token) == 40
    listed = comptoir("list").output
    assert token not in listed
    assert [word in listed for word in ("Till", "web", "Lyon", "in use")] == [True] * 4
    assert comptoir("revoke", "1").output.splitlines()[-1] == "Device 1 is revoked."
    assert "revoked" in comptoir("list").output
    again = comptoir("revoke", "1")
    assert again.exception.message == "there is no device 1 that is in use"


def test_the_command_line_places_a_reader_beside_a_device_and_takes_it_away(comptoir, monkeypatch):
    monkeypatch.setenv("COMPTOIR_SANDBOX_PAYMENTS", "true")
    comptoir("enrol", "Till", "--channel", "web", "--location", "lyon")
    for token in ("sandbox-reader", "sandbox-declined"):
        placed = comptoir("reader", "1", token, "--provider", "sandbox")
        assert (placed.exit_code, placed.output) == (0, f"Device 1 has the reader {token}.\n")
        assert f"sandbox: {token}" in comptoir("list").output
    gone = comptoir("reader", "1")
    assert (gone.exit_code, gone.output) == (0, "Device 1 has no reader.\n")
    assert "sandbox" not in comptoir("list").output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("1", "tmr_1"), "'stripe' drives no readers in this shop; these do: sandbox"),
        (
            ("1", "tmr_1", "--provider", "nobody"),
            "'nobody' drives no readers in this shop; these do: sandbox",
        ),
        (("7", "sandbox-reader", "--provider", "sandbox"), "there is no device 7 that is in use"),
        (("7",), "there is no device 7 that is in use"),
        (("1", "two\nlines", "--provider", "sandbox"), "a reader's token"),
    ],
)
def test_the_command_line_says_why_it_places_no_reader(comptoir, monkeypatch, words, message):
    monkeypatch.setenv("COMPTOIR_SANDBOX_PAYMENTS", "true")
    comptoir("enrol", "Till", "--channel", "web", "--location", "lyon")
    comptoir("reader", "1", "sandbox-reader", "--provider", "sandbox")
    refused = comptoir("reader", *words)
    assert refused.exit_code == 1
    assert refused.exception.message.startswith(message)
    assert "sandbox: sandbox-reader" in comptoir("list").output


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--channel", "none", "--location", "lyon"), "no channel 'none' is installed; installed are: "),
        (("--channel", "web", "--location", "oslo"), "there is no location 'oslo'; there are: lyon"),
    ],
)
def test_the_command_line_says_why_it_enrols_nothing(comptoir, words, message):
    result = comptoir("enrol", "Till", *words)
    assert result.exit_code == 1
    assert result.exception.message.startswith(message)
    assert "no devices are enrolled" in comptoir("list").output
