"""What the web channel says of itself, and where it leads to the other channels."""

import pytest
from comptoir.app import serve
from comptoir.channels.capabilities import CAPABILITIES
from comptoir.startup import start_shop

from tests.plugins.web.conftest import Visitor
from tests.rig.demo_shop import demo_folder, demo_settings
from tests.rig.serving import serving

DOORS = ".//footer//a[@href='/doors']"


@pytest.fixture
def channel(demo_shop):
    return next(channel for channel in demo_shop.channels if channel.name == "web")


def test_the_channel_names_every_capability_and_what_to_do_instead(channel):
    missing = {found.name for found in channel.capabilities if not found.supported}

    assert [found.name for found in channel.capabilities] == list(CAPABILITIES)
    assert missing == {"scan", "service-request", "printing"}
    assert all(found.fallback for found in channel.capabilities if not found.supported)


def test_the_channel_says_what_it_is_for_in_both_languages(channel):
    assert set(channel.summary) == {"en", "fr"}


def test_a_shop_that_shows_no_doors_links_to_none(visitor):
    assert visitor.page("/").find(DOORS) is None


def test_a_shop_that_shows_its_doors_links_to_them(tmp_path_factory):
    settings = demo_settings(demo_folder(tmp_path_factory)).model_copy(update={"doors": True})
    with (
        serving(serve(start_shop(settings))) as address,
        Visitor(base_url=address, timeout=30) as visitor,
    ):
        assert visitor.page("/").find(DOORS) is not None
