"""What markets contribute to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.hooks.contributions import Migrations
from comptoir.markers import hookimpl
from comptoir.markets.snapshot import MARKETS
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of the shop and its markets."""
    return [Migrations(owner="markets", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the shop and its markets."""
    return [MARKETS]
