"""`comptoir serve`: run the shop."""

from typing import TYPE_CHECKING

import typer

from comptoir.cli.opening import open_shop

if TYPE_CHECKING:
    from comptoir.shop import Shop


def serve(
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    port: int = typer.Option(8000, help="Port to listen on."),
) -> None:
    """Serve the shop that the settings name, with every installed channel."""
    from comptoir.doors.addresses import served_at

    shop = open_shop()
    print_addresses(shop, served_at(host, port))
    run(shop, host=host, port=port)


def run(shop: "Shop", *, host: str, port: int) -> None:
    """Serve a started shop until it is told to stop."""
    import uvicorn

    from comptoir.app import serve as as_application

    uvicorn.run(
        as_application(shop),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=5,
        ws_max_size=shop.settings.limits.body_bytes,
    )


def print_addresses(shop: "Shop", base: str) -> None:
    """Print where the channels and the API are, and which plugins failed."""
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table.grid(padding=(0, 2))
    for channel in shop.channels:
        table.add_row(channel.title, f"{base}{channel.path or '/'}")
    table.add_row("GraphQL", f"{base}/graphql")
    table.add_row("GraphQL for staff", f"{base}/graphql/staff")
    if shop.settings.doors:
        table.add_row("All doors, with codes for phones", f"{base}/doors")
    table.add_row("What each channel can do", f"{base}/channels")
    console.print(table)
    for plugin in shop.registry.plugins:
        if plugin.status == "failed":
            console.print(f"The plugin '{plugin.name}' failed and was left out: {plugin.error}", style="red")
