"""`/channels` and `/doors`: pages of the core's own, for people."""

import socket
from urllib.parse import urlsplit

import html5lib
import pytest
from comptoir.app import serve
from comptoir.doors.addresses import is_loopback, lan_address, served_at, with_host
from comptoir.frontkit.site.qr import qr_svg
from starlette.testclient import TestClient

from tests.channels.conftest import ROOT, STALL

EN, FR = {"accept-language": "en-GB"}, {"accept-language": "fr-CH, en;q=0.5"}


@pytest.fixture
def get(open_with):
    def make(path, headers=EN, *, plugins=(STALL, ROOT), base="http://shop.example", **settings):
        opened = open_with(*plugins, **{"base_url": "", "doors": True} | settings)
        return TestClient(serve(opened.shop), base_url=base).get(path, headers=headers)

    return make


def parsed(response):
    """Return the document; raises for anything that is not well-formed HTML."""
    assert response.status_code == 200
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.text)


def texts(element):
    return " ".join(" ".join(element.itertext()).split())


def test_the_matrix_shows_every_channel_and_what_to_do_instead(get):
    rows = parsed(get("/channels")).findall(".//tr")
    assert [texts(cell) for cell in rows[0]] == ["", "Market stall", "Root"]
    found = {texts(row[0]): [texts(cell) for cell in row[1:]] for row in rows[1:]}
    assert len(found) == 14
    assert found["Look round browse"] == ["✓ Yes", "Not said"]
    assert found["Check out checkout"] == ["Instead: Pay the person <behind> the table.", "Not said"]
    assert found["Print printing"] == ["Not said", "Not said"]


@pytest.mark.parametrize("path", ["/channels", "/doors"])
def test_pages_speak_french_to_those_who_ask_for_it(get, path):
    response = get(path, FR)
    document = parsed(response)
    assert document.get("lang") == "fr"
    assert response.headers["vary"] == "accept-language"
    english = ("What each", "Not said", "Instead", "Open one", "One counter", "A phone")
    assert [text for text in english if text in texts(document)] == []


@pytest.mark.parametrize("path", ["/channels", "/doors"])
def test_pages_keep_to_themselves(get, path):
    response = get(path)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    document = parsed(response)
    assert [e.tag for e in document.iter() if e.tag == "script" or "style" in e.attrib] == []
    links = [e.get("href") for e in document.iter("link")]
    assert links == ["data:,", "/channels/theme.css", "/channels/style.css"]


@pytest.mark.parametrize("path", ["/channels/theme.css", "/channels/style.css"])
def test_style_sheets_are_served(get, path):
    response = get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/css; charset=utf-8"


def test_doors_show_each_channel_with_a_sentence_and_a_code(get):
    document = parsed(get("/doors"))
    doors = document.findall(".//li[@class='door']")
    assert [texts(door) for door in doors] == [
        "Market stall A table under the trees. http://shop.example/stall",
        "Root The front. http://shop.example/",
    ]
    codes = [[e for e in door.iter() if str(e.tag).endswith("}svg")] for door in doors]
    assert [[code.get("aria-label") for code in found] for found in codes] == [
        ["Code that opens Market stall on a phone"],
        ["Code that opens Root on a phone"],
    ]
    assert [link.get("href") for link in document.findall(".//h2/a")] == ["/stall", "/"]
    assert document.findall(".//div[@role='note']") == []


def test_codes_hold_the_public_address_where_there_is_one(get):
    response = get("/doors", base_url="https://public.example/")
    label = "Code that opens Market stall on a phone"
    assert qr_svg("https://public.example/stall", label=label) in response.text
    assert "http://shop.example" not in response.text


def test_who_opens_the_page_on_the_machine_itself_is_told_about_phones(get):
    note = parsed(get("/doors", base="http://127.0.0.1:8000")).find(".//div[@role='note']")
    assert "A phone cannot open http://127.0.0.1:8000" in texts(note)
    assert "comptoir demo --host 0.0.0.0" in texts(note)


def test_doors_are_shut_where_the_settings_do_not_open_them(get):
    assert get("/doors", plugins=(STALL,), doors=False).status_code == 404
    assert "Doors" not in get("/channels", plugins=(STALL,), doors=False).text


@pytest.mark.parametrize("path", ["/channels", "/doors"])
def test_a_shop_without_channels_says_what_to_do(get, path):
    assert "No channel is installed." in get(path, plugins=()).text


@pytest.mark.parametrize(
    ("base", "loopback"),
    [
        ("http://127.0.0.1:8000", True),
        ("http://localhost", True),
        ("http://shop.localhost:1", True),
        ("http://[::1]:8000", True),
        ("http://0.0.0.0:8000", True),
        ("http://192.168.1.5:8000", False),
        ("https://shop.example", False),
    ],
)
def test_addresses_of_this_machine_alone_are_known(base, loopback):
    assert is_loopback(base) is loopback


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("shop.example", "http://shop.example:8000"),
        ("::1", "http://[::1]:8000"),
    ],
)
def test_a_shop_is_opened_where_it_listens(host, address):
    assert served_at(host, 8000) == address


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_a_shop_that_listens_everywhere_is_opened_at_an_address_of_this_machine(host):
    with socket.create_server(("0.0.0.0", 0)) as listening:
        port = listening.getsockname()[1]
        address = served_at(host, port)
        assert address == f"http://{lan_address() or '127.0.0.1'}:{port}"
        socket.create_connection((urlsplit(address).hostname, port), timeout=30).close()


def test_an_address_keeps_its_scheme_and_port_with_another_host():
    assert with_host("http://127.0.0.1:8000", "192.168.1.5") == "http://192.168.1.5:8000"
    assert with_host("https://localhost", "192.168.1.5") == "https://192.168.1.5"
