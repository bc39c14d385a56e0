"""How long `comptoir demo` takes until it answers: into an empty folder, and again."""

import statistics
from pathlib import Path

from tests.benchmarks.server import demo

GOALS = {"first start": 10.0, "second start": 3.0}
"""Seconds."""


def report(folder: Path, *, rounds: int) -> None:
    """Start the demonstration in an empty folder and then several times more, and print what it took."""
    print("\ncomptoir demo, every installed channel:")
    _print_row("first start", [_start(folder)])
    _print_row("second start", [_start(folder) for _ in range(rounds)])


def _start(folder: Path) -> tuple[float, float]:
    with demo(folder) as server:
        return server.seconds_to_start, server.processor_seconds()


def _print_row(name: str, starts: list[tuple[float, float]]) -> None:
    seconds, worked = zip(*starts, strict=True)
    middle, goal = statistics.median(seconds), GOALS[name]
    print(
        f"  {name:<14} {middle:.2f} s ({min(seconds):.2f} to {max(seconds):.2f})   "
        f"processor {statistics.median(worked):.2f} s   "
        f"goal {goal:.0f} s {'reached' if middle <= goal else 'NOT reached'}",
        flush=True,
    )
