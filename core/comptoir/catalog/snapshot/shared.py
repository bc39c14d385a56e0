"""Values that many records share, so that a large catalogue fits into memory."""

from collections.abc import Hashable
from typing import Any, TypeVar

from comptoir.catalog.records import SelectedOptionRecord, SeoRecord

T = TypeVar("T", bound=Hashable)
Choice = tuple[str, str]
NO_SEO = SeoRecord(title=None, description=None)


class Shared:
    """Keeps one object for each equal value, while a catalogue is built."""

    def __init__(self) -> None:
        self._values: dict[Any, Any] = {}
        self._choices: dict[Choice, SelectedOptionRecord] = {}
        self._selections: dict[tuple[Choice, ...], tuple[SelectedOptionRecord, ...]] = {}
        self._titles: dict[tuple[Choice, ...], str] = {}

    def one(self, value: T) -> T:
        """Return the kept object that equals a value; not for values of mixed types."""
        found: T = self._values.setdefault(value, value)
        return found

    def selection(self, choices: tuple[Choice, ...]) -> tuple[SelectedOptionRecord, ...]:
        """Return the selected options for (name, value) pairs."""
        found = self._selections.get(choices)
        if found is None:
            found = self._selections[choices] = tuple(self._choice(choice) for choice in choices)
        return found

    def title(self, choices: tuple[Choice, ...]) -> str:
        """Return the title of a variant: its values, parted by slashes."""
        found = self._titles.get(choices)
        if found is None:
            found = self._titles[choices] = " / ".join(value for _, value in choices)
        return found

    def _choice(self, choice: Choice) -> SelectedOptionRecord:
        found = self._choices.get(choice)
        if found is None:
            found = self._choices[choice] = SelectedOptionRecord(name=choice[0], value=choice[1])
        return found


def seo(title: str | None, description: str | None) -> SeoRecord:
    """Return what search engines are told; most things say nothing and share one record."""
    return SeoRecord(title=title or None, description=description or None) if title or description else NO_SEO
