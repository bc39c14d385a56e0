"""The catalogue as a plugin of the core."""

from collections.abc import Sequence
from pathlib import Path

from comptoir.hooks.contributions import Migrations
from comptoir.markers import hookimpl


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of the catalogue."""
    return [Migrations(owner="catalog", folder=Path(__file__).parent / "migrations")]
