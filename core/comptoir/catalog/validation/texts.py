"""Checks of plain texts: handles, titles, tags, addresses, translations."""

import re
import unicodedata
from collections.abc import Collection, Iterable

from comptoir.catalog.drafts import Translations
from comptoir.catalog.validation.html import clean_html
from comptoir.catalog.validation.problems import BLANK, INVALID, TOO_LONG, TOO_MANY, Problems

SHORT = 255
LONG = 500_000
ADDRESS = 2048
MAX_TAGS = 250
_HANDLE = re.compile(r"[^\W_](?:[\w-]*\w)?")
_ACCENT = re.compile("[\u0300-\u036f]")
"""Accents of Latin, Greek and Cyrillic; other scripts need their marks."""
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
    }
)
"""Letters of Latin scripts that are not a plain letter with an accent."""
_NOT_IN_SLUG = re.compile(r"[\W_]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8}){0,2}")
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_ADDRESS = re.compile(r"https?://[^\s/?#<>\"]+[^\s<>\"]*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def slug(title: str) -> str:
    """Return a handle made from a title: accents folded, lower case, words joined by `-`."""
    folded = unicodedata.normalize("NFKD", title.lower().translate(_LETTERS))
    plain = unicodedata.normalize("NFC", _ACCENT.sub("", folded))
    words = _NOT_IN_SLUG.sub("-", plain.lower())
    return words.strip("-")[:SHORT].rstrip("-")


def handle_of(handle: str, title: str) -> str:
    """Return the handle, or where it is empty one made from the title."""
    return handle or slug(title)


def check_handle(problems: Problems, handle: str, *field: str) -> None:
    """Note a handle that is not lower-case letters, digits and `-` (or `_`), or too long."""
    if not handle:
        problems.add(BLANK, "a handle is needed: neither handle nor title has a letter or digit", *field)
    elif len(handle) > SHORT:
        problems.add(TOO_LONG, f"the handle is longer than {SHORT} characters", *field)
    elif handle != handle.lower() or not _HANDLE.fullmatch(handle):
        problems.add(INVALID, f"'{handle[:80]}' is not a handle: lower-case letters, digits and '-'", *field)


def check_title(problems: Problems, title: str, *field: str) -> str:
    """Return the title without outer blanks; note one that is blank, too long or has control characters."""
    title = title.strip()
    if not title:
        problems.add(BLANK, f"{_label(field)} is blank", *field)
    check_short(problems, title, *field)
    return title


def check_short(problems: Problems, text: str | None, *field: str, limit: int = SHORT) -> None:
    """Note a text that is too long or has control characters."""
    if not text:
        return
    if len(text) > limit:
        problems.add(TOO_LONG, f"{_label(field)} is longer than {limit} characters", *field)
    if not text.isprintable() and _CONTROL.search(text):
        problems.add(INVALID, f"{_label(field)} has control characters", *field)


def check_html(problems: Problems, html: str, *field: str) -> str:
    """Return the HTML with what is safe in it; note one that is too long."""
    if not html:
        return html
    if len(html) > LONG:
        problems.add(TOO_LONG, f"{_label(field)} is longer than {LONG} characters", *field)
        return ""
    return clean_html(html)


def check_tags(problems: Problems, tags: Iterable[str], *field: str) -> tuple[str, ...]:
    """Return tags without outer blanks, blanks and repetitions; note long ones and too many."""
    kept = dict.fromkeys(tag for tag in map(str.strip, tags) if tag)
    for index, tag in enumerate(kept):
        check_short(problems, tag, *field, str(index))
    if len(kept) > MAX_TAGS:
        problems.add(TOO_MANY, f"there are more than {MAX_TAGS} tags", *field)
    return tuple(kept)


def check_color(problems: Problems, color: str, *field: str) -> None:
    """Note what is not a colour like `#rrggbb`."""
    if not _COLOR.fullmatch(color):
        problems.add(INVALID, f"'{color[:16]}' is not a colour like #1a2b3c", *field)


def check_address(problems: Problems, url: str, *field: str) -> None:
    """Note what is not an absolute http or https address."""
    if len(url) > ADDRESS or not _ADDRESS.fullmatch(url):
        problems.add(INVALID, f"'{url[:80]}' is not an http or https address", *field)


def check_translations(
    problems: Problems,
    translations: Translations,
    *path: str,
    fields: Collection[str],
    html: Collection[str] = (),
) -> dict[str, dict[str, str]]:
    """Return translations with lower-case languages, without blanks and with clean HTML; note unknown fields.

    `fields` are those that can be translated, `html` those of them that hold HTML.
    """
    kept: dict[str, dict[str, str]] = {}
    path = (*path, "translations")
    for language, texts in translations.items():
        code = language.lower().replace("_", "-")
        if not _LANGUAGE.fullmatch(code):
            problems.add(INVALID, f"'{language[:16]}' is not a language", *path, language)
        for name, text in texts.items():
            if name not in fields:
                problems.add(INVALID, f"'{name[:80]}' cannot be translated", *path, language, name)
            elif text.strip():
                kept.setdefault(code, {})[name] = clean_html(text) if name in html else text
    for code, kept_texts in kept.items():
        for name, text in kept_texts.items():
            limit = SHORT if name in _SHORT_FIELDS else LONG
            check_short(problems, text, *path, code, name, limit=limit)
    return kept


_SHORT_FIELDS = frozenset({"title", "seo_title", "product_type", "name"})


def _label(field: tuple[str, ...]) -> str:
    return f"{' '.join(field).replace('_', ' ')}" if field else "the text"
