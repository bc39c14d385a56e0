"""Downloads reach the public internet and nothing else; on the loopback only where a test allows it."""

import ipaddress
import socket
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import pytest
from comptoir.interchange.fetching import FetchError, GuardedFetcher, is_public
from PIL import Image

from tests.interchange.files import shirt, write_csv

LOOPBACK = ipaddress.ip_network("127.0.0.1/32")


def picture():
    out = BytesIO()
    Image.new("RGB", (5, 4), "teal").save(out, "PNG")
    return out.getvalue()


class Pictures(BaseHTTPRequestHandler):
    """Serves a picture, a large file, and redirects."""

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        moved = {"/moved": "/teal.png", "/inward": "http://127.0.0.2/teal.png", "/loop": "/loop",
                 "/file": "file:///etc/passwd"}  # fmt: skip
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        content = {"/teal.png": picture(), "/large": b"x" * 4096}.get(self.path)
        self.send_response(200 if content else 404)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    running = ThreadingHTTPServer(("127.0.0.1", 0), Pictures)
    running.daemon_threads = True
    running.asked = []
    running.url = f"http://127.0.0.1:{running.server_port}"
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield running
    running.shutdown()
    thread.join()
    running.server_close()


@contextmanager
def fetcher(**options):
    made = GuardedFetcher(**options)
    try:
        yield made
    finally:
        made.close()


PRIVATE = [
    "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254",
    "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "2002:7f00:1::",
    "2001:db8::1",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe", "::ffff:9.9.9.9"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1",
     "169.254.169.254", "[fe80::1]", "[fd00::1]"],
)  # fmt: skip
def test_hosts_inside_are_refused_before_anything_is_sent(server, host):
    with fetcher() as fetch, pytest.raises(FetchError, match="is not on the public internet"):
        fetch(f"http://{host}:{server.server_port}/teal.png")
    assert server.asked == []


def test_a_host_with_one_address_inside_is_refused(server, monkeypatch):
    both = [(socket.AF_INET, 1, 6, "", (each, 80)) for each in ("9.9.9.9", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    with fetcher() as fetch, pytest.raises(FetchError, match="is not on the public internet"):
        fetch(f"http://pictures.example:{server.server_port}/teal.png")


def test_the_connection_goes_to_the_address_that_was_checked(server, monkeypatch):
    real = socket.getaddrinfo
    asked = []

    def resolve(host, *args, **kwargs):
        asked.append(host)
        return real("127.0.0.1" if host == "pictures.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with fetcher(allowed=[LOOPBACK]) as fetch:
        assert fetch(f"http://pictures.example:{server.server_port}/teal.png") == picture()
    assert asked.count("pictures.example") == 1
    assert server.asked == [("/teal.png", f"pictures.example:{server.server_port}")]


def test_redirects_are_followed_and_checked_again(server):
    with fetcher(allowed=[LOOPBACK]) as fetch:
        assert fetch(f"{server.url}/moved") == picture()
        for path, message in (
            ("/inward", "the host '127.0.0.2' is not on the public internet"),
            ("/loop", "it redirects more than 5 times"),
            ("/file", "'file:///etc/passwd' is not an http or https address"),
            ("/none", "its server answers 404"),
        ):
            with pytest.raises(FetchError) as refusal:
                fetch(server.url + path)
            assert refusal.value.message == message


def test_large_files_and_large_sums_are_cut_off(server):
    with fetcher(allowed=[LOOPBACK], max_bytes=1024) as fetch, pytest.raises(FetchError, match="larger than"):
        fetch(f"{server.url}/large")
    with fetcher(allowed=[LOOPBACK], max_total=5000) as fetch:
        fetch(f"{server.url}/large")
        with pytest.raises(FetchError, match="too many bytes together"):
            fetch(f"{server.url}/large")


def test_an_import_fetches_pictures_and_warns_of_those_it_cannot_have(lone, server, tmp_path):
    row = shirt(**{"Image Src": f"{server.url}/teal.png", "Variant Image": f"{server.url}/none.png"})
    path = write_csv(tmp_path / "a.csv", [row])
    with fetcher(allowed=[LOOPBACK]) as fetch:
        report = lone.load(path, fetch=fetch, fetch_images=True)
        assert (report.created, report.errors) == (1, [])
        assert report.warnings == [f"line 2: {server.url}/none.png: its server answers 404"]
        assert lone.load(path, fetch=fetch, fetch_images=True).unchanged == 1
    first, second = (row["Product image URL"] for row in lone.rows())
    assert first.startswith("/media/")
    assert first.endswith("/teal.png")
    assert second == f"{server.url}/none.png"


def test_without_the_option_nothing_is_fetched(lone, server, tmp_path):
    path = write_csv(tmp_path / "a.csv", [shirt(**{"Image Src": f"{server.url}/teal.png"})])
    with fetcher(allowed=[LOOPBACK]) as fetch:
        assert lone.load(path, fetch=fetch).created == 1
    assert server.asked == []
    assert lone.rows()[0]["Product image URL"] == f"{server.url}/teal.png"
