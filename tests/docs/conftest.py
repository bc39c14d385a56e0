"""The demonstration shop that the samples of the documentation are run against."""

import asyncio
import shutil

import pytest
from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop

from tests.docs.asking import Asker


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory):
    """Return the folder of a loaded demonstration shop."""
    folder = tmp_path_factory.mktemp("documented-shop")
    shop = start_shop(Settings(data_dir=folder, plugins=PluginSettings(strict=True)))

    async def load():
        await shop.storefront.load(shop, lambda *_: None)
        await shop.db.close()

    asyncio.run(load())
    return folder


@pytest.fixture(scope="module")
def shop(demo_folder):
    """Return the demonstration shop, started."""
    started = start_shop(Settings(data_dir=demo_folder, plugins=PluginSettings(strict=True)))
    yield started
    started.db.close_now()


@pytest.fixture(scope="module")
def asker(shop):
    """Ask the shop, on one event loop."""
    asking = Asker(shop)
    yield asking
    asking.close()


@pytest.fixture
def own_shop(demo_folder, tmp_path):
    """Return a demonstration shop, without pictures, that a test may change."""
    folder = tmp_path / "own-shop"
    shutil.copytree(demo_folder, folder, ignore=shutil.ignore_patterns("media"))
    started = start_shop(Settings(data_dir=folder, plugins=PluginSettings(strict=True)))
    yield started
    started.db.close_now()
