"""`comptoir parity`: prove that every door shows the same."""

import json
from typing import TYPE_CHECKING

import typer

from comptoir.cli.opening import open_shop

if TYPE_CHECKING:
    from collections.abc import Sequence

    from comptoir.parity.comparison import Finding, Kind
    from comptoir.shop import Shop

_SHOWN = 20
_COMPARED: "tuple[Kind, ...]" = ("same", "diverges", "differs")


def parity(
    everything: bool = typer.Option(False, "--all", help="Compare all products instead of a sample."),
    sample: int = typer.Option(12, min=1, help="How many products to compare in each market."),
    channel: str = typer.Option("", help="Compare this channel alone."),
    group: list[str] = typer.Option(  # noqa: B008 - how typer takes options
        [], "--group", help="See the views as members of this customer group alone, or as the 'public'."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for scripts."),
) -> None:
    """Render the product views of every channel in every market and hold them against the core.

    They are seen as the public, and as members of each customer group that a price list is for. Price, currency,
    availability and returns policy of each offer must be the core's. Exits with status 1 on a difference that no
    divergence in force explains.
    """
    import asyncio

    shop = open_shop()
    try:
        findings = asyncio.run(
            _compare(
                shop, sample=None if everything else sample, channel=channel or None, groups=tuple(group)
            )
        )
    finally:
        shop.db.close_now()
    print_json(findings) if as_json else print_table(findings)
    if any(finding.kind == "differs" for finding in findings):
        raise typer.Exit(1)


async def _compare(
    shop: "Shop", *, sample: int | None, channel: str | None, groups: "Sequence[str]"
) -> "list[Finding]":
    from itertools import product

    import httpx2
    from rich.console import Console
    from rich.progress import Progress

    from comptoir.app import serve
    from comptoir.parity.comparison import Comparison

    found: list[Finding] = []
    transport = httpx2.ASGITransport(app=serve(shop))
    async with httpx2.AsyncClient(transport=transport, base_url="http://shop.invalid") as http:
        comparison = Comparison(shop, http)
        views, places = comparison.views(channel), await comparison.places()
        seen_as = await comparison.groups(groups)
        for name in [] if channel else comparison.unseen():
            typer.echo(f"the channel '{name}' declares no product view: nothing of it is compared", err=True)
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("comparing", total=len(views) * len(places) * len(seen_as))
            for place, group in product(places, seen_as):
                handles = await comparison.products(place, sample=sample, group=group)
                for owner, view in views:
                    compared = comparison.compare(owner, view, place, handles, group=group)
                    found += [finding async for finding in compared]
                    bar.advance(task)
    return found


def print_json(findings: "list[Finding]") -> None:
    """Print the counts and every offer that is not the same."""
    import dataclasses

    counts = {kind: sum(finding.kind == kind for finding in findings) for kind in _COMPARED}
    others = [dataclasses.asdict(finding) for finding in findings if finding.kind != "same"]
    typer.echo(json.dumps({"offers": counts, "findings": others}, indent=2, ensure_ascii=False))


def print_table(findings: "list[Finding]") -> None:
    """Print the counts by channel, view, market and customer group, and the first of what is not the same."""
    from collections import Counter

    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for heading in ("Channel", "View", "Market", "Group"):
        table.add_column(heading)
    for heading in ("Same", "Diverging", "Differing"):
        table.add_column(heading, justify="right")
    counts = Counter((_row(finding), finding.kind) for finding in findings)
    for row in dict.fromkeys(_row(finding) for finding in findings):
        table.add_row(*row, *(str(counts[row, kind]) for kind in _COMPARED))
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    others = [finding for finding in findings if finding.kind != "same"]
    for finding in others[:_SHOWN]:
        place = f"{finding.channel} {finding.view}, {finding.market}, {finding.group}"
        where = f"{place}: {finding.product} {finding.variant}"
        console.print(
            f"{finding.kind}: {where}: {finding.detail}", style="red" if finding.kind == "differs" else ""
        )
    if len(others) > _SHOWN:
        console.print(f"and {len(others) - _SHOWN} more; --json tells all")


def _row(finding: "Finding") -> tuple[str, str, str, str]:
    return finding.channel, finding.view, finding.market, finding.group
