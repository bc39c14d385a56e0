"""Drive a server on loopback with wrk: bounded in time and connections."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

CONNECTIONS = 16

_REQUESTS = re.compile(r"Requests/sec:\s+([0-9.]+)")
_BAD = re.compile(r"Non-2xx or 3xx responses: ([0-9]+)")
_SCRIPT = """
local bodies = {{ {bodies} }}
local turn = 0
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
request = function()
  turn = turn % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[turn])
end
response = function(status, headers, body)
  if status ~= 200 or body:find('"errors"', 1, true) or not body:find('{expected}', 1, true) then
    wrong = (wrong or 0) + 1
  end
end
"""


@dataclass(frozen=True, slots=True)
class Load:
    """A load: bodies are posted in turn; an answer without `expected` in it spoils the run."""

    name: str
    path: str
    bodies: Sequence[str]
    expected: str


def find_wrk() -> str:
    """Return wrk's path; installs Debian's when run as root, else ends saying what to install."""
    found = shutil.which("wrk")
    if found is None and os.getuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(["apt-get", "install", "-y", "-q", "wrk"], check=False, stdout=subprocess.DEVNULL)
        found = shutil.which("wrk")
    if found is None:
        raise SystemExit("The benchmarks need wrk: apt-get install wrk (Debian), brew install wrk (macOS)")
    return found


def measure(load: Load | None, *, port: int, seconds: int, folder: Path) -> float:
    """Return requests a second; without a load, of a plain GET of `/`."""
    path = load.path if load else "/"
    command = [find_wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", f"http://127.0.0.1:{port}{path}"]
    if load:
        script = folder / f"{load.name.replace(' ', '-')}.lua"
        bodies = ", ".join(
            json.dumps(body, ensure_ascii=True).replace("\\u", "\\\\u") for body in load.bodies
        )
        script.write_text(_SCRIPT.format(bodies=bodies, expected=load.expected))
        command[1:1] = ["-s", str(script)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=True)
    if _BAD.search(done.stdout):
        raise SystemExit(f"{load.name if load else 'yardstick'}: answers that are not 200\n{done.stdout}")
    return float(_REQUESTS.search(done.stdout)[1])
