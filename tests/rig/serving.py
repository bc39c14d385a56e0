"""Serve an ASGI application on a free port of this machine, in a thread."""

import threading
import time
from contextlib import contextmanager

import uvicorn


class _Server(uvicorn.Server):
    """Ends open streams before it waits for connections, as the signal does that stops a process."""

    async def shutdown(self, sockets=None):
        shop = getattr(getattr(self.config.app, "state", None), "shop", None)
        if shop is not None:
            shop.streams.close()
        await super().shutdown(sockets)


@contextmanager
def serving(app):
    """Give the address of the running application; it is shut down, lifespan included, at the end.

    Raises `RuntimeError` when it does not start.
    """
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning", timeout_graceful_shutdown=3)
    server = _Server(config)
    thread = threading.Thread(target=server.run, name="served-shop")
    thread.start()
    try:
        deadline = time.monotonic() + 30
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise RuntimeError("the application did not start")
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the application did not shut down"
