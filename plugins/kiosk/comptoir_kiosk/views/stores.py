"""Where a variant is: here first, then at the shop's other locations."""

from collections.abc import Mapping, Sequence
from typing import Any


def here_and_elsewhere(
    rows: Sequence[Mapping[str, Any]], location_id: str | None
) -> tuple[Mapping[str, Any] | None, list[Mapping[str, Any]]]:
    """Return what is known of this location, none when it does not keep the piece, and of the others.

    Those that have the piece come first.
    """
    here = next((row for row in rows if row["location"]["id"] == location_id), None)
    others = [row for row in rows if row is not here]
    return here, sorted(others, key=lambda row: not row["available"])
