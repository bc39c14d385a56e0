"""Cells that a spreadsheet would run as formulas: defused when written, restored when read, exactly.

A cell that begins with one of `= + - @`, a tab or a carriage return gets an apostrophe before it, which
spreadsheets take as "this is text"; plain numbers stay. Texts that begin with apostrophes before such a sign get
one more, so that reading, which takes exactly one away, gives back what was there. (OWASP: CSV injection.)
"""

import re

_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_RISKY = re.compile(r"'*[=+\-@\t\r]")
_DEFUSED = re.compile(r"'+[=+\-@\t\r]")


def defuse(cell: str) -> str:
    """Return a cell as it is written."""
    if cell and cell[0] in "'=+-@\t\r" and _RISKY.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def restore(cell: str) -> str:
    """Return what a cell was before it was defused."""
    return cell[1:] if cell[:1] == "'" and _DEFUSED.match(cell) else cell
