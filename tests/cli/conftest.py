"""Run the command line as people do: in a process and a folder of its own."""

import json
import os
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from importlib.metadata import entry_points

import pytest

ENTRY = "[comptoir]\n{name} = {module}\n"


@pytest.fixture
def installed(tmp_path):
    """Install a plugin for the command line: its name and the text of its module."""

    def install(name, source, *, requires=()):
        site = tmp_path / "site"
        info = site / f"{name}-1.2.dist-info"
        info.mkdir(parents=True)
        (site / f"{name}.py").write_text(textwrap.dedent(source))
        needs = "".join(f"Requires-Dist: {each}\n" for each in requires)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n{needs}")
        (info / "entry_points.txt").write_text(ENTRY.format(name=name, module=name))

    return install


def environment(folder, variables):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("COMPTOIR_")}
    given = {f"COMPTOIR_{name}": value for name, value in variables.items()}
    return {**clean, "PYTHONPATH": str(folder / "site"), "COLUMNS": "200", **given}


@pytest.fixture
def run(tmp_path):
    """Run `comptoir` with arguments; environment variables by keyword, without their prefix."""

    def call(*arguments, status=0, timeout=60, **variables):
        done = subprocess.run(
            [sys.executable, "-m", "comptoir.cli.main", *arguments],
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
            cwd=tmp_path,
            env=environment(tmp_path, variables),
        )
        assert done.returncode == status, done.stderr + done.stdout
        return done

    return call


@pytest.fixture
def start(tmp_path):
    """Start `comptoir` as `run` does; the process is told to stop at the end."""

    @contextmanager
    def call(*arguments, **variables):
        with subprocess.Popen(
            [sys.executable, "-u", "-m", "comptoir.cli.main", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=tmp_path,
            env=environment(tmp_path, variables),
        ) as started:
            try:
                yield started
            finally:
                started.terminate()

    return call


INSTALLED = sorted({entry.name for entry in entry_points(group="comptoir")})
CORE_ALONE = {"PLUGINS__DISABLED": json.dumps(INSTALLED)}
