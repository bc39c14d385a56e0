"""`comptoir migrate`: bring the database's tables up to date."""

import typer


def migrate() -> None:
    """Create or upgrade the tables of the core and of every installed plugin."""
    from comptoir.clock import SystemClock
    from comptoir.db.database import open_database
    from comptoir.db.migrate import upgrade
    from comptoir.settings import Settings
    from comptoir.startup import take_plugins

    settings = Settings()
    registry = take_plugins(settings)
    database = open_database(settings, clock=SystemClock())
    try:
        done = upgrade(database, [found for _, found in registry.contributions("register_migrations")])
    finally:
        database.close_now()
    for revision in done:
        typer.echo(revision)
    typer.echo(f"{len(done)} migrated" if done else "up to date")
