"""What inventory contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.hooks.contributions import Migrations
from comptoir.markers import hookimpl
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of locations and levels."""
    return [Migrations(owner="inventory", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return what is in stock."""
    from comptoir.inventory.snapshot import AVAILABILITY

    return [AVAILABILITY]
