"""`comptoir doctor`: prove that what is stored does not contradict itself."""

import typer

from comptoir.cli.opening import read_settings


def doctor() -> None:
    """Check stock, orders and payments against the rows that make them up; repair nothing."""
    from comptoir.clock import SystemClock
    from comptoir.db.database import open_database
    from comptoir.db.migrate import pending
    from comptoir.errors import ConfigurationError
    from comptoir.startup import take_plugins

    settings = read_settings()
    registry = take_plugins(settings)
    database = open_database(settings, clock=SystemClock())
    found = 0
    try:
        behind = pending(database, [each for _, each in registry.contributions("register_migrations")])
        if behind:
            raise ConfigurationError(f"run `comptoir migrate` first: {', '.join(behind)} are behind")
        for _, check in registry.contributions("register_checks"):
            findings = database.read_now(check.run)
            found += len(findings)
            typer.echo(f"{check.name}: {len(findings) or 'nothing'} found")
            for finding in findings:
                typer.echo(f"  {finding.subject}: {finding.message}")
    finally:
        database.close_now()
    if found:
        raise typer.Exit(1)
