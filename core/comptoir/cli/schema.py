"""`comptoir schema`: print the GraphQL schema."""

import typer

from comptoir.cli.opening import read_settings


def print_schema(staff: bool = typer.Option(False, "--staff", help="The schema of /graphql/staff.")) -> None:
    """Print the schema of the core and the installed plugins, sorted, in the schema definition language."""
    from comptoir.startup import assemble_schema, take_plugins

    schema = assemble_schema(take_plugins(read_settings()), "staff" if staff else "storefront")
    typer.echo(schema.printed(), nl=False)
