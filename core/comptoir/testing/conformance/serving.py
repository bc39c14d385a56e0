"""Serves an application on a free port of this machine, so that a kit's visitor is a visitor like any other."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn

_SECONDS = 30


@contextmanager
def serving(app: Any) -> Iterator[str]:
    """Give the address of the running application; raises `RuntimeError` when it does not start."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=3)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="conformance")
    thread.start()
    try:
        deadline = time.monotonic() + _SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the application did not start")
            time.sleep(0.01)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(_SECONDS)
