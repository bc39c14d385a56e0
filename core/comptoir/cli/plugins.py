"""`comptoir plugins`: what is installed, whether it works, and what it adds."""

import json
from typing import TYPE_CHECKING, Any

import typer

from comptoir.cli.opening import open_shop, read_settings

if TYPE_CHECKING:
    from comptoir.hooks.registry import Plugin

app = typer.Typer(no_args_is_help=True)


@app.command("list")
def list_plugins(
    as_json: bool = typer.Option(False, "--json", help="Print JSON for scripts."),
    core: bool = typer.Option(False, "--core", help="Show the contexts of the core, too."),
) -> None:
    """List installed plugins with version, status and hooks; below them why one failed, and what one lacks."""
    found = [plugin for plugin in _start() if core or plugin.origin != "core"]
    if as_json:
        typer.echo(json.dumps([_described(plugin) for plugin in found], indent=2))
        return
    _print_table(found)


@app.command("check")
def check_plugins() -> None:
    """Exit with status 1 when a plugin fails or a channel's missing capability names no fallback."""
    faults = [f"{plugin.name}: {plugin.error}" for plugin in _start() if plugin.status == "failed"]
    for fault in faults:
        typer.secho(fault, err=True, fg=typer.colors.RED)
    if faults:
        raise typer.Exit(1)
    typer.echo("all plugins work")


def _start() -> "list[Plugin]":
    """Take every plugin through start-up in a shop that is thrown away, and return what became of each."""
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from comptoir.settings import Settings

    given = read_settings()
    configured = given.plugins.model_copy(update={"required": frozenset(), "strict": False})
    with TemporaryDirectory() as folder:
        settings = Settings(
            data_dir=Path(folder),
            database_url=f"sqlite:///{folder}/shop.db",
            plugins=configured,
            storefront="",
        )
        shop = open_shop(settings)
        shop.db.close_now()
    return shop.registry.plugins


def _described(plugin: "Plugin") -> dict[str, Any]:
    return {
        "name": plugin.name,
        "version": plugin.version,
        "origin": plugin.origin,
        "status": plugin.status,
        "error": plugin.error or None,
        "notices": plugin.contributions.get("register_notices", []),
        "hooks": list(plugin.hooks),
        "channels": [
            {"name": channel.name, "path": channel.path or "/"}
            for channel in plugin.contributions.get("register_channels", ())
        ],
    }


def _print_table(found: "list[Plugin]") -> None:
    from rich.console import Console
    from rich.table import Table

    if not found:
        typer.echo("no plugins are installed")
        return
    table = Table(box=None, pad_edge=False)
    for heading in ("Plugin", "Version", "Status", "Channels", "Hooks"):
        table.add_column(heading, overflow="fold")
    for plugin in found:
        channels = plugin.contributions.get("register_channels", ())
        paths = ", ".join(f"{channel.name} at {channel.path or '/'}" for channel in channels)
        table.add_row(
            plugin.name, plugin.version or "-", plugin.status, paths or "-", ", ".join(plugin.hooks)
        )
    Console().print(table)
    for plugin in found:
        if plugin.status == "failed":
            typer.secho(f"{plugin.name}: {plugin.error}", err=True, fg=typer.colors.RED)
        for notice in plugin.contributions.get("register_notices", ()):
            typer.echo(f"{plugin.name}: {notice}")
