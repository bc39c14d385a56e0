"""Works that are done at the same moment, as requests to one process are: many threads, one event loop."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Thread
from typing import Any, TypeVar
from unittest import mock

Result = TypeVar("Result")


def at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """Do all works beside each other and return what they return; what one raises is raised.

    A shop belongs to one event loop, so whatever the works `asyncio.run` meets on a loop that all of them share.
    """
    with (
        _one_loop() as loop,
        mock.patch("asyncio.run", lambda work: _wait(loop, work)),
        ThreadPoolExecutor(len(works)) as pool,
    ):
        return [future.result() for future in [pool.submit(work) for work in works]]


def _wait(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run_coroutine_threadsafe(work, loop).result()


@contextmanager
def _one_loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, name="one loop")
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()
