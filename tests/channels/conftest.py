"""Shops with channels of a test's own."""

from types import SimpleNamespace

import pytest
from comptoir.api import Capability, Channel, hookimpl
from comptoir.testing import open_shop
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def _page(request):
    return PlainTextResponse("a page")


def channel_plugin(name, **options):
    """Return a plugin with one channel."""
    options = {"title": name.title(), "path": f"/{name}", "routes": [Route("/", _page)]} | options

    @hookimpl
    def register_channels(shop):
        return [Channel(name=name, **options)]

    return SimpleNamespace(__name__=name, register_channels=register_channels)


STALL = channel_plugin(
    "stall",
    title="Market stall",
    capabilities=(
        Capability(name="browse"),
        Capability(name="checkout", supported=False, fallback="Pay the person <behind> the table."),
    ),
    summary={"en": "A table under the trees.", "fr": "Une table sous les arbres."},
)
ROOT = channel_plugin("root", title="Root", path="", summary={"en": "The front."})


@pytest.fixture
def open_with(tmp_path):
    """Give a shop with channels; closed at the end."""
    opened = []

    def make(*plugins, **options):
        context = open_shop(tmp_path / f"{len(opened)}", catalogue=False, plugins=plugins, **options)
        opened.append(context)
        return context.__enter__()

    yield make
    for context in opened:
        context.__exit__(None, None, None)
