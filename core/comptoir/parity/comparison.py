"""Renders the product views of every channel and holds them against the core."""

import random
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import httpx2

from comptoir.customer_facts import PREVIEW_HEADER, PURPOSE, issue_preview
from comptoir.customers.groups import PUBLIC
from comptoir.errors import ConfigurationError
from comptoir.graphql.client import ShopClient, Visitor
from comptoir.hooks.contributions import Channel, ProductView
from comptoir.parity.facts import FACTS, Offer, offers_of_core, offers_of_page
from comptoir.parity.probes import left_out, listed_offers_of_core, offers_of_probe
from comptoir.pricing import PRICES
from comptoir.shop import InProcessTransport, Shop

_PRODUCTS = """
query ParityProducts($after: String, $country: CountryCode) @inContext(country: $country) {
  products(first: 250, after: $after, sortKey: ID) { nodes { handle } pageInfo { hasNextPage endCursor } }
}
"""
_MARKETS = """
{ localization { availableCountries { isoCode market { handle } defaultLanguage { isoCode } } } }
"""
Kind = Literal["same", "diverges", "differs"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A market, seen from its first country in its first language."""

    market: str
    country: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What came of one offer in one view."""

    kind: Kind
    channel: str
    view: str
    market: str
    group: str
    """The customer group as whose member the view was seen; `public` for everybody."""
    product: str
    variant: str
    detail: str = ""


class Comparison:
    """One run over a shop; `http` reaches its pages."""

    def __init__(self, shop: Shop, http: httpx2.AsyncClient) -> None:
        self._shop = shop
        self._http = http
        self._known: dict[tuple[str, Place, str, str | None], Mapping[str, Any]] = {}

    def views(self, only: str | None = None) -> list[tuple[Channel, ProductView]]:
        """Return the views to render; raises `ConfigurationError` where `only` names a channel without any."""
        channels = [channel for channel in self._shop.channels if only in {None, channel.name}]
        if only and not channels:
            raise ConfigurationError(f"there is no channel '{only}'")
        if only and not channels[0].product_views:
            raise ConfigurationError(
                f"the channel '{only}' declares no product view: nothing of it can be compared"
            )
        return [(channel, view) for channel in channels for view in channel.product_views]

    def unseen(self) -> list[str]:
        """Return the names of the channels that declare no product view, of which nothing is compared."""
        return [channel.name for channel in self._shop.channels if not channel.product_views]

    async def groups(self, only: Sequence[str] = ()) -> list[str]:
        """Return as whom views are seen: the public and each group that a price list is for, or some of them.

        Raises `ConfigurationError` for a group that no price list is for.
        """
        lists = (await self._shop.readmodel.current())[PRICES].lists
        named = {found.terms.customer_group for found in lists if found.terms.customer_group}
        known = [PUBLIC, *sorted(named)]
        if unknown := [name for name in only if name not in known]:
            raise ConfigurationError(
                f"no price list is for the customer group '{unknown[0]}' (there are: {', '.join(known)})"
            )
        return [name for name in known if not only or name in only]

    async def places(self) -> list[Place]:
        """Return one place for each market."""
        found: dict[str, Place] = {}
        for row in (await self._ask(_MARKETS))["localization"]["availableCountries"]:
            market = row["market"]["handle"]
            language = row["defaultLanguage"]["isoCode"]
            found.setdefault(market, Place(market=market, country=row["isoCode"], language=language))
        return list(found.values())

    async def products(self, place: Place, *, sample: int | None, group: str = PUBLIC) -> list[str]:
        """Return the handles of what a market sells to a group: all, or so many, the same ones each time."""
        handles: list[str] = []
        after: str | None = None
        while True:
            page = (await self._ask(_PRODUCTS, group=group, country=place.country, after=after))["products"]
            handles += [node["handle"] for node in page["nodes"]]
            if not page["pageInfo"]["hasNextPage"]:
                break
            after = page["pageInfo"]["endCursor"]
        if sample is None or sample >= len(handles):
            return handles
        return sorted(random.Random(0).sample(handles, sample))  # noqa: S311 - a sample, not a secret

    async def compare(
        self,
        channel: Channel,
        view: ProductView,
        place: Place,
        handles: Sequence[str],
        *,
        group: str = PUBLIC,
    ) -> AsyncIterator[Finding]:
        """Compare a view's offers of some products in one market, as everybody or members of a group see them.

        Yields nothing for a group where the view knows none.
        """
        if group != PUBLIC and not view.knows_groups:
            return
        probe = await self._probe(view, place) if view.reads == "probe" else None
        read = offers_of_core if probe is None else listed_offers_of_core
        unfit = frozenset() if probe is None else left_out(probe)
        listed = None if probe is None else offers_of_probe(probe)
        for handle in handles:
            neutral = read(await self._core(handle, place, group=group, channel=None))
            own = read(await self._core(handle, place, group=group, channel=channel.name))
            shown = await self._page(view, place, handle, group=group) if listed is None else listed
            for key, offer in neutral.items():
                if key in unfit:
                    continue
                kind, detail = _judge(offer, own.get(key), shown.get(key))
                yield Finding(
                    kind=kind,
                    channel=channel.name,
                    view=view.name,
                    market=place.market,
                    group=group,
                    product=handle,
                    variant=offer.variant,
                    detail=detail,
                )

    async def _page(self, view: ProductView, place: Place, handle: str, *, group: str) -> dict[str, Offer]:
        path = view.path.format(handle=handle, country=place.country, language=place.language)
        preview = self._preview(group)
        answer = await self._http.get(path, headers={PREVIEW_HEADER: preview} if preview else {})
        return offers_of_page(answer.text) if answer.status_code == httpx2.codes.OK else {}

    async def _probe(self, view: ProductView, place: Place) -> Mapping[str, Any]:
        answer = await self._http.get(view.path.format(country=place.country, language=place.language))
        found: Mapping[str, Any] = answer.json() if answer.status_code == httpx2.codes.OK else {"items": []}
        return found

    def _preview(self, group: str) -> str | None:
        # Made for each request: one lasts for minutes, a comparison of everything may take longer.
        return None if group == PUBLIC else issue_preview(self._shop.signer(PURPOSE), groups=[group])

    async def _core(self, handle: str, place: Place, *, group: str, channel: str | None) -> Mapping[str, Any]:
        key = (handle, place, group, channel)
        if key not in self._known:
            where = {"country": place.country, "language": place.language}
            data = await self._ask(FACTS, channel=channel, group=group, handle=handle, **where)
            self._known[key] = data["product"]
        return self._known[key]

    async def _ask(
        self, document: str, *, channel: str | None = None, group: str = PUBLIC, **variables: Any
    ) -> Any:
        visitor = Visitor(channel=channel or "", base_url="", preview=self._preview(group))
        client = ShopClient(InProcessTransport(self._shop), visitor, documents={})
        return await client.execute(document, variables)


def _judge(neutral: Offer, own: Offer | None, shown: Offer | None) -> tuple[Kind, str]:
    if shown is None:
        return "differs", "not shown"
    off = neutral.differences(shown)
    if not off:
        return "same", ""
    told = "; ".join(f"{name}: {getattr(shown, name)}, core {getattr(neutral, name)}" for name in off)
    wanted = own is not None and not own.differences(shown)
    return ("diverges" if wanted else "differs"), told
