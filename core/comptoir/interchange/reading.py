"""Reading the file: encoding, quoting and line numbers. One row at a time, whatever the size of the file."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Self, cast

from comptoir.interchange.columns import Header, read_header
from comptoir.interchange.faults import BadFileError, Fault
from comptoir.interchange.formulas import restore

MAX_CELL = 1_000_000
"""Characters; past that, a quote was most likely opened and never closed."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the line on which it begins; `cells` is none for one that cannot be read, with its fault."""

    line: int
    cells: list[str] | None
    fault: Fault | None = None


class ProductFile:
    """A product CSV that is being read. Use it in a `with` statement."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._binary = path.open("rb")
        try:
            self._refuse_utf16()
            self._text = TextIOWrapper(self._binary, encoding="utf-8-sig", newline="")
            csv.field_size_limit(MAX_CELL)
            self._reader = csv.reader(self._text, strict=True)
            self.header = self._read_header()
        except BaseException:
            self._binary.close()
            raise
        self.size = path.stat().st_size

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return self._binary.tell()

    def rows(self) -> Iterator[Row]:
        """Give each row that is not empty; raises `BadFileError` where the file is not UTF-8."""
        width = len(self.header.names)
        while True:
            line = self._reader.line_num + 1
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except UnicodeDecodeError:
                raise self._bad_encoding() from None
            except csv.Error as error:
                yield Row(line, None, Fault(line, "", _spelled(error)))
                continue
            if any(cells):
                yield _row(line, cells, width)

    def _read_header(self) -> Header:
        try:
            return read_header(next(self._reader))
        except StopIteration:
            raise BadFileError("the file is empty: a line with column names was expected") from None
        except UnicodeDecodeError:
            raise self._bad_encoding() from None
        except csv.Error as error:
            raise BadFileError(f"line 1: {_spelled(error)}") from None

    def _refuse_utf16(self) -> None:
        start = self._binary.read(64)
        self._binary.seek(0)
        if start.startswith(_UTF16) or b"\x00" in start:
            raise BadFileError(
                "the file is in UTF-16; save it as UTF-8 (in spreadsheets: 'CSV UTF-8') and import that"
            )

    def _bad_encoding(self) -> BadFileError:
        """Find the first byte that is not UTF-8: lines end before it in the same bytes as in UTF-8."""
        offset = 0
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    line.decode()
                except UnicodeDecodeError as error:
                    at = offset + error.start
                    value = line[error.start]
                    return BadFileError(
                        f"line {number}: byte {at} (0x{value:02x}) is not UTF-8; save the file as UTF-8"
                    )
                offset += len(line)
        return BadFileError("the file is not UTF-8; save it as UTF-8")


def _row(line: int, cells: list[str], width: int) -> Row:
    if len(cells) != width:
        message = (
            f"the row has {len(cells)} cells and the header {width}: it is cut off or a quote is missing"
        )
        return Row(line, None, Fault(line, "", message))
    together = "".join(cells)
    if "\x00" in together:
        return Row(line, None, Fault(line, "", "the row has the control character NUL"))
    return Row(line, [restore(cell) for cell in cells] if "'" in together else cells)


def _spelled(error: csv.Error) -> str:
    text = cast("str", error.args[0]) if error.args else ""
    if "unexpected end" in text:
        return "a quoted cell that begins in this row never ends: the file is cut off or a quote is missing"
    if "field larger" in text:
        return f"a cell has more than {MAX_CELL} characters: is a closing quote missing?"
    if "expected after" in text:
        return "a quote ends a cell and more text follows it: quotes inside of a cell are written twice"
    return f"the row cannot be read ({text})"
