"""Installs the channels of `tests/outside` for one process, and runs the kit in it."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from xml.etree import ElementTree as ET

OUTSIDE = Path(__file__).parents[1] / "outside"
SECONDS = 300


def install(name, into):
    """Write what an installer would leave behind; returns the folders that Python is to import from."""
    home = OUTSIDE / name
    project = tomllib.loads((home / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = into / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir(parents=True)
    heading = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}"]
    lines = [f"Requires-Dist: {requirement}" for requirement in project["dependencies"]]
    (metadata / "METADATA").write_text("\n".join([*heading, *lines]) + "\n")
    points = [f"{key} = {value}" for key, value in project["entry-points"]["comptoir"].items()]
    (metadata / "entry_points.txt").write_text("\n".join(["[comptoir]", *points]) + "\n")
    return [home, into]


class Outcome:
    """What came of a run: each test with its message, which is empty where it passed."""

    def __init__(self, done, report):
        self.status = done.returncode
        self.output = done.stdout + done.stderr
        self.tests = {}
        for case in ET.parse(report).iter("testcase") if report.exists() else ():
            fault = next((each for each in case if each.tag in {"failure", "error"}), None)
            self.tests[case.get("name")] = "" if fault is None else fault.get("message") or fault.text

    @property
    def failed(self):
        return {name for name, message in self.tests.items() if message}

    def of(self, channel):
        return {name for name in self.tests if channel in name}


def run_kit(folder, *arguments, imported=()):
    """Run the kit as a person would, in a process and a working folder of its own."""
    report = folder / "report.xml"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", f"--junitxml={report}"]
    command += ["--pyargs", "comptoir.testing.conformance", *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, imported))
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )
    return Outcome(done, report)
