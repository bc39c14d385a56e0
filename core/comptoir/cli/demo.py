"""`comptoir demo`: a shop with the demonstration brand, in one command."""

import asyncio
from typing import TYPE_CHECKING

import typer

from comptoir.cli.opening import open_shop, read_settings

if TYPE_CHECKING:
    from comptoir.settings import Settings
    from comptoir.shop import Shop

_OWNER = "owner@demo.example"
_LOADED = "demo.loaded"
_LOADING = "demo.loading"
"""Stands while the shop is being filled: where that was interrupted, the next start begins anew."""
_MADE = ("shop.db*", "media", "renditions", "secret.key", _LOADED, _LOADING)


def demo(
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    port: int = typer.Option(8000, help="Port to listen on."),
    reset: bool = typer.Option(False, "--reset", help="Throw the demonstration shop away and load it anew."),
    load_only: bool = typer.Option(False, "--load-only", help="Load the shop and leave without serving."),
) -> None:
    """Create, migrate and fill a demonstration shop under .comptoir/, and serve it with every channel."""
    settings = read_settings()
    unset = {"doors", "sandbox_payments", "service_when_closed"} - settings.model_fields_set
    settings = settings.model_copy(update=dict.fromkeys(unset, True))
    loading = settings.data_dir / _LOADING
    if reset or loading.exists():
        _reset(settings)
    shop = open_shop(settings)
    marker = settings.data_dir / _LOADED
    if not marker.exists():
        _check_empty(shop)
        loading.touch()
        asyncio.run(_load(shop))
        marker.touch()
        loading.unlink()
    _hire(shop)
    if load_only:
        shop.db.close_now()
        return
    from comptoir.cli.serve import print_addresses, run
    from comptoir.doors.addresses import served_at

    print_addresses(shop, served_at(host, port))
    run(shop, host=host, port=port)


def _hire(shop: "Shop") -> None:
    """Give a shop without staff an owner, and print the password, which is told this once."""
    from comptoir.ids import new_token
    from comptoir.staff.accounts import add_account, find_accounts
    from comptoir.staff.passwords import hash_now
    from comptoir.staff.permissions import Role

    if shop.db.read_now(find_accounts):
        return
    password = new_token(64)
    digest = hash_now(password)
    shop.db.write_now(add_account, email=_OWNER, name="Owner", role=Role.OWNER, password_digest=digest)
    typer.echo(f"Staff sign in at /graphql/staff as {_OWNER} with the password {password}")


def _reset(settings: "Settings") -> None:
    """Remove what the demonstration shop made; whatever else lies in the folder stays."""
    import shutil

    from comptoir.errors import ConfigurationError

    folder = settings.data_dir
    if settings.database_url:
        raise ConfigurationError(
            "--reset is for the embedded database: empty the one that COMPTOIR_DATABASE_URL names by hand"
        )
    found = [path for pattern in _MADE for path in folder.glob(pattern)]
    if found and not any((folder / name).exists() for name in (_LOADED, _LOADING)):
        raise ConfigurationError(
            f"{folder} holds a shop that is not the demonstration; remove it by hand if it is to go"
        )
    for path in found:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _check_empty(shop: "Shop") -> None:
    from comptoir.db.revisions import read_revisions
    from comptoir.errors import ConfigurationError

    if shop.db.read_now(read_revisions):
        shop.db.close_now()
        raise ConfigurationError(
            "this shop has data that is not the demonstration's; name another folder with COMPTOIR_DATA_DIR, "
            "or serve the shop with: comptoir serve"
        )


async def _load(shop: "Shop") -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from comptoir.errors import ConfigurationError

    storefront = shop.storefront
    if storefront is None or storefront.load is None:
        raise ConfigurationError(
            "no demonstration brand is installed: install comptoir-atelier, or name one of several with "
            "COMPTOIR_STOREFRONT"
        )
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, transient=True) as bar:
        tasks: dict[str, object] = {}

        def progress(step: str, done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=of)
            bar.update(tasks[step], completed=done, total=of)  # type: ignore[arg-type]

        await storefront.load(shop, progress)
