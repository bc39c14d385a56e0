"""The commands themselves: what they print, their status, and that the docs' command lines work."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from comptoir.cli.main import app
from comptoir.errors import ComptoirError
from typer.testing import CliRunner

from tests.interchange.files import jeans, shirt, write_csv

DOCS = Path(__file__).parents[2] / "core" / "docs" / "import-export.md"
BAD = "'1,99' is not an amount: digits with a decimal point were expected"


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run a command line in an empty folder with a shop of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPTOIR_DATA_DIR", str(tmp_path / "shop"))
    return lambda *words: CliRunner().invoke(app, words)


def test_an_import_ends_with_counts_and_seconds(run, tmp_path):
    write_csv(tmp_path / "a.csv", [shirt(), jeans("S", first=True)])
    first, second = run("import", "a.csv"), run("import", "a.csv")
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert re.fullmatch(r"2 created, 0 changed, 0 unchanged \(2 variants\) in \d+\.\d s\n", first.stdout)
    assert re.fullmatch(r"0 created, 0 changed, 2 unchanged \(2 variants\) in \d+\.\d s\n", second.stdout)
    assert (first.stderr, second.stderr) == ("", "")


def test_bad_rows_end_it_with_status_one_and_the_first_fifty_named(run, tmp_path):
    rows = [shirt(Handle=f"s-{each}", **{"Variant SKU": "", "Variant Price": "1,99"}) for each in range(53)]
    write_csv(tmp_path / "a.csv", rows)
    done = run("import", "a.csv")
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert lines[0] == f"line 2, column Variant Price: {BAD}"
    assert (len(lines), lines[50]) == (51, "… and 3 more")
    assert done.stdout == (
        "53 errors; nothing was changed (--skip-bad-rows leaves out the products that have them)\n"
    )
    assert run("export", "-").stdout.count("\n") == 1


def test_json_has_every_fault(run, tmp_path):
    write_csv(tmp_path / "a.csv", [shirt(**{"Variant Price": "1,99"})])
    done = run("import", "a.csv", "--json")
    assert done.exit_code == 1
    found = json.loads(done.stdout)
    assert found.pop("seconds") >= 0
    assert found == {
        "file": "a.csv",
        "dry_run": False,
        "created": 0,
        "changed": 0,
        "unchanged": 0,
        "skipped": 0,
        "variants": 1,
        "rows": 1,
        "warnings": [],
        "errors": [{"line": 2, "column": "Variant Price", "message": BAD}],
        "refused": True,
        "failed": True,
    }


def test_a_file_that_cannot_be_read_is_one_line_on_standard_error(run, tmp_path):
    done = run("import", "none.csv")
    assert isinstance(done.exception, ComptoirError)
    assert done.exception.message == "none.csv cannot be read: No such file or directory"
    (tmp_path / "utf16.csv").write_bytes("Handle\n".encode("utf-16"))
    whole = subprocess.run(
        [sys.executable, "-m", "comptoir.cli.main", "import", "utf16.csv"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (whole.returncode, whole.stdout) == (1, "")
    assert whole.stderr == (
        "comptoir: the file is in UTF-16; save it as UTF-8 (in spreadsheets: 'CSV UTF-8') and import that\n"
    )


def test_an_export_to_standard_output_is_the_file_that_it_writes(run, tmp_path):
    write_csv(tmp_path / "a.csv", [shirt(Title="Chemise d'été")])
    run("import", "a.csv")
    piped = subprocess.run(
        [sys.executable, "-m", "comptoir.cli.main", "export", "-"], capture_output=True, check=True
    )
    done = run("export", "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == piped.stdout
    assert re.fullmatch(r"exported 1 products \(1 rows\) in \d+\.\d s\n", done.stderr)


def test_an_export_into_a_missing_folder_is_refused(run):
    done = run("export", "none/b.csv")
    assert isinstance(done.exception, ComptoirError)
    assert done.exception.message == "none/b.csv cannot be written: No such file or directory"


def command_lines():
    blocks = re.findall(r"```sh\n(.*?)```", DOCS.read_text(), re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_every_command_line_of_the_docs_works(run, tmp_path):
    lines = command_lines()
    assert len(lines) == 8
    write_csv(tmp_path / "products.csv", [shirt(), jeans("S", first=True)])
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "comptoir"
        assert run(*words).exit_code == 0, line


def test_the_fault_that_the_docs_show_is_the_one_that_is_printed(run, tmp_path):
    rows = [jeans(size, first=size == "1") for size in "12345"]
    write_csv(tmp_path / "a.csv", [*rows, shirt(**{"Variant Price": "1,99"})])
    shown = next(line.strip() for line in DOCS.read_text().splitlines() if line.startswith("    line 7"))
    assert run("import", "a.csv").stderr == shown + "\n"
