"""Shops for tests: started in a folder of their own, with the core and the plugins that a test names."""

import asyncio
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from comptoir.clock import Clock
from comptoir.graphql.execute import GraphQLRequest
from comptoir.ids import gid
from comptoir.logs import configure_logging
from comptoir.markers import PROJECT
from comptoir.principal import VISITOR
from comptoir.settings import PluginSettings, Settings
from comptoir.shop import Shop
from comptoir.startup import start_shop
from comptoir.testing.catalogue import fill_catalogue

BASE_URL = "https://shop.example"


def settings_of(
    folder: Path, *, installed: Collection[str] = (), strict: bool = True, **settings: Any
) -> Settings:
    """Return settings of a shop in a folder; of the installed plugins only the named ones are taken in."""
    names = {entry.name for entry in entry_points(group=PROJECT)}
    plugins = PluginSettings(strict=strict, disabled=frozenset(names.difference(installed)))
    given = {"data_dir": folder, "base_url": BASE_URL, "plugins": plugins, "sandbox_payments": True}
    return Settings(**{**given, **settings})


def make_shop(
    folder: Path,
    *,
    plugins: Sequence[Any] = (),
    installed: Collection[str] = (),
    clock: Clock | None = None,
    strict: bool = True,
    **settings: Any,
) -> Shop:
    """Start an empty shop in a folder; close it with `shop.db.close_now()`.

    `plugins` are taken in as they are (modules or objects with hooks), `installed` by their names. Unless
    `strict` is false, a plugin that fails raises `ConfigurationError`. Other arguments are settings.
    """
    chosen = settings_of(folder, installed=installed, strict=strict, **settings)
    configure_logging(chosen)
    return start_shop(chosen, plugins=plugins, clock=clock)


@dataclass(frozen=True, slots=True)
class OpenedShop:
    """A running shop, the numbers of its variants by SKU, and questions to it from synchronous tests."""

    shop: Shop
    numbers: Mapping[str, int] = field(default_factory=dict)

    def variant(self, sku: str) -> str:
        """Return the global id of a variant."""
        return gid("ProductVariant", self.numbers[sku])

    def ask(self, document: str, /, **variables: Any) -> dict[str, Any]:
        """Return the whole answer to a document: `data` and `errors`."""
        return asyncio.run(self.answer(document, variables))

    async def answer(self, document: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the whole answer to a document, from asynchronous tests."""
        context = await self.shop.context(base_url=BASE_URL, actor=VISITOR)
        return (await self.shop.execute(GraphQLRequest(query=document, variables=variables), context)).body()

    def data(self, document: str, /, **variables: Any) -> dict[str, Any]:
        """Return the data of an answer; fails where it has errors."""
        answer = self.ask(document, **variables)
        assert "errors" not in answer, answer["errors"]
        found: dict[str, Any] = answer["data"]
        return found

    def refusal(self, document: str, /, **variables: Any) -> str:
        """Return the code of the only error of an answer."""
        (error,) = self.ask(document, **variables)["errors"]
        return str(error["extensions"]["code"])


@contextmanager
def open_shop(folder: Path, *, catalogue: bool = True, **options: Any) -> Iterator[OpenedShop]:
    """Give a running shop with the tiny catalogue; options are those of `make_shop`."""
    shop = make_shop(folder, **options)
    try:
        numbers = fill_catalogue(shop.db) if catalogue else {}
        yield OpenedShop(shop, numbers)
    finally:
        shop.db.close_now()
