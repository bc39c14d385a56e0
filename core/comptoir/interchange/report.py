"""What became of an import, for people and for programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

import orjson
import typer

from comptoir.interchange.faults import Fault

_SHOWN = 50
"""Warnings and faults that are printed; the rest is counted."""


@dataclass(slots=True)
class Report:
    """Counts of products unless a name says otherwise."""

    file: str
    dry_run: bool = False
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    skipped: int = 0
    """Left out because of bad rows."""
    variants: int = 0
    """Of the products that were not left out; of all of them where the file was refused."""
    rows: int = 0
    """Of the whole file."""
    seconds: float = 0.0
    warnings: list[str] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    refused: bool = False
    """Nothing was written, because rows are bad."""
    failed: bool = False

    def as_json(self) -> bytes:
        """Return everything as JSON."""
        value = asdict(self) | {"seconds": round(self.seconds, 3)}
        return orjson.dumps(value, option=orjson.OPT_INDENT_2)


def print_report(report: Report, *, as_json: bool) -> None:
    """Print a report: the summary to standard output, warnings and errors to standard error."""
    if as_json:
        typer.echo(report.as_json())
        return
    _print_some([f"warning: {warning}" for warning in report.warnings], typer.colors.YELLOW)
    _print_some(list(map(str, report.errors)), typer.colors.RED)
    typer.echo(summary(report))


def _print_some(lines: Sequence[str], color: str) -> None:
    for line in lines[:_SHOWN]:
        typer.secho(line, err=True, fg=color)
    if len(lines) > _SHOWN:
        typer.echo(f"… and {len(lines) - _SHOWN} more", err=True)


def summary(report: Report) -> str:
    """Return the last line."""
    if report.refused:
        return (
            f"{_count(len(report.errors), 'error')}; nothing was changed "
            "(--skip-bad-rows leaves out the products that have them)"
        )
    verb = ("would be created", "would be changed") if report.dry_run else ("created", "changed")
    counts = f"{report.created} {verb[0]}, {report.changed} {verb[1]}, {report.unchanged} unchanged"
    if report.skipped:
        counts += f", {report.skipped} left out"
    done = report.created + report.changed + report.unchanged
    speed = f", {done / report.seconds:.0f} products/s" if done >= _SHOWN and report.seconds else ""
    return f"{counts} ({_count(report.variants, 'variant')}) in {report.seconds:.1f} s{speed}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
