"""Run every check: `python -m tests`. Arguments go to pytest; `--quick` leaves out PostgreSQL and browsers.

Static checks come first, beside each other; a failed one is shown and the rest goes on, so that one run tells
all. The exit status is 0 only when every step passed. The last line is pytest's own.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.rig.chromium import MissingChromiumError, find_chromium
from tests.rig.postgres import ADDRESS, MissingPostgresError, TemporaryPostgres
from tests.rig.scratch import scratch

ROOT = Path(__file__).parent.parent
QUICK = "--quick"
SLOWEST = "--durations=25"
# A file's tests share what they set up, so a file stays in one process.
SPREAD = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]

STATIC = {
    "mypy": ["-m", "mypy"],
    "import contracts": [
        "-c",
        "from importlinter.cli import lint_imports_command as run; run(['--no-logo'])",
    ],
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    # Commands are tested in processes of their own: else each would compile the sources anew where Python is
    # told not to write what it compiled.
    "compile": ["-m", "compileall", "-q", "core/comptoir", "plugins", "storefronts"],
}


def main(arguments: list[str]) -> int:
    """Run all steps; return the exit status."""
    quick = QUICK in arguments
    pytest_arguments = [SLOWEST, *(each for each in arguments if each != QUICK)]
    if quick:
        announce("QUICK: PostgreSQL and browser tests are LEFT OUT; this is not the whole suite")
    failed = check_statically()
    try:
        with scratch() as folder:
            announce(f"temporary files: {folder}")
            passed = run_pytest(pytest_arguments, quick=quick, failed=failed)
    except (MissingPostgresError, MissingChromiumError) as missing:
        print(missing, file=sys.stderr, flush=True)
        return 1
    return 1 if failed or not passed else 0


def check_statically() -> list[str]:
    """Run the static checks, two at a time; return the names of those that failed."""
    announce(", ".join(STATIC))
    with ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(check, STATIC, STATIC.values()))
    return [name for name, good in zip(STATIC, passed, strict=True) if not good]


def check(name: str, command: list[str]) -> bool:
    """Run a static check, then show its output; return whether it passed."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    verdict = "passed" if done.returncode == 0 else "FAILED"
    announce(f"{name}: {verdict} in {time.monotonic() - began:.1f} s\n{done.stdout.rstrip()}".rstrip())
    return done.returncode == 0


def run_pytest(arguments: list[str], *, quick: bool, failed: list[str]) -> bool:
    """Bring up what the tests need and run them."""
    if quick:
        chosen = ["-m", "not browser", "-k", "not postgresql and not test_postgres"]
        return run("pytest (quick)", [*chosen, *arguments], failed=failed)
    announce(f"Chromium: {find_chromium()}")
    server = TemporaryPostgres()
    try:
        announce("PostgreSQL: a temporary server is up")
        os.environ[ADDRESS] = server.address
        spread = [] if any(each.startswith("-n") for each in arguments) else SPREAD
        return run("pytest", [*spread, *arguments], failed=failed)
    finally:
        server.stop()


def run(name: str, arguments: list[str], *, failed: list[str]) -> bool:
    """Run pytest, whose output goes straight out; return whether it passed."""
    if failed:
        announce(f"FAILED so far: {', '.join(failed)}")
    announce(name)
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode == 0


def announce(text: str) -> None:
    """Print a line of our own."""
    print(f"==> {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
