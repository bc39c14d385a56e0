"""A shop served by a real uvicorn in a process of its own, and one cart in it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx2
from comptoir.testing import open_shop, settings_of

CREATE = "mutation { cartCreate { cart { id } } }"
NOTE = """
mutation ($cart: ID!, $note: String!) {
  cartNoteUpdate(cartId: $cart, note: $note) { cart { id } userErrors { message } }
}
"""
FOLLOW = "subscription ($cart: ID!) { cartUpdated(cartId: $cart) { note totalQuantity } }"
_MAIN = """
import sys, uvicorn
from pathlib import Path
from comptoir.app import create_app
from comptoir.testing import settings_of
if __name__ == "__main__":
    app = create_app(settings_of(Path(sys.argv[1]), base_url="", most_streams=int(sys.argv[3])))
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", timeout_graceful_shutdown=20)
"""


class Served:
    """A running server."""

    def __init__(self, folder, *, most_streams=100):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.socket_url = f"ws://127.0.0.1:{self.port}/graphql"
        self.process = subprocess.Popen(
            [sys.executable, "-c", _MAIN, str(folder), str(self.port), str(most_streams)],
            stderr=subprocess.PIPE,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self._await()

    def _await(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if httpx2.get(f"{self.url}/healthz").status_code == 200:
                    return
            except httpx2.HTTPError:
                assert self.process.poll() is None, self.process.stderr.read()
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def ask(self, query, **variables):
        answer = httpx2.post(f"{self.url}/graphql", json={"query": query, "variables": variables}).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def new_cart(self):
        return self.ask(CREATE)["cartCreate"]["cart"]["id"]

    def note(self, cart, text):
        assert self.ask(NOTE, cart=cart, note=text)["cartNoteUpdate"]["userErrors"] == []

    def stop(self, number=signal.SIGTERM):
        """Send a signal; returns how many seconds it took to end, and what was logged."""
        began = time.monotonic()
        self.process.send_signal(number)
        _, log = self.process.communicate(timeout=30)
        return time.monotonic() - began, log.decode()


@contextmanager
def served(folder, *, processes=1, **options):
    """Give servers over one filled shop."""
    with open_shop(folder, base_url=""):
        pass
    running = []
    try:
        running.extend(Served(folder, **options) for _ in range(processes))
        yield running
    finally:
        for server in running:
            if server.process.poll() is None:
                server.process.kill()
                server.process.communicate()


__all__ = ["CREATE", "FOLLOW", "NOTE", "Served", "served", "settings_of"]
