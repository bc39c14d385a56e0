"""`comptoir demo`: a shop with the demonstration brand, in one command."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from comptoir.shop import Shop

_LOADED = "demo.loaded"


def demo(
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    port: int = typer.Option(8000, help="Port to listen on."),
    reset: bool = typer.Option(False, "--reset", help="Throw the demonstration shop away and load it anew."),
    load_only: bool = typer.Option(False, "--load-only", help="Load the shop and leave without serving."),
) -> None:
    """Create, migrate and fill a demonstration shop under .comptoir/, and serve it with every channel."""
    from comptoir.logs import configure_logging
    from comptoir.settings import Settings
    from comptoir.startup import start_shop

    settings = Settings()
    if "doors" not in settings.model_fields_set:
        settings = settings.model_copy(update={"doors": True})
    configure_logging(settings)
    if reset:
        _reset(settings.data_dir)
    shop = start_shop(settings)
    marker = settings.data_dir / _LOADED
    if not marker.exists():
        asyncio.run(_load(shop))
        marker.touch()
    if load_only:
        shop.db.close_now()
        return
    from comptoir.cli.serve import print_addresses, run

    print_addresses(shop, f"http://{host}:{port}")
    run(shop, host=host, port=port)


def _reset(folder: Path) -> None:
    import shutil

    from comptoir.errors import ConfigurationError

    if folder.exists() and not (folder / _LOADED).exists() and (folder / "shop.db").exists():
        raise ConfigurationError(
            f"{folder} holds a shop that is not the demonstration; remove it by hand if it is to go"
        )
    shutil.rmtree(folder, ignore_errors=True)


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
