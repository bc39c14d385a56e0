"""The channel under test: where its pages and its sources are, and whom it asks."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx2

from comptoir.hooks.contributions import Channel, ProductView
from comptoir.markers import PROJECT
from comptoir.storefront_tokens import TOKEN_HEADER
from comptoir.testing.conformance.watching import Watch

_SECONDS = 60
_MARKETS = """
{ localization { availableCountries { isoCode market { handle } defaultLanguage { isoCode } } } }
"""
_PRODUCTS = """
query KitProducts($country: CountryCode) @inContext(country: $country) {
  products(first: 250, sortKey: ID) { nodes { handle title availableForSale } }
}
"""


def plugin_path(module: str) -> str | None:
    """Return the folder of a plugin's package, or its file when it is a single module; none when it is away."""
    try:
        spec = find_spec(module.partition(".")[0])
    except (ImportError, ValueError):
        return None
    if spec is None:
        return None
    return next(iter(spec.submodule_search_locations or ()), spec.origin)


def plugin_paths() -> dict[str, str]:
    """Return folder or file of each installed plugin, by name."""
    found = {entry.name: plugin_path(entry.module) for entry in entry_points(group=PROJECT)}
    return {name: path for name, path in found.items() if path}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A market, seen from its first country in its first language."""

    market: str
    country: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A channel under test; `address` is where its pages are, `shop_address` where the truth is."""

    channel: Channel
    path: Path
    """Folder of its package, or its only file."""
    address: str
    shop_address: str
    token: str
    watch: Watch

    @contextmanager
    def visitor(self, *, language: str = "en") -> Iterator[httpx2.Client]:
        """Give a browser of its own, which keeps cookies and follows redirects."""
        # A connection of its own for each request: one that broke with a fault must not spoil the next.
        headers = {"accept-language": language, "connection": "close"}
        with httpx2.Client(
            base_url=self.address, follow_redirects=True, timeout=_SECONDS, headers=headers
        ) as client:
            yield client

    def ask(self, document: str, *, as_channel: bool = False, **variables: Any) -> Any:
        """Return the shop's data for a document; with `as_channel` it is told who asks."""
        headers = {TOKEN_HEADER: self.token} if as_channel and self.token else {}
        answer = httpx2.post(
            f"{self.shop_address}/graphql",
            json={"query": document, "variables": variables},
            headers=headers,
            timeout=_SECONDS,
        ).json()
        assert "errors" not in answer, f"the shop answered {answer['errors']}"
        return answer["data"]

    def capability(self, name: str) -> tuple[bool, str]:
        """Tell whether the channel says that it supports something, and its fallback."""
        found = next((each for each in self.channel.capabilities if each.name == name), None)
        return (found.supported, found.fallback or "") if found else (False, "")

    @cached_property
    def places(self) -> list[Place]:
        """One place for each market."""
        found: dict[str, Place] = {}
        for row in self.ask(_MARKETS)["localization"]["availableCountries"]:
            market = row["market"]["handle"]
            language = row["defaultLanguage"]["isoCode"]
            found.setdefault(market, Place(market=market, country=row["isoCode"], language=language))
        return list(found.values())

    def handles(self, place: Place, *, most: int = 3) -> list[str]:
        """Return a few of a market's products, spread over all of them, the same ones each time."""
        found = [node["handle"] for node in self.ask(_PRODUCTS, country=place.country)["products"]["nodes"]]
        step = max(1, -(-len(found) // most))
        return found[::step]

    @cached_property
    def buyable(self) -> str:
        """Handle of a product that can be bought in the first market."""
        nodes = self.ask(_PRODUCTS, country=self.places[0].country)["products"]["nodes"]
        return str(next(node["handle"] for node in nodes if node["availableForSale"]))

    @property
    def front(self) -> str:
        """Path of the front page."""
        return f"{self.channel.path}/"

    @property
    def page_view(self) -> ProductView | None:
        """The first product view that is a page."""
        return next((view for view in self.channel.product_views if view.reads == "jsonld"), None)

    def product_page(self, handle: str | None = None, place: Place | None = None) -> str:
        """Return the path of a product's page; fails for a channel that declares none."""
        view = self.page_view
        assert view is not None, (
            f"the channel '{self.channel.name}' declares no product view that is a page (`Channel.product_views`)"
        )
        place = place or self.places[0]
        return view.path.format(handle=handle or self.buyable, country=place.country, language=place.language)
