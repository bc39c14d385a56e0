"""The demonstration shop on a real port, and tabs that watch what a page does."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from comptoir.app import serve
from comptoir.startup import start_shop

from tests.rig.browser import tab
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDE = {"width": 1440, "height": 900}
NARROW = {"width": 375, "height": 780}


class MovedClock:
    """The machine's clock, moved ahead when told."""

    def __init__(self):
        self.ahead = timedelta()

    def now(self):
        return datetime.now(UTC) + self.ahead


@pytest.fixture(scope="session")
def moved_clock():
    return MovedClock()


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory, moved_clock):
    return start_shop(demo_settings(demo_folder(tmp_path_factory)), clock=moved_clock)


@pytest.fixture(scope="session")
def address(demo_shop):
    with serving(serve(demo_shop)) as found:
        yield found


@pytest.fixture
def later(moved_clock):
    """Give a function that moves the shop's clock ahead, until the test is over."""
    yield lambda **by: setattr(moved_clock, "ahead", timedelta(**by))
    moved_clock.ahead = timedelta()


@pytest.fixture
def open_tab(browser, address):
    """Give a function that opens a tab; when it closes, no error was logged and no other host was asked."""

    @contextmanager
    def opened(*, viewport=WIDE, locale="en-GB", **options):
        with tab(browser, viewport=viewport, locale=locale, base_url=address, **options) as page:
            page.complaints = []
            page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.set_default_timeout(30_000)
            yield page
            assert page.strays == []
            assert page.complaints == []

    return opened


def violations(page):
    """Return what axe finds wrong with a page, as rule and elements."""
    # Its own world: the page's policy forbids scripts that are not its own.
    session = page.context.new_cdp_session(page)
    frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    world = session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "axe"})
    where = {"contextId": world["executionContextId"]}
    session.send("Runtime.evaluate", {"expression": AXE, **where})
    told = "r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)])"
    run = f"axe.run(document, {{runOnly: {RULES!r}}}).then({told})"
    answer = session.send(
        "Runtime.evaluate", {"expression": run, "awaitPromise": True, "returnByValue": True, **where}
    )
    session.detach()
    return answer["result"]["value"]
