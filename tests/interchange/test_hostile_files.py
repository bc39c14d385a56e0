"""Files made by chance from what breaks parsers: each is imported, or refused with words."""

import random
from contextlib import suppress

import pytest
from comptoir.interchange.faults import BadFileError

from tests.interchange.files import CLASSIC, jeans, shirt, write_csv

CELLS = (
    *('""', '"', "'", ",", "\n", "\r", "\r\n", "\x00", "\ufeff", "\U0001f600"),
    *("=1+1", "'=1", "-0", "1e999", "\u0663", "\uff19", "0x10", "NaN", "1.0.0", "9" * 400, "a" * 3000, " ", "\t", "é"),
    *("Title", "Default Title", "https://[", "http://a b", "//x", "/media/x", "data:,x", "..", "C:\\x", "\u2028"),
    *("true", "deny", "shopify", "kg", "active", "S", "M", "jeans", "shirt", "19.90", "5"),
)  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_rows_of_chance_cells_never_break_an_import(lone, tmp_path, seed):
    chance = random.Random(seed)
    rows = []
    for _ in range(12):
        row = chance.choice((shirt(), jeans("S", first=True), jeans("M")))
        for column in chance.sample(CLASSIC, chance.randint(0, 8)):
            row = row | {column: chance.choice(CELLS)}
        rows.append(row)
    path = write_csv(tmp_path / "a.csv", rows)
    before = lone.everything()
    tried = lone.load(path, dry_run=True)
    assert lone.everything() == before
    assert tried.refused == bool(tried.errors)
    report = lone.load(path, skip_bad_rows=True)
    assert (report.errors, report.failed) == (tried.errors, False)
    again = lone.load(path, skip_bad_rows=True)
    assert (again.created, again.changed, again.unchanged) == (0, 0, report.created)


@pytest.mark.parametrize("seed", range(40))
def test_damaged_files_are_refused_with_words(lone, tmp_path, seed):
    chance = random.Random(seed)
    path = write_csv(tmp_path / "a.csv", [shirt(), jeans("S", first=True), jeans("M")])
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(content))
        content[place : place + chance.randint(0, 3)] = chance.choice(
            (b'"', b",", b"\n", b"\xff", b"\x00", b"")
        )
    path.write_bytes(content[: chance.randint(len(content) // 2, len(content))])
    before = lone.everything()
    with suppress(BadFileError):
        lone.load(path, dry_run=True)
    assert lone.everything() == before
