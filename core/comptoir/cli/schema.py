"""`comptoir schema`: print the GraphQL schema."""

import typer


def print_schema() -> None:
    """Print the schema of the core and the installed plugins, sorted, in the schema definition language."""
    from comptoir.logs import configure_logging
    from comptoir.settings import load_settings
    from comptoir.startup import assemble_schema, take_plugins

    settings = load_settings()
    configure_logging(settings)
    typer.echo(assemble_schema(take_plugins(settings)).printed(), nl=False)
