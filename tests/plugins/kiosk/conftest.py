"""The demonstration shop on a real port, and kiosks without scripts."""

import pytest
from comptoir.app import serve
from comptoir.startup import start_shop

from tests.plugins.web.conftest import Visitor, text
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving

JEANS = "quai-straight-jeans"
ENGLISH = {"accept-language": "en"}


class Kiosk(Visitor):
    """A kiosk's browser without scripts."""

    def token(self):
        """Return a token for forms, from the screen's first page."""
        return self.page("/kiosk/handoff").find(".//input[@name='csrf']").get("value")

    def add(self, handle=JEANS):
        page = self.page(f"/kiosk/products/{handle}")
        number = page.find(".//input[@name='variant']").get("value")
        return self.submit("/kiosk/cart/add", handle=handle, variant=number)

    def lines(self):
        """Return the bag's lines: title and quantity."""
        page = self.page("/kiosk/cart")
        return [
            (text(row.find(".//h2")), text(row.find(".//*[@class='stepper__number']")))
            for row in page.findall(".//li[@class='line']")
        ]

    def line_id(self):
        return self.page("/kiosk/cart").find(".//input[@name='line']").get("value")


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory):
    return start_shop(demo_settings(demo_folder(tmp_path_factory)))


@pytest.fixture(scope="session")
def address(demo_shop):
    with serving(serve(demo_shop)) as found:
        yield found


@pytest.fixture
def kiosk(address):
    with Kiosk(base_url=address, timeout=30, headers=ENGLISH) as client:
        yield client


@pytest.fixture
def other(address):
    """Another kiosk of another session."""
    with Kiosk(base_url=address, timeout=30, headers=ENGLISH) as client:
        yield client
