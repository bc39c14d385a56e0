"""Where tests write: in memory where there is room, since waiting for a disk is most of what they would do."""

import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that must be free; a run writes about 1 GB."""
_PREFIX = "comptoir-tests-"


def parent() -> str:
    """Return the folder for temporary folders that any user can reach."""
    try:
        roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    except OSError:
        roomy = False
    return str(MEMORY) if roomy and _can_run_programs() else "/tmp"


def _can_run_programs() -> bool:
    """Some machines mount it so that nothing in it runs, not even the library of a test's own environment."""
    return not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC


@contextmanager
def scratch():
    """Let this process and those it starts write their temporary files in a folder that goes at the end."""
    _forget_the_dead()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=parent()))
    before = os.environ.get("TMPDIR")
    os.environ["TMPDIR"] = str(folder)
    try:
        yield folder
    finally:
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before
        shutil.rmtree(folder, ignore_errors=True)


def _forget_the_dead() -> None:
    """Remove what a run left that was killed."""
    for folder in Path(parent()).glob(f"{_PREFIX}*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdecimal() and not _runs(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
