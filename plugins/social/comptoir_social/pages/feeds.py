"""Product feeds, made as they are read: a page of products in memory at a time, whatever the catalogue's size."""

import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from typing import Any

from comptoir.api import NotFoundError, Visit
from starlette.responses import Response, StreamingResponse

from comptoir_social.views import google_feed, meta_feed
from comptoir_social.views.feed_items import FeedItem, LeftOut, Origin, read_items
from comptoir_social.views.links import ROOT

_PRODUCTS_A_PAGE = 25
_KEPT = {"cache-control": "public, max-age=300"}


async def index(visit: Visit) -> Response:
    """List the feeds."""
    return await visit.page("feeds.html", countries=sorted(visit.places.languages))


async def google(visit: Visit) -> Response:
    """Stream Google Merchant's feed of a market."""
    feed = await _open(visit, source="google")

    async def parts() -> AsyncIterator[str]:
        left_out: Counter[str] = Counter()
        yield google_feed.opening(feed.shop, link=f"{feed.origin.base}{ROOT}/")
        async for items in feed.pages():
            listed = [
                item for item in items if isinstance(item, FeedItem) and not google_feed.lacks_date(item)
            ]
            left_out.update(_reason(item) for item in items if item not in listed)
            yield "".join(map(google_feed.entry, listed))
        yield google_feed.closing(left_out)

    return StreamingResponse(parts(), media_type="application/xml", headers=_KEPT)


async def meta(visit: Visit) -> Response:
    """Stream Meta's feed of a market."""
    feed = await _open(visit, source="meta")

    async def parts() -> AsyncIterator[str]:
        yield meta_feed.header()
        async for items in feed.pages():
            yield "".join(meta_feed.entry(item) for item in items if isinstance(item, FeedItem))

    named = f'attachment; filename="meta-{feed.origin.country}.csv"'
    headers = {
        **_KEPT,
        "content-disposition": named,
        "x-left-out": f"{ROOT}/feeds/probe-{feed.origin.country}.json",
    }
    return StreamingResponse(parts(), media_type="text/csv; charset=utf-8", headers=headers)


async def probe(visit: Visit) -> Response:
    """Stream what the feeds of a market say of each variant, for whoever compares channels.

    `items` have `id` (a global id), `price` (what is charged, a decimal string), `currency`, `availability`,
    `policy` (a global id) and `policyVersion`; `leftOut` have `id`, `title` and `reason`.
    """
    feed = await _open(visit, source="probe")

    async def parts() -> AsyncIterator[str]:
        left_out: list[LeftOut] = []
        comma = ""
        yield f'{{"channel":"social","country":"{feed.origin.country}","items":['
        async for items in feed.pages():
            left_out += [item for item in items if isinstance(item, LeftOut)]
            rows = [json.dumps(_probed(item)) for item in items if isinstance(item, FeedItem)]
            if rows:
                yield comma + ",".join(rows)
                comma = ","
        told = [{"id": _gid(item.id), "title": item.title, "reason": item.reason} for item in left_out]
        yield f'],"leftOut":{json.dumps(told)}}}'

    return StreamingResponse(parts(), media_type="application/json", headers={"cache-control": "no-store"})


def _probed(item: FeedItem) -> dict[str, Any]:
    amount, _, currency = item.charged.partition(" ")
    return {
        "id": _gid(item.id),
        "price": amount,
        "currency": currency,
        "availability": item.availability,
        "policy": item.policy,
        "policyVersion": item.policy_version,
    }


def _gid(number: str) -> str:
    return f"gid://shopify/ProductVariant/{number}"


def _reason(item: FeedItem | LeftOut) -> str:
    return item.reason if isinstance(item, LeftOut) else "no-date"


class _Feed:
    """A feed of one market; its first page is there before the answer begins, so that a fault is an error."""

    def __init__(self, visit: Visit, origin: Origin, first: Mapping[str, Any]) -> None:
        self.visit, self.origin, self.first = visit, origin, first
        self.shop: Mapping[str, Any] = first["shop"]

    async def pages(self) -> AsyncIterator[list[FeedItem | LeftOut]]:
        """Yield the items of each page of products."""
        data = self.first
        while True:
            found = data["products"]
            yield [item for product in found["nodes"] for item in read_items(product, origin=self.origin)]
            if not found["pageInfo"]["hasNextPage"]:
                return
            after = found["pageInfo"]["endCursor"]
            data = await self.visit.ask("feed", first=_PRODUCTS_A_PAGE, after=after)


async def _open(visit: Visit, *, source: str) -> _Feed:
    """Return the feed of the market that the address names, in that market's own language.

    Raises `NotFoundError` for a country that the shop does not serve.
    """
    country = visit.places.country(visit.request.path_params["country"].upper())
    if country is None:
        raise NotFoundError
    language = visit.places.first_language(country)
    site = visit.site
    visit.client = site.client(visit.request, country=country, language=language)
    origin = Origin(base=site.base_url(visit.request), country=country, language=language, source=source)
    return _Feed(visit, origin, await visit.ask("feed", first=_PRODUCTS_A_PAGE, after=None))
