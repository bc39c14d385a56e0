"""`comptoir schema`: print the GraphQL schema."""

import typer


def print_schema(staff: bool = typer.Option(False, "--staff", help="The schema of /graphql/staff.")) -> None:
    """Print the schema of the core and the installed plugins, sorted, in the schema definition language."""
    from comptoir.logs import configure_logging
    from comptoir.settings import load_settings
    from comptoir.startup import assemble_schema, take_plugins

    settings = load_settings()
    configure_logging(settings)
    schema = assemble_schema(take_plugins(settings), "staff" if staff else "storefront")
    typer.echo(schema.printed(), nl=False)
