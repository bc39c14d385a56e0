"""`comptoir schema`: print the GraphQL schema."""

import typer


def print_schema() -> None:
    """Print the schema of the core and the installed plugins, sorted, in the schema definition language."""
    from comptoir.settings import Settings
    from comptoir.startup import assemble_schema, take_plugins

    typer.echo(assemble_schema(take_plugins(Settings())).printed(), nl=False)
