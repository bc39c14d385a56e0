"""Reading single cells: each reader returns the value, or notes what is wrong and returns none."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, TypeVar

from comptoir.errors import BadUserInputError
from comptoir.interchange.columns import Column, Header
from comptoir.interchange.faults import Fault
from comptoir.inventory.levels import MAX_LEVEL
from comptoir.money import Money, parse_money

ChoiceT = TypeVar("ChoiceT")

MAX_GRAMS = 2**31 - 1
MAX_MINOR = 10**15
_WHOLE = re.compile(r"[0-9]{1,12}")
_SIGNED = re.compile(r"-[0-9]+")
_DECIMAL = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]+")
_GTIN_LENGTHS = frozenset({8, 10, 12, 13, 14})
"""EAN-8, ISBN-10, UPC-A, EAN-13 and ITF-14 (GS1 General Specifications; ISO 2108)."""
_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}
_POLICIES = {"deny": False, "continue": True, "false": False, "true": True}
_UNITS: Mapping[str, Literal["GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"]] = {
    "g": "GRAMS",
    "kg": "KILOGRAMS",
    "oz": "OUNCES",
    "lb": "POUNDS",
}
UNIT_NAMES = {unit: name for name, unit in _UNITS.items()}


class Cells:
    """A row by the meaning of its columns, with the faults found in it."""

    __slots__ = ("_cells", "_header", "_places", "faults", "line")

    def __init__(self, header: Header, line: int, cells: list[str]) -> None:
        self._header = header
        self._places = header.places
        self._cells = cells
        self.line = line
        self.faults: list[Fault] = []

    def note(self, column: Column | str, message: str) -> None:
        """Note a fault in a column."""
        name = self._header.name_of(column) if isinstance(column, Column) else column
        self.faults.append(Fault(self.line, name, message))

    def text(self, column: Column) -> str:
        """Return a cell as it is; empty where the file has no such column."""
        place = self._places.get(column)
        return "" if place is None else self._cells[place]

    def word(self, column: Column) -> str:
        """Return a cell without outer blanks."""
        place = self._places.get(column)
        return "" if place is None else self._cells[place].strip()

    def at(self, place: int) -> str:
        """Return the cell of a column by its place."""
        return self._cells[place]

    def boolean(self, column: Column) -> bool | None:
        """Read true or false; none for an empty cell."""
        return self._choice(column, _BOOLEANS, "true or false")

    def backorder(self) -> bool | None:
        """Read whether to sell what is out of stock."""
        return self._choice(Column.POLICY, _POLICIES, "deny or continue")

    def weight_unit(self) -> Literal["GRAMS", "KILOGRAMS", "OUNCES", "POUNDS"] | None:
        """Read a unit of weight."""
        return self._choice(Column.WEIGHT_UNIT, _UNITS, "g, kg, oz or lb")

    def _choice(self, column: Column, known: Mapping[str, ChoiceT], expected: str) -> ChoiceT | None:
        word = self.word(column).lower()
        if not word:
            return None
        if word not in known:
            self.note(column, f"{_quoted(self.word(column))} was found where {expected} was expected")
            return None
        return known[word]

    def grams(self) -> int | None:
        """Read a weight in grams, rounded half up to whole ones."""
        word = self.word(Column.GRAMS)
        if not word:
            return None
        if not _DECIMAL.fullmatch(word):
            self.note(Column.GRAMS, f"{_quoted(word)} is not a weight in grams: digits with a decimal point")
            return None
        grams = int(Decimal(word).quantize(Decimal(1), rounding=ROUND_HALF_UP))
        if grams > MAX_GRAMS:
            self.note(Column.GRAMS, f"{_quoted(word)} is out of range: at most {MAX_GRAMS} grams")
            return None
        return grams

    def whole(self, column: Column, *, low: int, high: int) -> int | None:
        """Read a whole number within bounds."""
        word = self.word(column)
        if not word:
            return None
        if _SIGNED.fullmatch(word) or (_WHOLE.fullmatch(word) and not low <= int(word) <= high):
            self.note(column, f"{_quoted(word)} is out of range: {low} to {high}")
        elif not _WHOLE.fullmatch(word):
            self.note(column, f"{_quoted(word)} is not a whole number")
        else:
            return int(word)
        return None

    def quantity(self) -> int | None:
        """Read how many are in stock."""
        return self.whole(Column.QUANTITY, low=0, high=MAX_LEVEL)

    def money(self, place: int | None, currency: str) -> Money | None:
        """Read an amount in a currency from a column by its place."""
        word = "" if place is None else self._cells[place].strip()
        if not word or place is None:
            return None
        try:
            amount = parse_money(word, currency)
        except BadUserInputError as error:
            self.note(self._header.names[place], error.message)
            return None
        if not 0 <= amount.minor <= MAX_MINOR:
            self.note(self._header.names[place], f"{_quoted(word)} is out of range: no price is below zero")
            return None
        return amount

    def barcode(self) -> str | None:
        """Read a barcode; one of digits alone has as many as the standards say."""
        word = self.word(Column.BARCODE)
        if _SCIENTIFIC.fullmatch(word):
            self.note(Column.BARCODE, f"{_quoted(word)} is not a barcode: a spreadsheet has rounded it")
        elif word.isdecimal() and len(word) not in _GTIN_LENGTHS:
            message = f"{_quoted(word)} has {len(word)} digits; barcodes have 8, 10, 12, 13 or 14"
            self.note(Column.BARCODE, message)
        return word or None


def _quoted(word: str) -> str:
    return f"'{word[:64]}'"
