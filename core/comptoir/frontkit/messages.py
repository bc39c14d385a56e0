"""Texts of a front end in several languages, read straight from gettext's `.po` files: no build step."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language; what it lacks is shown as the source has it."""

    language: str
    singular: Mapping[str, str] = field(default_factory=dict)
    plural: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pick: Callable[[int], int] = lambda n: int(n != 1)

    def over(self, other: "Texts") -> "Texts":
        """Return these texts, with those of another for what they lack."""
        singular, plural = {**other.singular, **self.singular}, {**other.plural, **self.plural}
        return Texts(self.language, singular, plural, self.pick)

    def gettext(self, text: str, **values: Any) -> str:
        """Return a text in this language, with `%(name)s` filled in when values are given."""
        found = self.singular.get(text, text)
        return found % values if values else found

    def ngettext(self, one: str, many: str, n: int, **values: Any) -> str:
        """Return the form of a text that fits a number, with `%(n)s` and other values filled in."""
        forms = self.plural.get(one, (one, many))
        form = forms[min(self.pick(n), len(forms) - 1)]
        return form % {"n": n, **values}


def load_texts(folder: Path, *, source: str = "en") -> dict[str, Texts]:
    """Read `<language>.po` files of a folder; the source language needs none. Fuzzy entries do not count."""
    found = {source: Texts(source)}
    for path in sorted(folder.glob("*.po")):
        found[path.stem] = _read(path)
    return found


def _read(path: Path) -> Texts:
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.stem, abort_invalid=True)
    singular: dict[str, str] = {}
    plural: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, str):
            if message.string:
                singular[message.id] = str(message.string)
        elif isinstance(message.string, list | tuple) and all(message.string):
            plural[message.id[0]] = tuple(message.string)
    return Texts(path.stem, singular, plural, _plural_rule(path.stem))


def _plural_rule(language: str) -> Callable[[int], int]:
    # Only the two rules that western European languages have (CLDR, integers): French and Brazilian
    # Portuguese count zero as singular.
    if language in {"fr", "pt"}:
        return lambda n: int(n > 1)
    return lambda n: int(n != 1)
