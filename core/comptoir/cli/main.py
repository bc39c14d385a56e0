"""The command line: `comptoir …`. Each command imports what it needs when it runs, so that help is quick."""

import sys

import typer

from comptoir import __version__
from comptoir.cli import (
    channel,
    database,
    demo,
    device,
    doctor,
    interchange,
    parity,
    plugins,
    schema,
    serve,
    staff,
)
from comptoir.cli.opening import read_settings
from comptoir.errors import ComptoirError

app = typer.Typer(
    name="comptoir",
    help="Comptoir: one counter, every door.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def _root(version: bool = typer.Option(False, "--version", help="Print the version and leave.")) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("migrate")(database.migrate)
app.command("import")(interchange.import_products)
app.command("export")(interchange.export_products)
app.command("schema")(schema.print_schema)
app.command("parity")(parity.parity)
app.command("doctor")(doctor.doctor)
app.add_typer(device.app, name="device", help="Enrol kiosks and other screens of the shop's own.")
app.add_typer(staff.app, name="staff", help="Add members of staff, change their roles, issue tokens.")
app.add_typer(channel.app, name="channel", help="Run a channel beside a shop at another address.")
app.add_typer(plugins.app, name="plugins", help="Look at the plugins that are installed.")


def main() -> None:
    """Run the command line; errors that Comptoir raises on purpose end it with one line and status 1."""
    try:
        _with_plugin_commands()()
    except ComptoirError as error:
        typer.secho(f"comptoir: {error.message}", err=True, fg=typer.colors.RED)
        sys.exit(1)


def _with_plugin_commands() -> typer.Typer:
    """Let plugins' commands join, when the word given is not one of ours: loading plugins takes time."""
    ours = {info.name for info in app.registered_commands} | {group.name for group in app.registered_groups}
    word = sys.argv[1] if len(sys.argv) > 1 else ""
    if not word or word.startswith("-") or word in ours:
        return app
    from comptoir.startup import take_plugins

    for _, command in take_plugins(read_settings()).contributions("register_commands"):
        app.add_typer(command.app, name=command.name)
    return app


if __name__ == "__main__":
    main()
