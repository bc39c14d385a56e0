"""`comptoir qr`: draw the codes that stand in a store, and sheets of them to print."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

if TYPE_CHECKING:
    from comptoir.api import ShopClient

    from comptoir_qr.codes import PlacementKind
    from comptoir_qr.views.sheets import Label

T = TypeVar("T")
app = typer.Typer(
    no_args_is_help=True, help="Draw QR codes for shelves, labels, fitting rooms and billboards."
)

_BASE_URL = typer.Option("", "--base-url", help="Public address of the shop; else COMPTOIR_BASE_URL.")
_KINDS = "product (a shelf), variant (a label), fitting-room, billboard or location"


@app.command("code")
def code(
    kind: str = typer.Option(..., "--kind", help=f"What the code stands on: {_KINDS}."),
    product: str = typer.Option("", "--product", help="Handle of the product."),
    variant: str = typer.Option("", "--variant", help="SKU of the variant."),
    location: str = typer.Option("", "--location", help="Handle of the location where it stands."),
    spot: int = typer.Option(0, "--spot", min=0, help="Which one of several, such as fitting room 3."),
    until: str = typer.Option("", "--until", help="Last day (UTC) on which it is good, as 2026-12-31."),
    svg: Path | None = typer.Option(None, "--svg", help="Write a drawing."),  # noqa: B008 - how typer is told
    png: Path | None = typer.Option(None, "--png", help="Write a picture."),  # noqa: B008 - how typer is told
    base_url: str = _BASE_URL,
) -> None:
    """Print the address that a placement's code holds, and draw it."""
    from comptoir_qr.codes import Placement, PlacementCodes
    from comptoir_qr.drawing import draw_png, draw_svg
    from comptoir_qr.views.links import code_path

    named = _kind(kind)
    _check_targets(named, product=product, variant=variant, location=location)
    last_day = _day(until)

    async def find(client: "ShopClient", secret: str) -> str:
        placement = Placement(
            kind=named,
            product=await _product(client, product) if product else None,
            variant=await _variant(client, variant) if variant else None,
            location=await _location(client, location) if location else None,
            spot=spot or None,
            until=last_day,
        )
        return PlacementCodes(secret).write(placement)

    base, text = _with_shop(find, base_url)
    url = base + code_path(text)
    if svg:
        svg.write_bytes(draw_svg(url))
    if png:
        png.write_bytes(draw_png(url))
    typer.echo(url)


@app.command("sheet")
def sheet(
    location: str = typer.Option(
        ..., "--location", help="Handle of the location where the labels will stand."
    ),
    collection: str = typer.Option("", "--collection", help="Handle of a collection; else all products."),
    each: str = typer.Option("product", "--each", help="A label for each 'product' or each 'variant'."),
    output: Path = typer.Option(..., "--output", "-o", help="File to write: .html or .svg."),  # noqa: B008
    language: str = typer.Option("", "--language", help="Of the titles, as EN; else the shop's own."),
    base_url: str = _BASE_URL,
) -> None:
    """Write a sheet of labels for A4; no price is printed, for prices change and paper does not."""
    from comptoir_qr.cli.sheet_files import sheet_html
    from comptoir_qr.codes import PlacementCodes
    from comptoir_qr.views.sheets import labels_of, sheet_svg

    if output.suffix not in {".html", ".svg"}:
        raise typer.BadParameter("name a file that ends in .html or .svg", param_hint="--output")
    if each not in {"product", "variant"}:
        raise typer.BadParameter("choose product or variant", param_hint="--each")
    base = _base(base_url)

    async def find(client: "ShopClient", secret: str) -> "list[Label]":
        return labels_of(
            await _products(client, collection),
            codes=PlacementCodes(secret),
            base=base,
            location=await _location(client, location),
            each_variant=each == "variant",
            name=lambda title: f"QR code of {title}",
        )

    _, labels = _with_shop(find, base, language=language.upper())
    write = sheet_html if output.suffix == ".html" else sheet_svg
    output.write_text(write(labels), encoding="utf-8")
    typer.echo(f"{len(labels)} labels are in {output}")


def _kind(word: str) -> "PlacementKind":
    from comptoir_qr.codes import PlacementKind

    found = next((kind for kind in PlacementKind if kind.word == word), None)
    if found is None:
        raise typer.BadParameter(f"choose {_KINDS}", param_hint="--kind")
    return found


def _check_targets(kind: "PlacementKind", *, product: str, variant: str, location: str) -> None:
    """Refuse a placement that would lead nowhere, or that holds more than its kind."""
    from comptoir_qr.codes import PlacementKind

    if product and variant:
        raise typer.BadParameter("name a product or a variant, not both", param_hint="--variant")
    if kind is PlacementKind.PRODUCT and not product:
        raise typer.BadParameter("a shelf needs its product", param_hint="--product")
    if kind is PlacementKind.VARIANT and not variant:
        raise typer.BadParameter("a label needs its variant", param_hint="--variant")
    if kind in {PlacementKind.FITTING_ROOM, PlacementKind.LOCATION}:
        if not location:
            raise typer.BadParameter(f"a {kind.word} needs its location", param_hint="--location")
        if product or variant:
            raise typer.BadParameter(f"a {kind.word} shows no single product", param_hint="--product")
    if kind is PlacementKind.BILLBOARD and not (product or variant or location):
        raise typer.BadParameter("a billboard needs something to show", param_hint="--product")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter("write the day as 2026-12-31", param_hint="--until") from error


def _base(given: str) -> str:
    from comptoir.api import ConfigurationError, Settings

    base = (given or Settings().base_url).rstrip("/")
    if not base.startswith(("http://", "https://")):
        raise ConfigurationError("codes hold whole addresses: give --base-url or set COMPTOIR_BASE_URL")
    return base


def _with_shop(
    find: "Callable[[ShopClient, str], Awaitable[T]]", base_url: str, *, language: str = ""
) -> tuple[str, T]:
    """Start the shop, ask it through GraphQL, and close it."""
    from comptoir.api import Settings, start_shop

    base = _base(base_url)
    shop = start_shop(Settings())

    async def ask() -> T:
        return await find(
            shop.client(None, channel="qr", language=language or None), shop.settings.signing_key()
        )

    try:
        return base, asyncio.run(ask())
    finally:
        shop.db.close_now()


async def _product(client: "ShopClient", handle: str) -> int:
    from comptoir_qr.views.links import number_of

    found = (await client.execute("find_product", {"handle": handle}))["product"]
    if found is None:
        raise _nothing("product", handle)
    return number_of(found["id"])


async def _variant(client: "ShopClient", sku: str) -> int:
    from comptoir_qr.views.links import number_of

    if '"' in sku or "\\" in sku:
        raise _nothing("variant", sku)
    found = (await client.execute("find_variant", {"query": f'sku:"{sku}"'}))["products"]["nodes"]
    for product in found:
        for variant in product["variants"]["nodes"]:
            if variant["sku"] == sku:
                return number_of(variant["id"])
    raise _nothing("variant", sku)


async def _location(client: "ShopClient", handle: str) -> int:
    from comptoir_qr.views.links import number_of

    rows = (await client.execute("locations"))["locations"]["nodes"]
    found = next((row for row in rows if row["handle"] == handle), None)
    if found is None:
        known = ", ".join(row["handle"] for row in rows) or "none"
        raise _nothing("store", handle, hint=f"; known are: {known}")
    return number_of(found["id"])


async def _products(client: "ShopClient", collection: str) -> list[Mapping[str, Any]]:
    products: list[Mapping[str, Any]] = []
    after = None
    while True:
        if collection:
            row = (await client.execute("sheet_collection", {"handle": collection, "after": after}))[
                "collection"
            ]
            if row is None:
                raise _nothing("collection", collection)
            found = row["products"]
        else:
            found = (await client.execute("sheet", {"after": after}))["products"]
        products += found["nodes"]
        if not found["pageInfo"]["hasNextPage"]:
            return products
        after = found["pageInfo"]["endCursor"]


def _nothing(noun: str, name: str, *, hint: str = "") -> Exception:
    from comptoir.api import ConfigurationError

    return ConfigurationError(f"no {noun} '{name}' is there{hint}")
