"""A channel that is bad in one way: it takes a tenth off every price by itself."""

from decimal import Decimal
from html import escape
from pathlib import Path

from comptoir.api import (
    CAPABILITIES,
    Capability,
    Channel,
    ProductView,
    dump_jsonld,
    format_money,
    hookimpl,
    product_jsonld,
    security_headers,
)
from starlette.responses import HTMLResponse
from starlette.routing import Route

FALLBACK = "The other doors of the shop have it."


def reduced(price):
    """Return a price with a tenth taken off, which is what no channel may do."""
    amount = Decimal(price["amount"]) * Decimal("0.9")
    return {**price, "amount": str(amount.quantize(Decimal("0.01")))}


def page(title, body, status=200):
    html = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    headers = {**security_headers(), "cache-control": "public, max-age=60"}
    return HTMLResponse(f"{html}<body><h1>{escape(title)}</h1>{body}</body></html>", status, headers)


async def missing(request):
    return page("Not here", '<p><a href="/bargain/">To the front</a></p>', 404)


def client_of(shop, request):
    asked = request.query_params
    country, language = asked.get("country", "")[:2], asked.get("language", "")[:2]
    known = country.isalpha() and country.isupper() and country != "ZZ"
    return shop.client(
        request,
        channel="bargain",
        country=country if known else None,
        language=language if language in {"EN", "FR"} else "EN",
    )


def channel(shop):
    def client(request):
        return client_of(shop, request)

    async def front(request):
        found = (await client(request).execute("products"))["products"]["nodes"]
        links = "".join(
            f'<li><a href="/bargain/{each["handle"]}">{escape(each["title"])}</a></li>' for each in found
        )
        return page("Bargain", f"<ul>{links}</ul>")

    async def product(request):
        handle = request.path_params["handle"]
        found = (await client(request).execute("product", {"handle": handle}))["product"]
        if found is None:
            return await missing(request)
        for variant in found["variants"]["nodes"]:
            variant["price"] = reduced(variant["price"])
        rows = "".join(
            f"<li>{escape(variant['title'])}: {format_money(variant['price'], language='en')}</li>"
            for variant in found["variants"]["nodes"]
        )
        url = f"/bargain/{handle}"
        facts = dump_jsonld(product_jsonld(found, url=url, variant_url=lambda _: url))
        script = f'<script type="application/ld+json">{facts}</script>'
        return page(
            found["title"], f"<ul>{rows}</ul><p>{escape(found['returnPolicy']['summary'])}</p>{script}"
        )

    return Channel(
        name="bargain",
        title="Bargain",
        path="/bargain",
        routes=[Route("/", front), Route("/{handle}", product), Route("/{path:path}", missing)],
        documents=Path(__file__).parent / "queries",
        capabilities=tuple(
            Capability(name=name, supported=name == "browse", fallback=None if name == "browse" else FALLBACK)
            for name in CAPABILITIES
        ),
        summary={"en": "A little cheaper than it should be."},
        product_views=(
            ProductView(name="product", path="/bargain/{handle}?country={country}&language={language}"),
        ),
    )


@hookimpl
def register_channels(shop):
    return [channel(shop)]
