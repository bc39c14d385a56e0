"""Starts servers quickly: a process that has loaded everything, and forks one that serves at each line it reads.

`python -m tests.rig.zygote`: a line is a port; the answer is the number of the process that runs `comptoir serve`
there. The last server ends with this process, which ends with its input.
"""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.request import urlopen

_LONGEST_START = 60.0


def main():
    """Load what a server needs, then serve on demand."""
    import comptoir.app  # noqa: F401 - loaded once, for all servers
    import uvicorn.protocols.http.auto  # noqa: F401 - as above
    from comptoir.cli.main import app
    from comptoir.settings import load_settings
    from comptoir.startup import assemble_schemas, take_plugins

    assemble_schemas(take_plugins(load_settings()))
    # Who is killed is not waited for.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("loaded", flush=True)
    last = None
    for line in sys.stdin:
        last = os.fork()
        if not last:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.dup2(os.open(os.devnull, os.O_RDWR), 1)
            app(["serve", "--port", line.strip()])
            os._exit(0)
        print(last, flush=True)
    if last is not None:
        try:
            os.kill(last, signal.SIGKILL)
        except ProcessLookupError:
            return


@contextmanager
def zygote(environment):
    """Give a function that starts a server on a port and returns its process number once it answers."""
    command = [sys.executable, "-m", "tests.rig.zygote"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env={**os.environ, **environment}, **pipes) as process:
        assert process.stdout.readline() == "loaded\n"

        def start(port):
            process.stdin.write(f"{port}\n")
            process.stdin.flush()
            pid = int(process.stdout.readline())
            _await(port, pid)
            return pid

        yield start
        process.stdin.close()


def _await(port, pid):
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until:
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (URLError, OSError):
            os.kill(pid, 0)  # It raises where the server has ended by itself.
            time.sleep(0.01)
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    main()
