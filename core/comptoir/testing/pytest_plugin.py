"""Fixtures that Comptoir offers to the tests of plugins; nothing of it is imported before one is used."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from comptoir.graphql.client import ShopClient
    from comptoir.testing.shops import OpenedShop


@pytest.fixture(name="shop_plugins")
def _shop_plugins() -> tuple[object, ...]:
    """Plugins that `shop` takes in: override it in a conftest."""
    return ()


@pytest.fixture(name="shop")
def _shop(tmp_path: Path, shop_plugins: tuple[object, ...]) -> "Iterator[OpenedShop]":
    """A running shop with the tiny catalogue, the core and `shop_plugins`."""
    from comptoir.testing.shops import open_shop

    with open_shop(tmp_path / "shop", plugins=shop_plugins) as opened:
        yield opened


@pytest.fixture(name="shop_client")
def _shop_client(shop: "OpenedShop") -> "ShopClient":
    """A channel's client of `shop`, for a visitor from France who reads English."""
    return shop.shop.client(None, channel="test", country="FR", language="EN")
