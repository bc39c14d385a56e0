"""The demonstration shop that the samples of the documentation are run against."""

import shutil

import pytest
from comptoir.startup import start_shop

from tests.docs.asking import Asker
from tests.rig.demo_shop import demo_folder, demo_settings


@pytest.fixture(scope="session")
def documented_folder(tmp_path_factory):
    """Return the folder of a loaded demonstration shop."""
    return demo_folder(tmp_path_factory)


@pytest.fixture(scope="module")
def shop(documented_folder):
    """Return the demonstration shop, started."""
    started = start_shop(demo_settings(documented_folder))
    yield started
    started.db.close_now()


@pytest.fixture(scope="module")
def asker(shop):
    """Ask the shop, on one event loop."""
    asking = Asker(shop)
    yield asking
    asking.close()


@pytest.fixture
def own_shop(documented_folder, tmp_path):
    """Return a demonstration shop, without pictures, that a test may change."""
    folder = tmp_path / "own-shop"
    shutil.copytree(documented_folder, folder, ignore=shutil.ignore_patterns("media"))
    started = start_shop(demo_settings(folder))
    yield started
    started.db.close_now()
