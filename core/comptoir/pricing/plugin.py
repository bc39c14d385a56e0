"""What pricing contributes to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.hooks.contributions import Migrations
from comptoir.markers import hookimpl
from comptoir.pricing.snapshot import PRICES
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the tables of prices, tax rates and divergences."""
    return [Migrations(owner="pricing", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the prices."""
    return [PRICES]
