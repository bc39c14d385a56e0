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

    _unlock = _lock
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


class FileLock:
    """Held by one holder among all processes at a time; each holder needs a lock of its own on the path."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)

    def __enter__(self) -> None:
        _lock(self._handle)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _unlock(self._handle)

    def close(self) -> None:
        """Give the file up."""
        os.close(self._handle)
