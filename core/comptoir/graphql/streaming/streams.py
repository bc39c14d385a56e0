"""The streams that a process holds open: bounded in number, and all ended when it shuts down.

A server waits for open connections before it tells the application to shut down, so streams have to learn of it
sooner: from the signal itself.
"""

import asyncio
import signal
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from comptoir.errors import Refusal, RefusalCode

T = TypeVar("T")

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Streams:
    """Counts open streams and ends them all at once."""

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._open = 0
        self._closing = asyncio.Event()

    def __len__(self) -> int:
        return self._open

    @property
    def full(self) -> bool:
        """Whether no further stream is admitted."""
        return self._open >= self._most

    @property
    def closing(self) -> bool:
        """Whether all streams are to end."""
        return self._closing.is_set()

    async def closed(self) -> None:
        """Wait until all streams are to end."""
        await self._closing.wait()

    def close(self) -> None:
        """End all streams; later ones end at once."""
        self._closing.set()

    @contextmanager
    def admitted(self) -> Iterator[None]:
        """Count a stream while it is open; raises `Refusal` where there are as many as may be."""
        if self.full:
            raise Refusal(
                RefusalCode.RATE_LIMITED,
                f"{self._most} streams are open, which is the most; try again in a while",
            )
        self._open += 1
        try:
            yield
        finally:
            self._open -= 1

    async def follow(
        self, source: AsyncGenerator[T, None], *, tick_seconds: float | None = None
    ) -> AsyncGenerator[T | None, None]:
        """Yield what a source yields until it ends or all streams do; none after each silence of a tick.

        The source is closed in any case, and asked for its next value only when this one was taken.
        """
        closing: asyncio.Future[Any] = asyncio.ensure_future(self._closing.wait())
        following: asyncio.Future[Any] | None = None
        try:
            while not closing.done():
                following = following or asyncio.ensure_future(anext(source))
                await asyncio.wait(
                    {following, closing}, timeout=tick_seconds, return_when=asyncio.FIRST_COMPLETED
                )
                if closing.done():
                    break
                if not following.done():
                    yield None
                    continue
                try:
                    value = following.result()
                except StopAsyncIteration:
                    break
                following = None
                yield value
        finally:
            await _end(closing, following)
            await source.aclose()


async def _end(*tasks: asyncio.Future[Any] | None) -> None:
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


@contextmanager
def closing_on_signals(streams: Streams) -> Iterator[None]:
    """End streams when the process is told to stop, and leave the signal to whoever handled it before.

    Does nothing outside of the main thread, where signals cannot be had.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    kept = {number: signal.getsignal(number) for number in _SIGNALS}
    ours = {
        number: _ending(streams, loop, before)
        for number, before in kept.items()
        if callable(before) and before is not signal.default_int_handler
    }
    for number, handler in ours.items():
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handler in ours.items():
            # Somebody may have set another one meanwhile.
            if signal.getsignal(number) is handler:
                signal.signal(number, kept[number])


def _ending(
    streams: Streams, loop: asyncio.AbstractEventLoop, before: Callable[[int, FrameType | None], Any]
) -> Callable[[int, FrameType | None], None]:
    def handle(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(streams.close)
        before(number, frame)

    return handle
