"""`comptoir channel`: run a channel in a process of its own, beside a shop at another address."""

import typer

from comptoir.cli.opening import read_settings

app = typer.Typer(no_args_is_help=True)


@app.command("serve")
def serve_channel(
    name: str = typer.Argument(help="Name of an installed channel, such as kiosk."),
    shop: str = typer.Option(..., "--shop", help="Address of the shop, such as https://shop.example."),
    token: str = typer.Option(
        "", envvar="COMPTOIR_STOREFRONT_TOKEN", help="The channel's token from the shop."
    ),
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    port: int = typer.Option(8001, help="Port to listen on."),
) -> None:
    """Serve one channel with the same pages as within the shop; what it asks goes over HTTP."""
    import uvicorn

    from comptoir.doors.addresses import served_at
    from comptoir.remote.app import remote_app

    settings = read_settings()
    application = remote_app(name, shop_url=shop, settings=settings, token=token)
    typer.echo(f"{name} for {shop} at {served_at(host, port)}/")
    uvicorn.run(application, host=host, port=port, log_level="warning", access_log=False)


@app.command("token")
def print_token(name: str = typer.Argument(help="Name of the channel that speaks with it.")) -> None:
    """Print a storefront token: requests that carry it speak for that channel, and say whom they speak for."""
    from comptoir.settings import load_settings
    from comptoir.signing import Signer
    from comptoir.storefront_tokens import PURPOSE, issue

    typer.echo(issue(Signer(load_settings().signing_key(), purpose=PURPOSE), channel=name))
