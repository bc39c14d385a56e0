"""`comptoir import` and `comptoir export`: the product CSV that storefronts and tools exchange."""

import gc
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from comptoir.db.database import Database
    from comptoir.interchange.fetching import GuardedFetcher
    from comptoir.settings import Settings


class ExportFormat(StrEnum):
    """Which generation of headers an export has."""

    CLASSIC = "classic"
    CURRENT = "current"


def import_products(
    file: Annotated[Path, typer.Argument(help="The product CSV, in either generation of headers.")],
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would change and change nothing."),
    skip_bad_rows: bool = typer.Option(
        False, "--skip-bad-rows", help="Leave out the products that have bad rows, import the others."
    ),
    fetch_images: bool = typer.Option(
        False, "--fetch-images", help="Download pictures into the shop instead of linking to them."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Create and update products, prices and stock from a product CSV."""
    from comptoir.interchange.importing import ImportOptions, import_file
    from comptoir.interchange.progress import progress_bar
    from comptoir.interchange.report import print_report

    options = ImportOptions(dry_run=dry_run, skip_bad_rows=skip_bad_rows, fetch_images=fetch_images)
    fetcher = _fetcher() if fetch_images else None
    settings, database = _open()
    try:
        with progress_bar() as progress:
            report = import_file(
                database,
                file,
                data_dir=settings.data_dir,
                options=options,
                base_url=settings.base_url,
                progress=progress,
                fetch=fetcher,
            )
    finally:
        database.close_now()
    print_report(report, as_json=as_json)
    if report.failed:
        raise typer.Exit(1)


def export_products(
    file: Annotated[str, typer.Argument(help="Where to write; - writes to standard output.")],
    generation: Annotated[
        ExportFormat, typer.Option("--format", help="Which generation of headers to write.")
    ] = ExportFormat.CURRENT,
) -> None:
    """Write every product with its variants, prices, stock and pictures as a product CSV."""
    from comptoir.interchange.exporting import export_file
    from comptoir.interchange.progress import progress_bar

    settings, database = _open()
    try:
        with progress_bar() as progress:
            done = export_file(
                database, file, generation=generation.value, base_url=settings.base_url, progress=progress
            )
    finally:
        database.close_now()
    typer.echo(f"exported {done.products} products ({done.rows} rows) in {done.seconds:.1f} s", err=True)


def _fetcher() -> "GuardedFetcher":
    from comptoir.interchange.fetching import GuardedFetcher

    return GuardedFetcher()


def _open() -> "tuple[Settings, Database]":
    """Open the shop's database with its tables up to date; no snapshot is built, so memory stays small."""
    from comptoir.clock import SystemClock
    from comptoir.db.database import open_database
    from comptoir.db.migrate import upgrade
    from comptoir.settings import load_settings
    from comptoir.startup import take_plugins

    settings = load_settings()
    registry = take_plugins(settings)
    database = open_database(settings, clock=SystemClock())
    try:
        upgrade(database, [found for _, found in registry.contributions("register_migrations")])
    except BaseException:
        database.close_now()
        raise
    # What was loaded until here stays: the collector need not look through it again for each batch.
    gc.collect()
    gc.freeze()
    return settings, database
