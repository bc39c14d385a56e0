"""What can be wrong with a file: all of it by line and column."""

from dataclasses import dataclass

from comptoir.errors import ComptoirError


class BadFileError(ComptoirError):
    """The file as a whole cannot be read: its encoding, its header, or that there is none."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a row. Lines count from 1, as editors show them; `column` is named as in the file."""

    line: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{place}: {self.message}"
