"""Run every check: `python -m tests`. Arguments go to pytest; `--quick` leaves out PostgreSQL and browsers.

Static checks come first; a failed one is shown and the rest goes on, so that one run tells all. The exit
status is 0 only when every step passed. The last line is pytest's own.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.rig.chromium import MissingChromiumError, find_chromium
from tests.rig.postgres import ADDRESS, MissingPostgresError, TemporaryPostgres

ROOT = Path(__file__).parent.parent
QUICK = "--quick"

STATIC = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "import contracts": [
        "-c",
        "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])",
    ],
}


def main(arguments: list[str]) -> int:
    """Run all steps; return the exit status."""
    quick = QUICK in arguments
    pytest_arguments = [each for each in arguments if each != QUICK]
    if quick:
        announce("QUICK: PostgreSQL and browser tests are LEFT OUT; this is not the whole suite")
    failed = [name for name, command in STATIC.items() if not run(name, command)]
    try:
        passed = run_pytest(pytest_arguments, quick=quick, failed=failed)
    except (MissingPostgresError, MissingChromiumError) as missing:
        print(missing, file=sys.stderr, flush=True)
        return 1
    return 1 if failed or not passed else 0


def run_pytest(arguments: list[str], *, quick: bool, failed: list[str]) -> bool:
    """Bring up what the tests need and run them."""
    if quick:
        chosen = ["-m", "not browser", "-k", "not postgresql and not test_postgres"]
        return run("pytest (quick)", ["-m", "pytest", *chosen, *arguments], note=failed)
    announce(f"Chromium: {find_chromium()}")
    server = TemporaryPostgres()
    try:
        announce("PostgreSQL: a temporary server is up")
        os.environ[ADDRESS] = server.address
        spread = [] if any(each.startswith("-n") for each in arguments) else ["-n", "2"]
        return run("pytest", ["-m", "pytest", *spread, *arguments], note=failed)
    finally:
        server.stop()


def run(name: str, command: list[str], *, note: list[str] | None = None) -> bool:
    """Run one step and show its output; return whether it passed."""
    if note:
        announce(f"FAILED so far: {', '.join(note)}")
    announce(name)
    began = time.monotonic()
    status = subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode
    if not name.startswith("pytest"):
        announce(f"{name}: {'passed' if status == 0 else 'FAILED'} in {time.monotonic() - began:.1f} s")
    return status == 0


def announce(text: str) -> None:
    """Print a line of our own."""
    print(f"==> {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
