"""A lock between processes, on a file beside the database.

SQLite's own waiting backs off in steps, which starves writers of several processes for seconds; an flock is
handed over at once.
"""

import os
import sys
from pathlib import Path
from types import TracebackType

if sys.platform == "win32":  # pragma: no cover

    def _lock(_handle: int) -> None:
        """Windows has no flock: SQLite's busy timeout alone keeps writers apart there."""

    def _lock_now(_handle: int) -> bool:
        return True

    _unlock = _lock
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _lock_now(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class FileLock:
    """Held by one holder among all processes at a time; each holder needs a lock of its own on the path."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)

    def take(self) -> None:
        """Wait until nobody else holds it."""
        _lock(self._handle)

    def take_now(self) -> bool:
        """Take it unless somebody else holds it; tell whether it is held now."""
        return _lock_now(self._handle)

    def release(self) -> None:
        """Let others have it."""
        _unlock(self._handle)

    def __enter__(self) -> None:
        self.take()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def close(self) -> None:
        """Give the file up."""
        os.close(self._handle)
