"""`comptoir migrate`: bring the database's tables up to date."""

import typer

from comptoir.cli.opening import read_settings


def migrate() -> None:
    """Create or upgrade the tables of the core and of every installed plugin."""
    from comptoir.clock import SystemClock
    from comptoir.db.database import open_database
    from comptoir.startup import migrate as bring_up_to_date
    from comptoir.startup import take_plugins

    settings = read_settings()
    registry = take_plugins(settings)
    database = open_database(settings, clock=SystemClock())
    try:
        done = bring_up_to_date(registry, database)
    finally:
        database.close_now()
    for revision in done:
        typer.echo(revision)
    typer.echo(f"{len(done)} migrated" if done else "up to date")
    if any(plugin.status == "failed" for plugin in registry.plugins):
        raise typer.Exit(1)
