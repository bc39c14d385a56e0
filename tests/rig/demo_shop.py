"""The demonstration shop, loaded once a test run and copied for each session that wants it."""

import asyncio
import os
import shutil
import time

from comptoir.settings import PluginSettings, Settings
from comptoir.startup import start_shop

_SECONDS = 300


def demo_folder(tmp_path_factory):
    """Return the folder of a loaded shop of one's own."""
    # Workers of one run share the parent folder: the first to make the lock loads, the others wait. Without
    # workers the parent is that of all runs.
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo-shop"
    try:
        shared.mkdir()
    except FileExistsError:
        _await(shared / "loaded")
    else:
        asyncio.run(_load(shared / "shop"))
        (shared / "loaded").touch()
    own = tmp_path_factory.mktemp("demo") / "shop"
    shutil.copytree(shared / "shop", own)
    return own


def demo_settings(folder):
    """Return settings of the shop in a folder, strict about plugins, with what the demonstration turns on."""
    return Settings(
        data_dir=folder,
        plugins=PluginSettings(strict=True),
        sandbox_payments=True,
        service_when_closed=True,
    )


async def _load(folder):
    shop = start_shop(demo_settings(folder))
    assert shop.storefront is not None
    await shop.storefront.load(shop, lambda *_: None)
    await shop.db.close()


def _await(marker):
    deadline = time.monotonic() + _SECONDS
    while not marker.exists():
        if time.monotonic() > deadline:
            raise RuntimeError("the demonstration shop was not loaded")
        time.sleep(0.1)
