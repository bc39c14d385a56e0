"""Find a Chromium for browser tests, or install Debian's where that is allowed."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADDRESS = "COMPTOIR_TEST_CHROMIUM"
"""Environment variable with the path of the browser to use."""

_PLACES = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",)
_HOW_TO_INSTALL = """\
The browser tests need Chromium and found none of these on PATH: {names}.
Install it in one of these ways, or name one with {address}=/path/to/chromium:
    apt-get install chromium        (Debian)
    apt-get install chromium-browser (Ubuntu)
    brew install --cask chromium    (macOS)
"""


class MissingChromiumError(RuntimeError):
    """No Chromium is to be found; the message says how to get one."""


def find_chromium() -> Path:
    """Return the path of a Chromium; installs Debian's when run as root on Debian.

    Raises `MissingChromiumError` saying what to install.
    """
    found = _look()
    if found is None and os.getuid() == 0 and shutil.which("apt-get"):
        _install()
        found = _look()
    if found is None:
        raise MissingChromiumError(_HOW_TO_INSTALL.format(names=", ".join(NAMES), address=ADDRESS))
    return found


def _look() -> Path | None:
    candidates = [os.environ.get(ADDRESS), *(shutil.which(name) for name in NAMES), *_PLACES]
    return next((Path(path) for path in candidates if path and Path(path).exists()), None)


def _install() -> None:
    print("tests: installing Chromium with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    for command in (["apt-get", "update", "-q"], install):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL)
