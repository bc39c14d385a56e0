"""Devices: a screen of the shop's own gets a token once, and learns from it where it stands."""

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
