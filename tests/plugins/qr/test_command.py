"""`comptoir qr`: codes and sheets from the command line."""

import io
from datetime import date

import pytest
import zxingcpp
from comptoir.api import ConfigurationError
from comptoir_qr.cli.command import app
from comptoir_qr.codes import PlacementCodes, PlacementKind
from PIL import Image
from typer.testing import CliRunner

from tests.rig.demo_shop import demo_folder, demo_settings

BASE = "https://shop.example"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return demo_folder(tmp_path_factory)


@pytest.fixture
def run(folder, monkeypatch):
    """Run a command over the demonstration shop; gives its answer."""
    monkeypatch.setenv("COMPTOIR_DATA_DIR", str(folder))
    monkeypatch.setenv("COMPTOIR_BASE_URL", BASE)

    def running(*words, status=0):
        answer = CliRunner().invoke(app, words)
        assert answer.exit_code == status, answer.output
        return answer

    return running


@pytest.fixture(scope="module")
def codes(folder):
    return PlacementCodes(demo_settings(folder).signing_key())


def placement(codes, output):
    url = next(line for line in output.splitlines() if line.startswith(BASE))
    return codes.read(url.removeprefix(f"{BASE}/q/"), today=date(2026, 1, 1))


def test_a_code_for_a_shelf_is_printed_and_drawn(run, codes, tmp_path):
    svg, png = tmp_path / "code.svg", tmp_path / "code.png"
    words = ["code", "--kind", "product", "--product", "quai-straight-jeans", "--location", "paris-canal"]
    answer = run(*words, "--svg", str(svg), "--png", str(png))
    found = placement(codes, answer.output)

    assert found.kind is PlacementKind.PRODUCT
    assert found.product is not None
    assert found.location is not None
    read = zxingcpp.read_barcodes(Image.open(io.BytesIO(png.read_bytes())).convert("L"))
    assert read[0].text in answer.output.splitlines()
    assert svg.read_text().lstrip().startswith("<?xml")


def test_a_fitting_room_has_its_number_and_a_billboard_its_last_day(run, codes):
    room = run("code", "--kind", "fitting-room", "--location", "paris-canal", "--spot", "3")
    words = ["code", "--kind", "billboard", "--variant", "AR-QST-IND-28", "--until", "2026-12-31"]

    assert placement(codes, room.output).spot == 3
    found = placement(codes, run(*words).output)
    assert (found.until, found.location) == (date(2026, 12, 31), None)
    assert found.variant is not None


@pytest.mark.parametrize(
    "words",
    [
        ["--kind", "nonsense"],
        ["--kind", "product", "--location", "paris-canal"],
        ["--kind", "variant", "--product", "quai-straight-jeans"],
        ["--kind", "fitting-room"],
        ["--kind", "location"],
        ["--kind", "billboard"],
        ["--kind", "location", "--location", "paris-canal", "--product", "quai-straight-jeans"],
        ["--kind", "billboard", "--product", "quai-straight-jeans", "--variant", "AR-QST-IND-28"],
        ["--kind", "billboard", "--product", "quai-straight-jeans", "--until", "soon"],
    ],
)
def test_a_placement_that_makes_no_sense_is_refused(run, words):
    run("code", *words, status=2)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--kind", "product", "--product", "nope"], "no product 'nope'"),
        (["--kind", "variant", "--variant", 'no"pe'], "no variant 'no\"pe'"),
        (["--kind", "location", "--location", "nope"], "known are: paris-canal"),
    ],
)
def test_what_is_not_there_is_named(run, words, message):
    answer = run("code", *words, status=1)

    assert isinstance(answer.exception, ConfigurationError)
    assert message in answer.exception.message


def test_codes_need_a_whole_address(run, monkeypatch):
    monkeypatch.setenv("COMPTOIR_BASE_URL", "")
    answer = run("code", "--kind", "location", "--location", "paris-canal", status=1)

    assert "--base-url" in answer.exception.message


@pytest.mark.parametrize("ending", ["html", "svg"])
def test_a_sheet_is_one_file_that_needs_no_other(run, tmp_path, ending):
    sheet = tmp_path / f"sheet.{ending}"
    answer = run(
        "sheet", "--location", "paris-canal", "--collection", "jeans", "--language", "en", "-o", str(sheet)
    )
    written = sheet.read_text()

    assert answer.output.splitlines()[-1].startswith("8 labels")
    assert "Quai Straight" in written
    assert "src=" not in written
    assert "<link" not in written
    assert not any(sign in written for sign in "€£$")


def test_a_sheet_of_another_kind_is_refused(run, tmp_path):
    run("sheet", "--location", "paris-canal", "-o", str(tmp_path / "sheet.pdf"), status=2)
    run("sheet", "--location", "paris-canal", "--each", "x", "-o", str(tmp_path / "sheet.svg"), status=2)
