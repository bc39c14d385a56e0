"""A counter beside the database that tells all processes of the machine when a change was committed.

Asking SQL for revisions costs a hundred times more than reading eight bytes of shared memory, and is asked once
a request. The counter only says when to ask SQL: it may say so too often, and a process that dies between its
commit and its signal is caught by asking anyway once in a while.
"""

import mmap
import struct
from pathlib import Path

_COUNTER = struct.Struct("<Q")


class Signal:
    """The counter. `raise_` is called by whoever holds the writers' lock; `value` by anyone."""

    def __init__(self, path: Path) -> None:
        path.touch()
        self._file = path.open("r+b")
        if path.stat().st_size < _COUNTER.size:
            self._file.truncate(_COUNTER.size)
        self._memory = mmap.mmap(self._file.fileno(), _COUNTER.size)

    def value(self) -> int:
        """Return how often something was committed, modulo 2^64."""
        found: int = _COUNTER.unpack_from(self._memory)[0]
        return found

    def raise_(self) -> None:
        """Say that something was committed."""
        _COUNTER.pack_into(self._memory, 0, (self.value() + 1) % 2**64)

    def close(self) -> None:
        """Let go of the file."""
        self._memory.close()
        self._file.close()
