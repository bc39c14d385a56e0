"""The demonstration shop on a real port, and phones without scripts."""

import pytest
from comptoir.app import serve
from comptoir.startup import start_shop

from tests.plugins.web.conftest import Visitor, text
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving


class Phone(Visitor):
    """A browser without scripts on the mobile channel."""

    def token(self):
        return self.page("/mobile/scan").find(".//input[@name='csrf']").get("value")

    def add(self, handle="quai-straight-jeans", **options):
        chosen = {f"option:{name}": value for name, value in options.items()}
        return self.submit("/mobile/cart/add", handle=handle, quantity="1", **chosen)

    def lines(self):
        """Return the bag's lines: title, options, quantity."""
        page = self.page("/mobile/cart")
        return [
            (
                text(row.find(".//h2")),
                text(row.find(".//p")),
                text(row.find(".//*[@class='stepper__number']")),
            )
            for row in page.findall(".//li[@class='line']")
        ]

    def line_id(self):
        return self.page("/mobile/cart").find(".//input[@name='line']").get("value")


JEANS = {"Color": "Indigo", "Size": "30"}
ENGLISH = {"accept-language": "en"}


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory):
    return start_shop(demo_settings(demo_folder(tmp_path_factory)))


@pytest.fixture(scope="session")
def address(demo_shop):
    with serving(serve(demo_shop)) as found:
        yield found


@pytest.fixture
def phone(address):
    with Phone(base_url=address, timeout=30, headers=ENGLISH) as client:
        yield client


@pytest.fixture
def other(address):
    """Another device of another session."""
    with Phone(base_url=address, timeout=30, headers=ENGLISH) as client:
        yield client
