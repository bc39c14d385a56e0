"""What returns policies contribute to the core."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from comptoir.hooks.contributions import Migrations
from comptoir.markers import hookimpl
from comptoir.policies.snapshot import POLICIES
from comptoir.readmodel.snapshot import SnapshotPart


@hookimpl
def register_migrations() -> Sequence[Migrations]:
    """Return the table of published versions."""
    return [Migrations(owner="policies", folder=Path(__file__).parent / "migrations")]


@hookimpl
def register_snapshot_parts() -> Sequence[SnapshotPart[Any]]:
    """Return the published policies."""
    return [POLICIES]
