"""Run a server in a process of its own and watch it: when it is up, how much memory it holds."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_LONGEST_START = 120.0


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up."""

    port: int
    pid: int
    seconds_to_start: float

    def processor_seconds(self) -> float:
        """Return how long the process has worked on all processors."""
        figures = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Return the resident memory of the process."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(target: str, *, environment: dict[str, str] | None = None, factory: bool = False):
    """Serve `module:application` with one uvicorn worker for the time of the block."""
    options = ["--log-level", "error", "--no-access-log", *(["--factory"] if factory else [])]
    with _serving([sys.executable, "-m", "uvicorn", target, *options], environment or {}) as server:
        yield server


@contextmanager
def demo(data_dir: Path):
    """Run `comptoir demo` with every installed channel for the time of the block."""
    command = [sys.executable, "-m", "comptoir.cli.main", "demo"]
    with _serving(command, {"COMPTOIR_DATA_DIR": str(data_dir)}) as server:
        yield server


@contextmanager
def _serving(command: list[str], environment: dict[str, str]):
    port = free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--port", str(port)], env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Running(port, process.pid, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int, process: subprocess.Popen) -> None:
    until = time.perf_counter() + _LONGEST_START
    while time.perf_counter() < until:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with status {process.returncode}")
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return
        except URLError:
            time.sleep(0.02)
    raise SystemExit("the server did not start")
